/**
 * An observation: one thing that a telemetry record says of a conversation, in no dialect any more.
 *
 * A span of any instrumentation becomes one observation. Nothing is decided here about whose conversation it belongs
 * to when the record does not say; stitching does that. Log records that belong to a span are merged into its observation.
 */
import type { Cause } from '../connect/index.ts'
import type { Json } from '../conversation/index.ts'

/** What a span was: a question to a model, an executed tool, a whole run of an agent (which repeats its children), or neither. */
export type ObservationKind = 'model' | 'tool' | 'agent' | 'other'

/** One record of telemetry, understood. Times are milliseconds since 1970. */
export interface Observation {
  readonly kind: ObservationKind
  /** 32 hex digits, or whatever the sender names it by. */
  readonly trace: string
  /** Unique within its trace: re-sent records have the same. */
  readonly span: string
  readonly parent?: string
  readonly name: string
  readonly startMs: number
  /** Absent while it goes on. */
  readonly endMs?: number

  /** The sender's name of the conversation, when it gives one. */
  readonly conversation?: string
  readonly customer?: string
  readonly channel?: string
  readonly agent?: { readonly id?: string; readonly version?: string }
  readonly environment?: string
  /** The model that was asked for, and the one that says it answered. */
  readonly model?: { readonly asked?: string; readonly answered?: string; readonly provider?: string }
  readonly tokens?: { readonly in?: number; readonly out?: number }
  /** Names of earlier and own answers at the provider, by which a history kept there can be followed. */
  readonly response?: { readonly id?: string; readonly previous?: string }

  readonly system?: string
  /** What the model was given, oldest first, the whole history as it was sent. Without the system prompt. */
  readonly input?: readonly Said[]
  /** What the model answered. */
  readonly output?: readonly Said[]
  /**
   * Of kind `tool`. Of kind `other`, what it would be if it was one: some senders record tools as spans by their names, and
   * only what a model asked for beside it can tell. The name is empty while only its result is known.
   */
  readonly tool?: {
    readonly name: string
    readonly callId?: string
    readonly args?: Json
    readonly result?: Json
  }
  /** What failed, where the record says that it failed. */
  readonly error?: { readonly code?: string; readonly message: string }
  /** More that the sender keeps by name: tags, prompt version, knowledge version. */
  readonly marks?: Readonly<Record<string, Json>>

  /** How many attributes, events or links the sender says it dropped. Over 0, the conversation cannot be graded. */
  readonly dropped: number
  /**
   * Why it is no production traffic. What Fieldproof caused takes its whole trace along; an evaluator's span within a trace
   * of production is left out by itself.
   */
  readonly notProduction?: Cause | 'evaluator'
  /** Which rule of which dialect gave each field: `input` to `openinference/llm.input_messages`. */
  readonly rules: Readonly<Record<string, string>>

  /** When a field is of an earlier record than the one that ended at `endMs` (0: of one that told no end): what merging needs. */
  readonly asOf?: Readonly<Record<string, number>>
  /** Messages that came one by one, of which `input` and `output` are made when nothing tells them as a whole. */
  readonly heard?: readonly Heard[]
}

/** One message that came by itself, as an event of a span or as a log record beside it. */
export interface Heard {
  readonly as: 'input' | 'output'
  readonly atMs: number
  /** How many equal ones of the same moment came before it in its batch: a customer may say "yes" twice. */
  readonly nth: number
  /** Where it stood: the latest time of its batch, and its place there. */
  readonly batchMs: number
  readonly at: number
  readonly said: Said
}

/** One message as a model was given it or gave it. */
export interface Said {
  readonly role: 'customer' | 'agent' | 'tool' | 'system'
  readonly text: string
  /** Calls that an agent's message asks for. */
  readonly calls?: readonly SaidCall[]
  /** Of role `tool`: which call it answers, and with what. */
  readonly answers?: { readonly callId?: string; readonly tool?: string; readonly value: Json; readonly failed?: true }
}

/** A tool call as a model asked for it. */
export interface SaidCall {
  readonly id?: string
  readonly tool: string
  readonly args: Json
}
