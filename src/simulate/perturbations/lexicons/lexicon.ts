/**
 * Everyday words in two languages, as people mix them.
 *
 * Only words that are switched by themselves: nouns, greetings, and words that join clauses. Nobody says `mi appointment`.
 * None says anything an agent acts upon: no days, numbers, names, negations, and nothing that looks like one.
 */
export interface Lexicon {
  /** ISO 639-1. */
  readonly language: string
  readonly name: string
  /** English to the other language, in lower case. */
  readonly words: Readonly<Record<string, string>>
  /** Whole turns of phrase. One that ends in `to` stands before an English infinitive; one that does not never does. */
  readonly phrases: Readonly<Record<string, string>>
  /** How a conversation begins: sentences of their own, with the space after them. */
  readonly openings: readonly string[]
  /** What goes before a later message, with the space after it. */
  readonly goingOn: readonly string[]
  /** What goes on at the end of a request, before its full stop or question mark. */
  readonly asking: readonly string[]
  /** The same of what is no request. */
  readonly thanking: readonly string[]
}
