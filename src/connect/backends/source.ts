/**
 * Where a backend's replies come from: the real one, a recording of it, or the real one seen through an overlay.
 *
 * Each mode of a backend is such a source. Faults stand between it and the agent, whatever it is.
 */
import type { Duplex } from 'node:stream'
import { type Call, type Reply, replyOf } from './exchange.ts'

export interface AskContext {
  /** The conversation that the call belongs to; absent when nobody knows. */
  readonly trial?: string
  /** Calls back when nobody waits for the reply any more and it may be given up: never while a write is under way. */
  readonly whenGone?: (giveUp: () => void) => void
  /** Whether a verifier asks and not the agent. */
  readonly isLook?: boolean
}

/** A connection that has become something else than HTTP, such as a WebSocket. */
export interface Opened {
  readonly reply: Reply
  /** What the backend has said on it already, and the connection; absent where the backend refused. */
  readonly tunnel?: { readonly socket: Duplex; readonly head: Buffer }
}

export interface Source {
  /** What it is, in words: `http://127.0.0.1:8080, live`. */
  explain(): string
  /** @throws Error when there is no reply; the agent then gets 502 */
  ask(call: Call, context: AskContext): Promise<Reply>
  /** Whether it takes calls whose body is still on its way (`rest`). Default it needs the whole. */
  readonly streams?: boolean
  /** Opens a WebSocket. Absent where none can be had. @throws Error when there is no reply */
  upgrade?(call: Call): Promise<Opened>
  /** Forgets what it keeps for a conversation. */
  forget?(trial: string): void
  close(): Promise<void>
}

/** Opens a WebSocket where one can be had, and refuses where none can. */
export async function upgradeBy(source: Source, call: Call): Promise<Opened> {
  if (source.upgrade !== undefined) return source.upgrade(call)
  return { reply: replyOf(501, 'text/plain', 'No WebSocket can be had of this backend as it stands here.') }
}
