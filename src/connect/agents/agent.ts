/**
 * The agent under test, as the simulator sees it: sessions that take a customer's messages and emit
 * what the agent says and does.
 *
 * An adapter is one file that passes `agent.conformance.ts`. Adapters never repeat a message on
 * their own: a message that may have had effects is sent once, and what went wrong is told.
 */
import type { Culprit, Json } from '../../conversation/index.ts'
import type { Clock } from '../clock.ts'

export interface Agent {
  readonly id: string
  /** How the agent is reached, in words: `POST http://127.0.0.1:8080/chat, reply at $.text`. */
  explain(): string
  /** Begins one conversation. Opening must have no effect on any other conversation. */
  open(opening: Opening): Promise<AgentSession>
  /** Ends what the adapter itself started: processes, sockets. Safe to call twice. */
  close(): Promise<void>
}

export interface Opening {
  readonly conversationId: string
  readonly channel: string
  /** Who the customer is on this channel: a phone number, an address, an account. */
  readonly customer: Readonly<Record<string, Json>>
  /** Values for the templates of the adapter's settings: what `prepare` answered, the scenario's facts. */
  readonly values: Readonly<Record<string, Json>>
  readonly clock: Clock
  /** Aborted when the trial ends, however it ends. */
  readonly signal: AbortSignal
  /** Called, in order, for everything the agent says or does. Never called after `close` resolves. */
  onEvent(event: AgentEvent): void
}

export interface AgentSession {
  /**
   * Delivers one message. Resolves when the agent is done with it as far as the adapter can tell: the
   * response has ended, or (where `pushes` is true) the message has been written.
   *
   * @throws AgentFailure saying whose failure it was
   */
  send(message: CustomerMessage): Promise<void>
  /** Whether replies may still come after `send` has resolved, so that the caller has to wait for quiet. */
  readonly pushes: boolean
  close(): Promise<void>
}

export interface CustomerMessage {
  readonly text: string
}

/** What an agent says or does. The caller adds the time. */
export type AgentEvent =
  | { readonly type: 'message'; readonly text: string }
  | { readonly type: 'tool-call'; readonly callId: string; readonly tool: string; readonly args: Json }
  | { readonly type: 'tool-result'; readonly callId: string; readonly outcome: 'ok' | 'error'; readonly value: Json }
  | { readonly type: 'handoff'; readonly to?: string; readonly because?: string }

/** Why a message got no proper answer, and whose failure that is. */
export class AgentFailure extends Error {
  override readonly name = 'AgentFailure'
  readonly culprit: Culprit
  /** `timeout`, `rate-limited`, `refused`, `disconnected`, `status`, `garbage`, `cancelled`, `crashed`. */
  readonly code: string
  /** For `rate-limited`: how long the agent asked callers to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined

  constructor(
    failure: {
      readonly culprit: Culprit
      readonly code: string
      readonly message: string
      readonly retryAfterMs?: number
    },
    cause?: unknown,
  ) {
    super(failure.message, cause === undefined ? undefined : { cause })
    this.culprit = failure.culprit
    this.code = failure.code
    this.retryAfterMs = failure.retryAfterMs
  }
}
