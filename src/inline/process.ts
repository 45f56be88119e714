/**
 * What the agent's own process has: its clocks, timers, and network. Nobody else here touches them.
 *
 * A timer of ours never keeps the process alive: an agent that is done ends, whatever still waits to be told.
 */

/** Milliseconds since 1970. */
// biome-ignore lint/style/noRestrictedGlobals: the clock that is handed out
export const processNow = (): number => Date.now()

/** Milliseconds, for measuring. */
export const processTimer = (): number => performance.now()

/** Calls back later; for no milliseconds, as soon as what is at hand is done. */
export function processLater(ms: number, work: () => void): void {
  if (ms === 0) {
    setImmediate(work).unref()
    return
  }
  // biome-ignore lint/style/noRestrictedGlobals: the timer that is handed out
  setTimeout(work, ms).unref()
}

/** Lets everything else go first. */
export const processPause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** The network. */
// biome-ignore lint/style/noRestrictedGlobals: the network that is handed out
export const processFetch = (address: URL, request: RequestInit): Promise<Response> => fetch(address, request)
