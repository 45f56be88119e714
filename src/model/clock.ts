/** Time for whoever waits: a clock that can be read and slept on. Tests give one that jumps. */

export interface Clock {
  /** Milliseconds since 1970. */
  nowMs(): number
  /** Resolves after `ms`; rejects with the signal's reason when it aborts, and leaves no timer behind. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export const wallClock: Clock = {
  nowMs: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const wake = () => {
        signal?.removeEventListener('abort', stop)
        resolve()
      }
      const timer = setTimeout(wake, ms)
      const stop = () => {
        clearTimeout(timer)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', stop, { once: true })
    }),
}
