/**
 * A perturbation: one way in which what a customer writes differs from the plain wording.
 *
 * A kind is one file in this folder, registered in `kinds.ts`, that passes `perturbation.conformance.ts`. It says where
 * in a text it could strike and what it would put there; whether it does is decided for all kinds alike by `choose.ts`,
 * and what must not be touched by `guard.ts`. Every change is an edit of the plain text, so that single ones can be
 * taken back.
 */
import type { z } from 'zod'
import type { KeyedRandom } from '../../stats/index.ts'
import type { Edit } from '../customers/customer.ts'
import type { GuardedSpan } from './guard.ts'

/** What a perturbation is about. The family `facts` alone changes what is said; it is never on unless it is named. */
type PerturbationFamily =
  | 'typing'
  | 'spelling'
  | 'case'
  | 'values'
  | 'speech'
  | 'language'
  | 'characters'
  | 'message'
  | 'facts'

/** A place where a kind could strike. */
export interface Spot {
  /** Index into the plain text, in UTF-16 units. */
  readonly at: number
  readonly from: string
  /** What would stand there; nothing, or the same again, when this draw changes nothing. */
  to(random: KeyedRandom): string | undefined
}

/** What a kind may look at besides the text. */
export interface Scene {
  /** Where values stand. */
  readonly spans: readonly GuardedSpan[]
  /** Phrases that carry what the message is for, such as the wish: words among them may change, none may be lost. */
  readonly whole: readonly string[]
  /** The customer has written before in this conversation. */
  readonly isLater?: true
}

/** A kind with its options. */
interface Perturbing {
  /** What it does, in words that follow "the customer"; the summary where there is nothing to add. */
  explain?(): string
  spots(text: string, scene: Scene): readonly Spot[]
}

export interface PerturbationKind<Options = unknown> {
  /** Its name in persona files and the kind of its edits. */
  readonly id: string
  readonly family: PerturbationFamily
  /** What its rate is a share of: qualifying places, or messages, in which it then strikes wherever it can. */
  readonly per: 'place' | 'message'
  /** One line that follows "the customer". */
  readonly summary: string
  readonly example: { readonly before: string; readonly after: string }
  readonly options: z.ZodObject
  /**
   * What it may do to values. Absent: nothing. `restated`: the same value in another form, which is checked by
   * reading both. `repaired`: another value first, taken back at once.
   */
  readonly values?: 'restated' | 'repaired'
  /** It changes what is said. A good agent asks or confirms; one that does not gets it wrong. */
  readonly changesFacts?: true
  /** How it goes on over what another kind put in, such as capitals over a typing error. */
  over?(to: string): string
  create(options: Options): Perturbing
}

/** Any kind, in lists; its options are known only to itself. */
export interface AnyPerturbationKind extends Omit<PerturbationKind, 'create'> {
  create(options: never): Perturbing
}

/** What the draws of one message depend on, and what must stay as it is in it. */
export interface Occasion extends Scene {
  readonly seed: number
  /** The turn, and the part of the message. */
  readonly key: readonly (string | number)[]
  /** Words of facts in lower case: nothing may turn into one of them by accident. */
  readonly words: ReadonlySet<string>
}

/** A kind with its options and its rate. */
export interface Perturbation {
  readonly id: string
  readonly rate: number
  readonly changesFacts: boolean
  over?(to: string): string
  /** In words that follow "the customer": `doubles a letter, in 2 % of places`. */
  explain(): string
  /** In the order of the text, inside it, not overlapping. */
  edits(text: string, occasion: Occasion): readonly Edit[]
}
