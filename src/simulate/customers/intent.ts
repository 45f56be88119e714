/**
 * What a customer means to do with one message, before it is put into words.
 *
 * Only what an intent carries may appear as a value in the words: that is what keeps the customer
 * from inventing facts.
 */

/** A fact about to be told: the words for its value come from the scenario. */
export interface Telling {
  readonly fact: string
  /** What the fact is called, in words: `party size`. */
  readonly label: string
  readonly words: string
  readonly type: string
}

/** Intents that speak of the goal. `kind` is the goal's: a complaint is put differently from a booking. */
type Wish =
  | 'open'
  | 'next-goal'
  | 'insist'
  /** After something broke on the agent's side. */
  | 'try-again'
  | 'lost'
  | 'still-waiting-for'
  | 'not-that'
  | 'reinstate'

/** Intents that tell facts. `correct` puts right what the agent got wrong, `correct-self` what the customer did. */
type Tells = 'tell' | 'tell-again' | 'volunteer' | 'suggest' | 'correct' | 'correct-self' | 'none-fits'

export type Intent =
  | { [Type in Wish]: { readonly type: Type; readonly want: string; readonly kind: string } }[Wish]
  | { [Type in Tells]: { readonly type: Type; readonly facts: readonly Telling[] } }[Tells]
  | { readonly type: 'restate'; readonly want: string; readonly kind: string; readonly facts: readonly Telling[] }
  | { readonly type: 'choose'; readonly option: string }
  | { readonly type: 'ask'; readonly question: string; readonly stage: Stage }
  | { readonly type: 'say'; readonly text: string }
  /** Agrees to details that were read back, or to an action: with `verb` when the agent named it. */
  | { readonly type: 'yes'; readonly to: 'details' | 'action'; readonly verb?: string }
  /** Says thanks and leaves. `asked`: whether there is anything else; `glad`: over something to be glad about. */
  | { readonly type: 'thanks'; readonly asked: boolean; readonly glad: boolean }
  | { [Type in Plain]: { readonly type: Type } }[Plain]

/**
 * When a question is put: as the first words, later, before agreeing to something, once more because it was not
 * answered, or once more because the agent talks of something else.
 */
export type Stage = 'first' | 'further' | 'before' | 'again' | 'not-that'

/** Intents that carry nothing. */
type Plain =
  | 'no'
  | 'unsure'
  | 'no-preference'
  | 'withhold'
  | 'why'
  | 'take-it'
  | 'accept-no'
  | 'human'
  | 'nudge'
  | 'hurry'
  | 'bye'
  /** Is here again, after having been away. */
  | 'back'
  | 'settled'
  | 'quit'
  | 'cancel'

export type IntentType = Intent['type']
