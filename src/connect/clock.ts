/**
 * Time as an argument: a wall clock for remote agents, a virtual one for agents in this process.
 *
 * On the virtual clock a conversation of three hours takes milliseconds, and the same seed gives the
 * same times. It moves on only when everything in the process that is not waiting has run.
 */
export interface Clock {
  /** Milliseconds since some fixed moment; only differences mean anything. Never decreases. */
  nowMs(): number
  /** Resolves after `ms`; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}
