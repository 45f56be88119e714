/**
 * A conversation: what was said and done between one customer and one agent, in order.
 *
 * The same shape holds a simulated conversation and a production one. Nothing in it says which it is
 * except `origin`, and no code that grades may look at `origin`.
 *
 * Times are milliseconds since the first event, so two recordings of the same conversation compare
 * equal wherever and whenever they were made.
 */

/** Anything JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** What was said and done between one customer and one agent, in order; simulated or production alike. */
export interface Conversation {
  readonly id: string
  readonly origin: 'simulated' | 'production'
  /** The chat or voice system under test. */
  readonly agent: { readonly id: string; readonly version?: string; readonly model?: string }
  /** `chat`, `sms`, `whatsapp`, `instagram`, `messenger`, `email`, `slack`, `voice`, or a name of your own. */
  readonly channel: string
  readonly customerId?: string
  /** When the first event happened: ISO 8601 with zone or `Z`. */
  readonly startedAt: string
  /** IANA zone in which the business and its customer read clock times, for example `Europe/Lisbon`. */
  readonly timeZone?: string
  readonly events: readonly Event[]
  readonly circumstances?: Circumstances
  /** What the record is known to lack. A conversation with gaps is `unjudged`, never passed or failed. */
  readonly gaps?: readonly Completeness[]
}

/** Which part of a record is missing or was changed after the fact. */
export type Completeness = 'truncated' | 'stitched' | 'redacted' | 'late'

/** Who saw a tool event: the agent's own report, the backend proxy, or a telemetry trace. */
export type Witness = 'agent' | 'ledger' | 'trace'

/** Whose failure an error is. Only the agent's count against the agent; all are counted and shown. */
export type Culprit = 'agent' | 'simulator' | 'judge' | 'infrastructure'

/** One message, as it was received. */
export interface MessageEvent {
  readonly type: 'message'
  readonly atMs: number
  readonly from: 'customer' | 'agent'
  readonly text: string
  /** What it was besides its text, where the channel carries more. */
  readonly form?: MessageForm
}

/** What a message is besides its text: what is tapped, and what its channel puts around it. */
export interface MessageForm {
  /** Of an email. */
  readonly subject?: string
  /** The same message as HTML, where a channel carries both. */
  readonly html?: string
  /** No text came with the HTML: what stands as the text was made of it. */
  readonly htmlOnly?: true
  /** The lines above and below, where a channel sets them apart. */
  readonly header?: string
  readonly footer?: string
  readonly buttons?: readonly MessageChoice[]
  /** Answers that are offered below the conversation and vanish when one is taken. */
  readonly quickReplies?: readonly MessageChoice[]
  /** A list that opens when `button` is tapped. */
  readonly list?: {
    readonly button: string
    readonly sections: readonly { readonly title?: string; readonly rows: readonly MessageChoice[] }[]
  }
  /** The name of the approved template that it was sent as. */
  readonly template?: string
  /** The reason given to the provider for writing late, such as `HUMAN_AGENT`. */
  readonly tag?: string
  /** The provider's name of this message, and of the one that it answers. */
  readonly messageId?: string
  readonly inReplyTo?: string
}

/** Something that can be tapped. */
export interface MessageChoice {
  readonly title: string
  readonly id?: string
  readonly description?: string
}

/** The agent asked something of a backend. */
export interface ToolCallEvent {
  readonly type: 'tool-call'
  readonly atMs: number
  readonly callId: string
  readonly tool: string
  readonly args: Json
  readonly seenBy: Witness
}

/** What came back from a backend, by the `callId` of the call. */
export interface ToolResultEvent {
  readonly type: 'tool-result'
  readonly atMs: number
  readonly callId: string
  readonly outcome: 'ok' | 'error'
  readonly value: Json
  readonly seenBy: Witness
  /** Only where the backend proxy saw it. */
  readonly exchange?: Exchange
}

/**
 * What the backend proxy knows of an exchange. The result beside it says what the backend answered; what the agent
 * got may be something else.
 */
export interface Exchange {
  /** The backend's name in the project. */
  readonly backend: string
  /** HTTP method, or the method of a protocol on top: `tools/call`. */
  readonly method: string
  /** Path as asked, without its query. */
  readonly path: string
  /** Whether it asks for a change. */
  readonly writes: boolean
  /** HTTP status that the backend gave; absent when it was never asked or never answered. */
  readonly status?: number
  /** How often the backend carried a write out; absent for reads. 0 when it refused or was never asked. */
  readonly commits?: number
  /** How much of the backend's reply reached the agent: `changed` when it got something else instead. */
  readonly delivered: 'whole' | 'changed' | 'partly' | 'nothing'
  /** Status that the agent got, where it got one. */
  readonly gotStatus?: number
  /** What the agent got, where it is not what the backend answered. */
  readonly got?: Json
  /** How long the agent was told to wait before it asks again, in milliseconds. */
  readonly retryAfterMs?: number
  readonly idempotencyKey?: string
  /** From the agent's asking to the end of its reply, in milliseconds of real time. */
  readonly tookMs: number
  /** Real milliseconds since the conversation began when the agent asked; for what `atMs`, which may be virtual, cannot tell. */
  readonly askedMs: number
  /** Faults that struck it, outermost first. */
  readonly faults?: readonly StruckFault[]
  /** Of an answer out of a recording: in what was asked otherwise than then, `query date` or `$.start`; empty for nothing. */
  readonly recorded?: readonly string[]
  /** Names of fault sets that met it and found nothing in it to change, such as a field that it does not have. */
  readonly idleFaults?: readonly string[]
}

/** A fault that had a hand in an exchange. */
export interface StruckFault {
  /** The fault set's name. */
  readonly set: string
  readonly kind: string
  /** What it did, in words that follow "the backend". */
  readonly does: string
}

/** What a verifier read in the backend, scoped to this conversation's customer. */
export interface StateEvent {
  readonly type: 'state'
  readonly atMs: number
  readonly verifier: string
  readonly when: 'before' | 'after'
  /** Records by key: `appointments/17` to the record. Keys are stable between the two readings. */
  readonly records: Readonly<Record<string, Json>>
}

/** The agent handed the conversation over to a person. */
export interface HandoffEvent {
  readonly type: 'handoff'
  readonly atMs: number
  readonly to?: string
  readonly because?: string
}

/** Nobody said anything for `forMs`, and the silence was meant (a customer who waits) or noticed. */
export interface SilenceEvent {
  readonly type: 'silence'
  readonly atMs: number
  readonly from: 'customer' | 'agent'
  readonly forMs: number
  /** The channel on which the conversation goes on from here, where it is another one. */
  readonly backOn?: string
}

/** What a channel's provider said about one message. `message` is the index of the message event. */
export interface DeliveryEvent {
  readonly type: 'delivery'
  readonly atMs: number
  readonly message: number
  readonly status: 'sent' | 'delivered' | 'read' | 'failed' | 'duplicated' | 'late'
}

/** Somebody spoke for `forMs` milliseconds. */
export interface AudioEvent {
  readonly type: 'audio'
  readonly atMs: number
  readonly from: 'customer' | 'agent'
  readonly forMs: number
  /** What a recogniser heard, when it differs from what was meant. */
  readonly heard?: string
}

/** Something failed, and whose failure it was. */
export interface ErrorEvent {
  readonly type: 'error'
  readonly atMs: number
  readonly culprit: Culprit
  /** A stable word: `timeout`, `rate-limited`, `disconnected`, `garbage`. */
  readonly code: string
  readonly message: string
}

/** One thing that happened. `atMs` never decreases along a conversation. Unknown fields survive a round trip. */
export type Event =
  | MessageEvent
  | ToolCallEvent
  | ToolResultEvent
  | StateEvent
  | HandoffEvent
  | SilenceEvent
  | DeliveryEvent
  | AudioEvent
  | ErrorEvent

/** How a simulated conversation came about, or what is known of a production one. */
export interface Circumstances {
  readonly scenario?: string
  readonly persona?: string
  readonly seed?: number
  /** Which repeat of the same scenario, persona and channel this is, from 0. */
  readonly repeat?: number
  readonly kbVersion?: string
  /** The conditions that the backends were put under: fault sets by name, in words. */
  readonly faults?: readonly FaultCondition[]
  /** What must be true afterwards. */
  readonly expected?: Expected
  /** How the customer's side ended. */
  readonly ending?: Ending
  /** What the scenario's script wanted to hear on the way. */
  readonly checks?: readonly Checkpoint[]
  readonly [key: string]: unknown
}

/** A fault set that the backends were under. */
export interface FaultCondition {
  readonly id: string
  /** In words. */
  readonly explain: string
  /** It belongs to the scenario, and is not an addition that an undisturbed twin lacks. */
  readonly always?: true
}

/** How a conversation ended, seen from the customer. */
export interface Ending {
  /**
   * `satisfied`: the customer believes to have what it came for. `refused`: the agent said no, and the customer
   * accepted that. `inconclusive`: the simulated customer was lost, so the conversation says nothing about the agent.
   */
  readonly outcome:
    | 'satisfied'
    | 'refused'
    | 'gave-up'
    | 'left-silently'
    | 'handed-over'
    | 'turn-limit'
    | 'inconclusive'
    | 'error'
  readonly because?: string
  /** The customer left for no reason that the agent gave: what was still to be done then says nothing of the agent. */
  readonly ownAccord?: true
}

/** What must be true after a conversation, whatever path led there. */
export interface Expected {
  /** Changes that must be found between the readings before and after. */
  readonly changes?: readonly ExpectedChange[]
  /** Whether anything else may have changed. Default `unchanged`. */
  readonly otherwise?: 'unchanged' | 'ignored'
  /** Facts the customer must have been told, compared as values: `$120`, `14:00`, `Dr. Okafor`. */
  readonly told?: readonly string[]
  /** Whether the conversation must, or must not, have been handed over to a person. */
  readonly handoff?: boolean
  /** Tool calls that must have succeeded, with the arguments that matter; an empty list says that none may write. */
  readonly calls?: readonly ExpectedCall[]
}

/** A check between two steps of a script: of everything the agent said and did since the last customer message. */
export interface Checkpoint {
  /** How many events had happened when the check was made. */
  readonly at: number
  /** Words, or a `/pattern/flags`, that the agent must have said. */
  readonly says?: string
  readonly neverSays?: string
  /** A tool that must have been called. */
  readonly calls?: string
}

/** A tool call that must have succeeded. */
export interface ExpectedCall {
  readonly tool: string
  /** Only the arguments named here are compared, as values. */
  readonly args?: Readonly<Record<string, Json>>
}

/** One record added, removed or changed. Only the fields that are named are compared. */
export type ExpectedChange =
  | { readonly verifier: string; readonly added: Readonly<Record<string, Json>> }
  | { readonly verifier: string; readonly removed: Readonly<Record<string, Json>> }
  | {
      readonly verifier: string
      readonly changed: Readonly<Record<string, Json>>
      readonly to: Readonly<Record<string, Json>>
    }
