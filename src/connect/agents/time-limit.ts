/** How long an agent function may take for an answer, and what its waiting is held to. */
import { AgentFailure, type Opening } from './agent.ts'

export interface TimeLimit {
  /** Aborted when the time is up or the trial has ended. Made when first asked for: most functions never do. */
  readonly signal: AbortSignal
  /** Rejects when the time is up or the trial has ended. */
  readonly exceeded: Promise<never>
  isOver(): boolean
  /** Lets what is left of the time pass, when it was a real wait that used it up. */
  rest(): Promise<void>
  over(failure: AgentFailure): void
  sleep(ms: number, signal: AbortSignal | undefined): Promise<void>
  clear(): void
}

/** How long an answer may take: on the opening's clock, and in real time in case the function hangs. */
export function timeLimit(limitMs: number, { clock, signal: trial }: Opening): TimeLimit {
  const untilMs = clock.nowMs() + limitMs
  let failed: AgentFailure | undefined
  let stop: AbortController | undefined
  let fail: (failure: AgentFailure) => void = () => {}
  const exceeded = new Promise<never>((_, reject) => {
    fail = reject
  })
  exceeded.catch(() => {})
  const over = (failure: AgentFailure) => {
    failed ??= failure
    fail(failure)
    stop?.abort(failure)
  }
  const tooSlow = () => {
    over(new AgentFailure({ culprit: 'agent', code: 'timeout', message: `No complete answer within ${limitMs} ms.` }))
  }
  const hanging = setTimeout(tooSlow, limitMs)
  return {
    get signal() {
      stop ??= new AbortController()
      if (failed !== undefined) stop.abort(failed)
      return stop.signal
    },
    exceeded,
    isOver: () => failed !== undefined,
    async rest() {
      const leftMs = untilMs - clock.nowMs()
      if (failed?.code === 'timeout' && clock.hold !== undefined && leftMs > 0) await clock.sleep(leftMs)
    },
    over,
    async sleep(ms, signal) {
      const leftMs = Math.max(0, untilMs - clock.nowMs())
      // A function that goes on after its time must not go on for ever.
      if (failed !== undefined) throw failed
      await clock.sleep(Math.min(ms, leftMs), signal === undefined ? trial : AbortSignal.any([signal, trial]))
      if (ms > leftMs) tooSlow()
      if (failed !== undefined) throw failed
    },
    clear: () => clearTimeout(hanging),
  }
}
