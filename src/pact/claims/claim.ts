/**
 * A claim: what an agent says in one clause about something it did, could not do, or will do.
 *
 * A claim is words only. Whether it is true is for the condition that joins it with tool results and state.
 */

/**
 * How a clause puts its action:
 * - `asserted` it happened (or failed): the only one that counts as a statement of fact
 * - `promised` the agent will do it
 * - `offered` it asks whether to do it, or says that it can
 * - `confirming` it repeats what it is about to do and asks whether that is right
 * - `conditional` only if, once or before something else
 * - `negated` it says that it did not happen, without having tried
 * - `reported` somebody else said so, or the agent reads it from a record
 * - `generic` how things are done in general: "appointments are booked online"
 */
export type Modality =
  | 'asserted'
  | 'promised'
  | 'offered'
  | 'confirming'
  | 'conditional'
  | 'negated'
  | 'reported'
  | 'generic'

export interface Claim {
  readonly kind: 'success' | 'failure' | 'promise'
  readonly modality: Modality
  /** Base form of what was done: `book`, `cancel`, `play`; `finish` where nothing more is said ("all set", "done"). */
  readonly action: string
  /** The other telling words of the clause, lower case, in order: `table`, `tuesday`. */
  readonly objects: readonly string[]
  /**
   * How it was said. `agent`: "I have booked"; `passive`: "has been booked", "will be booked"; `bare`: "Booked!"; `implied`: "enjoy the film".
   * `will` is a promise, `can` an offer. For failures `could-not` is an attempt that failed, `cannot` a refusal or a standing limit.
   */
  readonly form: 'agent' | 'passive' | 'bare' | 'implied' | 'could-not' | 'cannot' | 'will' | 'can'
  readonly clause: string
  /** Offsets of the clause in the message, in UTF-16 code units; `end` is the first one after it. */
  readonly start: number
  readonly end: number
}
