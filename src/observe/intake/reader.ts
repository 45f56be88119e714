/**
 * A reader: how one form in which production sends is understood.
 *
 * Two steps. `decode` runs before the acknowledgement and gives the body as plain values, nothing interpreted, so that
 * it can be redacted and kept and read again after a reader was mended. `understand` interprets what was kept. A form is
 * one file, listed in `index.ts`, and passes `reader.conformance.ts`. Where a body can be kept without being decoded, the
 * form has a line in `in-place.ts` as well.
 */
import type { Cause } from '../../connect/index.ts'
import type { Conversation, DeliveryEvent, Event, Json } from '../../conversation/index.ts'
import type { Observation } from '../observation.ts'

export interface Reader {
  /** As it stands in the log: `otlp-traces`, `conversations`. */
  readonly name: string
  /** One line for people: who sends this. */
  readonly summary: string
  /** @throws Problem when nothing of the body can be read; a single bad record is refused, and the rest goes on */
  decode(body: Buffer, contentType: string): Decoded
  /** The values alone of a body of which no record was refused, where that is less work than `decode`. */
  values?(body: Buffer): Json
  /**
   * Pure: the same values give the same items.
   *
   * @param receivedMs when they came, milliseconds since 1970: for senders that do not say when something happened
   */
  understand(values: Json, receivedMs: number): Understood
}

/** A body as plain values. */
interface Decoded {
  readonly values: Json
  /** Records that came, the refused ones included. */
  readonly records: number
  readonly refused: { readonly count: number; readonly because?: string }
}

/** Why there are these traces, by their ids. */
export type CausedTraces = ReadonlyMap<string, Cause>

export interface Understood {
  readonly items: readonly Item[]
  /** Records that are no part of any conversation, counted by reason. */
  readonly skipped: Readonly<Record<string, number>>
  /** Traces that Fieldproof caused: nothing of them is production, also where it does not say so. */
  readonly caused?: CausedTraces
}

/** One thing that belongs to a conversation. A later item with the same key is merged with it or replaces it. */
export type Item =
  /** A span. Whose conversation it belongs to may have to be found. */
  | { readonly kind: 'observation'; readonly key: string; readonly observation: Observation }
  /** An event by itself; `atMs` of the event counts from 1970 here. */
  | {
      readonly kind: 'event'
      readonly key: string
      readonly conversation: string
      readonly event: Event
      readonly about?: About
      /**
       * When the first word of it came, in milliseconds since 1970, for senders whose clock is coarse or who send no time: it
       * orders events of the same moment, and what is sent again does not count. Parts of a millisecond tell places in a body.
       */
      readonly cameMs?: number
    }
  /** What a channel's provider says of a message that has an item of its own. */
  | {
      readonly kind: 'delivery'
      readonly key: string
      readonly conversation: string
      readonly atMs: number
      readonly status: DeliveryEvent['status']
      /** The key of the message, or the moment up to which everything of the agent was read. */
      readonly of: string | { readonly untilMs: number }
      readonly about?: About
    }
  | { readonly kind: 'whole'; readonly key: string; readonly conversation: Conversation }
  /** Somebody says that the conversation is over. */
  | { readonly kind: 'end'; readonly key: string; readonly conversation: string; readonly atMs: number }

/** What is known of a conversation besides its events. */
export interface About {
  readonly agent?: { readonly id?: string; readonly version?: string; readonly model?: string }
  readonly channel?: string
  readonly customer?: string
  readonly timeZone?: string
}
