/**
 * Everyday words in two languages, as people mix them.
 *
 * Only words that say nothing an agent acts upon: no days, numbers, names, negations, and nothing that looks like one.
 */
export interface Lexicon {
  /** ISO 639-1. */
  readonly language: string
  readonly name: string
  /** English to the other language, in lower case. */
  readonly words: Readonly<Record<string, string>>
  /** Whole turns of phrase, longest first where one contains another. */
  readonly phrases: Readonly<Record<string, string>>
  readonly openings: readonly string[]
  readonly closings: readonly string[]
}
