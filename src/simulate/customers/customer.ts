/**
 * A simulated customer: given what has been said so far, what does the customer do next?
 *
 * The customer decides from goals, facts and what it understood of the agent's words; no language
 * model decides anything. Every draw is keyed by (seed, turn, purpose), so removing one turn leaves
 * the draws of all other turns as they were.
 */
import type { Ending, Event } from '../../conversation/index.ts'
import type { SoFar } from '../scenario.ts'
import type { Mood } from './affect.ts'

/** A simulated customer: what it does next, given what has happened. */
export interface Customer {
  /**
   * What the customer does now.
   *
   * @param heard everything that has happened so far, in order, the agent's last turn included
   * @param turn how many turns the customer has taken before, from 0
   */
  next(heard: readonly Event[], turn: number): Move | Promise<Move>
}

/** What a customer does in one turn, and what the scenario has happen in the backends right before. */
export type Move = Doing & { readonly changes?: readonly string[] }

type Doing =
  | {
      readonly type: 'say'
      readonly messages: readonly OutgoingMessage[]
      /** The customer speaks again while the agent still answers, once it has done so much; absent where they wait. */
      readonly until?: SoFar
      readonly understanding: Understanding
    }
  /** Says nothing for a while, then is asked again. */
  | {
      readonly type: 'wait'
      readonly forMs: number
      /** Set when the customer is away meanwhile: the channel on which they come back, where it is another one. */
      readonly back?: { readonly on?: string }
      readonly understanding: Understanding
    }
  | {
      readonly type: 'leave'
      readonly ending: Ending
      readonly goodbye?: OutgoingMessage
      readonly understanding: Understanding
    }

/** One message a customer sends, with the pause before it. */
export interface OutgoingMessage {
  readonly text: string
  /** Pause before this message, thinking and typing, in milliseconds. */
  readonly afterMs: number
  /** Whether the next message goes out without waiting for the reply to this one. */
  readonly dontWait?: boolean
  /**
   * Where the message before did not wait: both reach the agent at the same moment, as from a phone that was out of
   * reach, and it works on the one while it gets the other. Absent: this one is typed as long as it takes.
   */
  readonly atOnce?: true
  /** What was changed from the plain wording: one entry per edit, so that single edits can be dropped. */
  readonly edits?: readonly Edit[]
}

export interface Edit {
  readonly kind: string
  readonly at: number
  readonly from: string
  readonly to: string
}

/** What the customer made of the agent's last turn; kept for the report and for judging the simulator itself. */
export interface Understanding {
  readonly acts: readonly string[]
  /** How sure the customer is of having understood, 0..1. */
  readonly confidence: number
  /** The rung of the fallback ladder the customer stood on, 0 for none. */
  readonly rung: number
  readonly frustration: number
  /** What of it shows; only where the persona has an arc. */
  readonly mood?: Mood
}
