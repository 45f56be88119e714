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
  /** Whole turns of phrase, longest first where one contains another. */
  readonly phrases: Readonly<Record<string, string>>
  /** Sentences of their own, with the space after them. */
  readonly openings: readonly string[]
  /** What goes on at the end of a sentence, before its full stop. */
  readonly closings: readonly string[]
}
