/**
 * How many messages an agent is sent at once: more while it keeps up, half when it does not.
 *
 * One limiter is shared by all trials against one agent. It never sends anything again: a task that
 * failed has failed, and its caller decides. What it learns from a failure is only how fast to go on.
 */
import type { Clock } from '../clock.ts'
import { AgentFailure, cancelled } from './agent.ts'

/** How many messages an agent gets at once, shared by all trials against it. */
export interface Limiter {
  /**
   * Runs a task when its turn comes, in the order of the calls.
   *
   * @param signal when it is aborted before the task has begun, the task never runs
   * @throws AgentFailure `cancelled`, and whatever the task throws
   */
  run<Value>(task: () => Promise<Value>, signal?: AbortSignal): Promise<Value>
  /** How many tasks may run at once, how many do, and how many wait. */
  state(): {
    readonly limit: number
    readonly running: number
    readonly waiting: number
    readonly pausedUntilMs: number
  }
}

export interface LimiterOptions {
  readonly clock: Clock
  /** Most tasks at once, a whole number from 1. */
  readonly most: number
  /** Tasks at once in the beginning. Default 16, or `most` when that is less. */
  readonly first?: number
  /** Wait after a rate limit that names none, in milliseconds; doubled while they keep coming. Default 1000. */
  readonly pauseMs?: number
}

/** Longest wait that doubling leads to. */
const LONGEST_PAUSE_MS = 60_000

interface Waiter {
  start(): void
  cancelled: boolean
}

/**
 * Until the first setback the limit grows by one with every success, which doubles it each round; after
 * that by one each round. A rate limit or a timeout halves it, once for all tasks that were running
 * together, and `Retry-After` holds back everybody.
 */
export function limiter({ clock, most, first = 16, pauseMs = 1000 }: LimiterOptions): Limiter {
  if (!Number.isInteger(most) || most < 1) throw new RangeError(`most must be a whole number from 1, got ${most}`)
  let limit = Math.max(1, Math.min(first, most))
  let running = 0
  let generation = 0
  let setback = false
  let pause = pauseMs
  let pausedUntilMs = Number.NEGATIVE_INFINITY
  let waking = false
  const queue: Waiter[] = []
  let head = 0

  /** The limit in whole tasks; parts of one add up with rounding. */
  const whole = () => Math.floor(limit + 1e-9)
  const pump = () => {
    while (head < queue.length) {
      if (running >= whole() && queue[head]?.cancelled !== true) break
      if (clock.nowMs() < pausedUntilMs) return wakeLater()
      const next = queue[head]
      head += 1
      if (next?.cancelled === false) next.start()
    }
    if (head > 1024 && head * 2 > queue.length) {
      queue.splice(0, head)
      head = 0
    }
  }
  const wakeLater = () => {
    if (waking) return
    waking = true
    clock.sleep(pausedUntilMs - clock.nowMs()).then(() => {
      waking = false
      pump()
    })
  }
  const succeeded = (begunIn: number) => {
    // What began before the last setback says nothing about the pace since.
    if (begunIn !== generation) return
    pause = pauseMs
    limit = Math.min(most, limit + (setback ? 1 / whole() : 1))
  }
  const failed = (failure: unknown, begunIn: number) => {
    if (!(failure instanceof AgentFailure)) return
    const tooFast = failure.code === 'rate-limited' || failure.code === 'timeout'
    if (tooFast && begunIn === generation) {
      generation += 1
      setback = true
      limit = Math.max(1, limit / 2)
      if (failure.code === 'rate-limited' && failure.retryAfterMs === undefined) {
        pausedUntilMs = Math.max(pausedUntilMs, clock.nowMs() + pause)
        pause = Math.min(LONGEST_PAUSE_MS, pause * 2)
      }
    }
    if (failure.retryAfterMs !== undefined)
      pausedUntilMs = Math.max(pausedUntilMs, clock.nowMs() + failure.retryAfterMs)
  }
  const turn = (signal: AbortSignal | undefined) =>
    new Promise<void>((resolve, reject) => {
      if (signal?.aborted) return reject(cancelled())
      const abort = () => {
        waiter.cancelled = true
        reject(cancelled())
      }
      const waiter: Waiter = {
        cancelled: false,
        start() {
          signal?.removeEventListener('abort', abort)
          running += 1
          resolve()
        },
      }
      signal?.addEventListener('abort', abort, { once: true })
      queue.push(waiter)
      pump()
    })

  /** Whether a task may begin at once, with nobody before it: then there is no turn to wait for. */
  const isFree = () => head === queue.length && running < whole() && clock.nowMs() >= pausedUntilMs

  return {
    async run(task, signal) {
      if (!isFree()) await turn(signal)
      else if (signal?.aborted) throw cancelled()
      else running += 1
      const begunIn = generation
      try {
        const value = await task()
        succeeded(begunIn)
        return value
      } catch (failure) {
        failed(failure, begunIn)
        throw failure
      } finally {
        running -= 1
        pump()
      }
    },
    state: () => ({
      limit: whole(),
      running,
      waiting: queue.slice(head).filter((waiter) => !waiter.cancelled).length,
      pausedUntilMs,
    }),
  }
}
