/**
 * What an agent does with its words, as a customer hears it.
 *
 * Acts are what the simulated customer reacts to; they are never a verdict about the agent.
 */

export type Act =
  /** Asks for facts. `slots` are keys of the ontology, likeliest first; empty when it asks something unknown. */
  | { readonly type: 'request'; readonly slots: readonly string[]; readonly confidence: number }
  /** Reads something back and waits for a yes. `values` are the spans it names. */
  | { readonly type: 'confirm'; readonly values: readonly Value[]; readonly confidence: number }
  /** Puts something forward: a slot, a price, a place. */
  | { readonly type: 'offer'; readonly values: readonly Value[]; readonly confidence: number }
  /** Puts an action forward: `Shall I book it?` */
  | { readonly type: 'propose'; readonly confidence: number }
  /** Lists options to choose from. */
  | { readonly type: 'choices'; readonly options: readonly string[]; readonly confidence: number }
  /** Answers with information. */
  | { readonly type: 'inform'; readonly values: readonly Value[]; readonly confidence: number }
  /** Says that it has done something. */
  | { readonly type: 'claim'; readonly values: readonly Value[]; readonly confidence: number }
  /** Says that it could not do something. */
  | { readonly type: 'fail'; readonly confidence: number }
  /** Says that it, or somebody, will do something later. */
  | { readonly type: 'promise'; readonly confidence: number }
  /** Says that it may not or does not do such things. */
  | { readonly type: 'refuse'; readonly confidence: number }
  | { readonly type: 'handoff'; readonly confidence: number }
  /** Did not understand and says so. */
  | { readonly type: 'lost'; readonly confidence: number }
  | { readonly type: 'req-more'; readonly confidence: number }
  | { readonly type: 'greet'; readonly confidence: number }
  | { readonly type: 'goodbye'; readonly confidence: number }
  | { readonly type: 'empty'; readonly confidence: number }
  | { readonly type: 'unknown'; readonly confidence: number }

export type ActType = Act['type']

/** A span of text that names a value. */
export interface Value {
  readonly kind: 'date' | 'time' | 'money' | 'number' | 'email' | 'phone' | 'name' | 'fact'
  readonly text: string
  /** The fact or slot it is the value of, when that is known. */
  readonly slot?: string
}

/** What the customer was doing when the agent spoke; the same words mean different things after a question. */
export interface Setting {
  /** The customer's last message asked the agent for information. */
  readonly asked: boolean
  /** The customer's last message agreed to something or told the agent to go ahead. */
  readonly agreed: boolean
  /** Slots whose values the agent has been given. */
  readonly told: ReadonlySet<string>
  /** Slots that matter to what the customer is after now. */
  readonly needs: ReadonlySet<string>
  /** Values that the customer has said or agreed to, in lower case. */
  readonly known: readonly string[]
}

/** One agent turn as it was understood. */
export interface Heard {
  readonly acts: readonly Act[]
  /** The weakest certainty on which the customer's reaction rests, 0..1. */
  readonly confidence: number
}
