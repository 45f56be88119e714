/** Work side by side that the first failure ends: what fails after it fails because of it, and says nothing new. */
import { setMaxListeners } from 'node:events'

export interface UntilFailure {
  /** Aborted when the outer signal is, and when something has failed. */
  readonly stopped: AbortSignal
  readonly fail: (reason: unknown) => void
  /** @throws what failed first; nothing where the outer signal ended it */
  check(): void
}

export function untilFailure(signal: AbortSignal): UntilFailure {
  const stop = new AbortController()
  const stopped = AbortSignal.any([signal, stop.signal])
  // Everything under way listens for the end.
  setMaxListeners(0, stopped)
  let failure: { readonly reason: unknown } | undefined
  return {
    stopped,
    fail(reason) {
      if (!stopped.aborted) failure = { reason }
      stop.abort()
    },
    check() {
      if (failure !== undefined) throw failure.reason
    },
  }
}
