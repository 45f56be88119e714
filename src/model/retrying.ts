/**
 * Asks again when a provider was busy, failing or cut off: waits as long as it asked, or twice as long each time.
 *
 * Asking has no effect on the world, so it may be repeated; sending a message to the agent under test may not,
 * and does not go through here. What is not worth repeating (a wrong key, a question too long) fails at once.
 */
import { type Clock, wallClock } from './clock.ts'
import type { Model, Question } from './model.ts'
import { ModelProblem } from './model-problem.ts'
import { questionKey } from './question-key.ts'
import { retryAfterMs } from './retry-after.ts'

export interface RetryOptions {
  /** Times a question is asked in all. Default 4. */
  readonly attempts?: number
  /** First wait when the provider named none, in ms; doubles each time. Default 500. */
  readonly firstWaitMs?: number
  /** Longest wait in ms. A provider that asks for more is not asked again, rather than asked too soon. Default 60,000. */
  readonly longestWaitMs?: number
  readonly clock?: Clock
}

export function retrying(model: Model, options: RetryOptions = {}): Model {
  return {
    ...model,
    ask: (question, signal) =>
      repeated(() => model.ask(question, signal), {
        ...options,
        spread: (attempt) => spread(model.id, question, attempt),
        ...(signal && { signal }),
      }),
  }
}

interface Repeating extends RetryOptions {
  /** What each wait that nobody asked for is multiplied by. */
  readonly spread: (attempt: number) => number
  readonly signal?: AbortSignal
}

/** Tries until it works, or until trying again is not worth it. */
export async function repeated<Value>(
  work: () => Promise<Value>,
  { attempts = 4, firstWaitMs = 500, longestWaitMs = 60_000, clock = wallClock, spread, signal }: Repeating,
): Promise<Value> {
  /** Milliseconds to wait before the next attempt, or undefined when there should be none. */
  function waitAfter(thrown: unknown, attempt: number): number | undefined {
    if (!(thrown instanceof ModelProblem) || !thrown.retryable || attempt >= attempts) return undefined
    const asked = retryAfterMs(thrown.retryAfter, clock.nowMs())
    if (asked !== undefined) return asked <= longestWaitMs ? asked : undefined
    return Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1) * spread(attempt))
  }

  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (thrown) {
      signal?.throwIfAborted()
      const waitMs = waitAfter(thrown, attempt)
      if (waitMs === undefined) throw thrown
      await clock.sleep(waitMs, signal)
    }
  }
}

/**
 * A factor 0.5 to 1 drawn from the question itself, so that many questions refused at one moment do not all come
 * back at one moment, and the same question waits the same in every run.
 */
function spread(modelId: string, question: Question, attempt: number): number {
  const digits = questionKey(modelId, question).slice(attempt * 4, attempt * 4 + 4)
  return 0.5 + Number.parseInt(digits.padEnd(4, '0'), 16) / 0x20000
}
