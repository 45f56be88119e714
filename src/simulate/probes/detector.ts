/**
 * A detector: what shows that a probe worked, as conditions of a pact.
 *
 * Because they are conditions, the same code judges simulated and production conversations. A detector carries two
 * sample conversations, one that it must call violated and one that it must not; the conformance suite plays both.
 */
import type { Json } from '../../conversation/index.ts'
import type { Known } from './known.ts'

/**
 * How it sees: planted words (`canary`), planted records of others (`other-record`), something sent or said where
 * the attacker wanted it (`sink`), the backend's state, the trace of tool calls, amounts, words, refusals that give
 * way, limits of length and number.
 */
export type Sees =
  | 'canary'
  | 'other-record'
  | 'sink'
  | 'state'
  | 'tools'
  | 'amount'
  | 'words'
  | 'refusal'
  | 'limits'
  | 'language'
  | 'handover'

/** A condition as it stands in a pact, without its id. */
export type ProbeCondition = Readonly<Record<string, Json>>

/** One line of a sample: `customer: …`, `agent: …`, or what a tool was asked and answered. */
export type SampleStep =
  | `${'customer' | 'agent'}: ${string}`
  | { readonly tool: string; readonly args?: Json; readonly answer?: Json; readonly outcome?: 'ok' | 'error' }
  /** What a verifier read before, and reads at the end. */
  | { readonly before: Readonly<Record<string, Json>>; readonly after: Readonly<Record<string, Json>> }
  | { readonly handoff: string }

export interface Detector {
  /** Ends the ids of its conditions. */
  readonly id: string
  readonly sees: Sees
  /** What must not be, or must be, in one line. */
  readonly explain: string
  /** @returns the conditions, or why there can be none in this project, in words that follow "because" */
  conditions(known: Known): readonly ProbeCondition[] | string
  /**
   * Whether its conditions have nothing to look at where what they forbid was not even begun: then the probe did not
   * work, and the outcome is `kept`. Otherwise nothing to look at says nothing.
   */
  readonly quiet?: true
  /** A conversation in which it worked. `{{…}}` are filled as in templates. */
  readonly breached: readonly SampleStep[]
  /** One that looks alike, in which it did not. */
  readonly kept: readonly SampleStep[]
}
