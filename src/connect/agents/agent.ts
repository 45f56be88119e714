/**
 * The agent under test, as the simulator sees it: sessions that take a customer's messages and emit
 * what the agent says and does.
 *
 * An adapter is one file that passes `agent.conformance.ts`. Adapters never repeat a message on
 * their own: a message that may have had effects is sent once, and what went wrong is told.
 */
import type { Culprit, Json, MessageForm } from '../../conversation/index.ts'
import { problemsIn, reasonOf } from '../../problem.ts'
import type { Clock } from '../clock.ts'

/** The agent under test, as the simulator sees it. An adapter passes `agent.conformance.ts`. */
export interface Agent {
  readonly id: string
  /**
   * How the agent is reached, in words: `POST http://127.0.0.1:8080/chat, reply at $.text`.
   *
   * @param channel only on this one, where it is not the same on all
   */
  explain(channel?: string): string
  /**
   * Which clocks its conversations may run on. `any`: its answers end with `send`, so a virtual clock can be
   * held meanwhile and moved on by the time the answer really took. Absent means `wall`.
   */
  readonly time?: 'any' | 'wall'
  /**
   * The address by which the agent knows the customer of a conversation, where the adapter makes it: templates name it
   * as `{{customer.address}}`.
   */
  addressOf?(conversationId: string, channel: string): string | undefined
  /** Begins one conversation. Opening must have no effect on any other conversation. */
  open(opening: Opening): Promise<AgentSession>
  /** What happened and belongs to no conversation, in whole sentences for whoever reads the run's report. */
  told?(): readonly string[]
  /** Ends what the adapter itself started: processes, sockets. Safe to call twice. */
  close(): Promise<void>
}

/** What an adapter is told when a conversation begins. */
export interface Opening {
  readonly conversationId: string
  readonly channel: string
  /** Who the customer is on this channel: a phone number, an address, an account. */
  readonly customer: Readonly<Record<string, Json>>
  /** Values for the templates of the adapter's settings: what `prepare` answered, the scenario's facts. */
  readonly values: Readonly<Record<string, Json>>
  /**
   * What the same customer and agent said in earlier conversations. Agents that are told the history with each
   * message get it from here; one that remembers by itself is given it by `prepare`.
   */
  readonly history?: readonly { readonly from: 'customer' | 'agent'; readonly text: string }[]
  readonly clock: Clock
  /** Aborted when the trial ends, however it ends. */
  readonly signal: AbortSignal
  /** Called, in order, for everything the agent says or does. Never called after `close` resolves. */
  onEvent(event: AgentEvent): void
  /** Called when something fails while no `send` is pending. Without it the next `send` tells. */
  onFailure?(failure: AgentFailure): void
}

/** One conversation with an agent, open until `close`. */
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

/** What a customer sends in one message. */
export interface CustomerMessage {
  readonly text: string
  /** Told what the channel puts around the text, before it is on its way; only where the channel carries more. */
  formed?(form: MessageForm): void
}

/** What an agent says or does. The caller adds the time. */
export type AgentEvent =
  | { readonly type: 'message'; readonly text: string; readonly form?: MessageForm }
  | { readonly type: 'tool-call'; readonly callId: string; readonly tool: string; readonly args: Json }
  | { readonly type: 'tool-result'; readonly callId: string; readonly outcome: 'ok' | 'error'; readonly value: Json }
  | { readonly type: 'handoff'; readonly to?: string; readonly because?: string }

/**
 * What went wrong, from a closed list.
 *
 * `timeout` no answer in time · `rate-limited` not processed, may be sent again after the wait · `refused` no
 * connection · `disconnected` cut off mid-answer · `status` an HTTP status other than success · `garbage` an
 * answer that cannot be read · `cancelled` the trial ended first · `crashed` the agent's process or function
 * failed · `settings` our own template or selector is wrong · `limit` this machine ran out of something
 */
export type AgentFailureCode =
  | 'timeout'
  | 'rate-limited'
  | 'refused'
  | 'disconnected'
  | 'status'
  | 'garbage'
  | 'cancelled'
  | 'crashed'
  | 'settings'
  | 'limit'

export interface AgentFailureOptions {
  readonly culprit: Culprit
  readonly code: AgentFailureCode
  readonly message: string
  readonly retryAfterMs?: number
}

/** Why a message got no proper answer, and whose failure that is. Its cause is a Problem when a person can mend it. */
export class AgentFailure extends Error {
  override readonly name = 'AgentFailure'
  readonly culprit: Culprit
  readonly code: AgentFailureCode
  /** How long the agent asked callers to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined

  constructor({ culprit, code, message, retryAfterMs }: AgentFailureOptions, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.culprit = culprit
    this.code = code
    this.retryAfterMs = retryAfterMs
  }
}

/** The trial ended, or the session was closed, before the answer was complete. */
export function cancelled(): AgentFailure {
  return new AgentFailure({ culprit: 'simulator', code: 'cancelled', message: 'The trial ended before the answer.' })
}

/** Anything thrown while a message was delivered, as a failure; problems are ours, everything else as given. */
export function failureFrom(thrown: unknown, otherwise: Omit<AgentFailureOptions, 'message'>): AgentFailure {
  if (thrown instanceof AgentFailure) return thrown
  const [problem] = problemsIn(thrown)
  if (problem === undefined) return new AgentFailure({ ...otherwise, message: reasonOf(thrown) }, thrown)
  return new AgentFailure(
    { culprit: 'simulator', code: 'settings', message: `${problem.message} ${problem.hint}` },
    problem,
  )
}
