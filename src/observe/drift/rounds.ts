/** Something that is done again and again at a pace, whatever the process lived through: when it was last done is kept. */
import type { Clock } from '../../connect/index.ts'

export interface Rounds {
  /** When the last one was done, milliseconds since 1970; nothing before the first. */
  lastMs(): Promise<number | undefined>
  round(signal: AbortSignal): Promise<unknown>
  readonly everyMs: number
  readonly clock: Clock
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly failed?: (thrown: unknown) => void
}

/** Before the next look at whether one is due, and before the next try of one that failed. */
const lookMs = 60_000
const againMs = 900_000

/** The p-value up to which a round tells of a change, so that one in so many days is a false alarm on average. */
export function roundLevel(everyMs: number, quietDays = 90): number {
  return Math.min(0.05, everyMs / (quietDays * 86_400_000))
}

/** Does rounds until it is closed; what is under way then is given up. */
export function openRounds({ lastMs, round, everyMs, clock, now, failed = () => {} }: Rounds): {
  close(): Promise<void>
} {
  const ending = new AbortController()
  async function lookOnce(): Promise<number> {
    const last = await lastMs()
    if (last === undefined || now() - last >= everyMs) await round(ending.signal)
    return lookMs
  }
  function after(thrown: unknown): number {
    if (!ending.signal.aborted) failed(thrown)
    return againMs
  }
  async function keepLooking(): Promise<void> {
    while (!ending.signal.aborted) {
      const pauseMs = await lookOnce().catch(after)
      await clock.sleep(Math.min(pauseMs, everyMs), ending.signal).catch(() => {})
    }
  }
  const looking = keepLooking()
  return {
    async close() {
      ending.abort()
      await looking
    },
  }
}
