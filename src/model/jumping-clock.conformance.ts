/** A clock for tests: sleeping takes no time and is written down. */
import type { Clock } from './clock.ts'

export function jumpingClock(startMs = 0): Clock & { readonly slept: readonly number[] } {
  const slept: number[] = []
  let nowMs = startMs
  return {
    slept,
    nowMs: () => nowMs,
    async sleep(ms, signal) {
      signal?.throwIfAborted()
      slept.push(ms)
      nowMs += ms
    },
  }
}
