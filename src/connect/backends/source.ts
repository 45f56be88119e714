/**
 * Where a backend's replies come from: the real one, a recording of it, or the real one seen through an overlay.
 *
 * Each mode of a backend is such a source. Faults stand between it and the agent, whatever it is.
 */
import type { Call, Reply } from './exchange.ts'

export interface AskContext {
  /** The conversation that the call belongs to; absent when nobody knows. */
  readonly trial?: string
  /** Aborted when nobody waits for the reply any more and it may be given up: never while a write is under way. */
  readonly signal?: AbortSignal
}

export interface Source {
  /** What it is, in words: `http://127.0.0.1:8080, live`. */
  explain(): string
  /** @throws Error when there is no reply; the agent then gets 502 */
  ask(call: Call, context: AskContext): Promise<Reply>
  /** Forgets what it keeps for a conversation. */
  forget?(trial: string): void
  close(): Promise<void>
}
