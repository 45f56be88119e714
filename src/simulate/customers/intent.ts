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

export type Intent =
  | {
      readonly type: 'open' | 'next-goal' | 'insist' | 'lost' | 'still-waiting-for' | 'reinstate'
      readonly want: string
    }
  | { readonly type: 'restate'; readonly want: string; readonly facts: readonly Telling[] }
  | { readonly type: 'tell' | 'tell-again' | 'volunteer' | 'correct' | 'suggest'; readonly facts: readonly Telling[] }
  | { readonly type: 'none-fits'; readonly facts: readonly Telling[] }
  | { readonly type: 'choose'; readonly option: string }
  | { readonly type: 'ask'; readonly question: string }
  | { readonly type: 'say'; readonly text: string }
  | { readonly type: Plain }

/** Intents that carry nothing. */
type Plain =
  | 'yes'
  | 'no'
  | 'unsure'
  | 'withhold'
  | 'why'
  | 'take-it'
  | 'accept-no'
  | 'human'
  | 'nudge'
  | 'thanks'
  | 'bye'
  | 'quit'
  | 'cancel'
  | 'go-on'

export type IntentType = Intent['type']
