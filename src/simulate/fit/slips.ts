/** Words with a typing error among those whose right form is known. */
import { UNTOUCHED } from '../customers/writing-tables.ts'
import type { Meant } from './edit-distance.ts'
import type { Heard } from './heard.ts'
import type { WordList } from './word-list.ts'
import { wordsOf } from './words.ts'

/** Slips of one conversation, and the number of words that they are among. */
export interface Slips {
  readonly slips: readonly Meant[]
  /** Words of four letters and more whose right form is known, misspelt ones included. */
  readonly n: number
}

/**
 * The slips of a conversation.
 *
 * First words of sentences, words with a capital, days, months and number words are left out, as customers are held
 * from misspelling them.
 */
export function slipsIn(texts: readonly string[], words: WordList): Slips {
  const looked = texts.flatMap(wordsOf).filter(({ text, isApart }) => !isApart && isLookedAt(text))
  const slips: Meant[] = []
  let right = 0
  for (const { text: word } of looked) {
    const meant = words.slipOf(word)
    if (UNTOUCHED.has(meant?.word ?? word)) continue
    if (meant !== undefined) slips.push(meant)
    else if (word.length >= 4 && words.isKnown(word)) right += 1
  }
  return { slips, n: slips.length + right }
}

/** Everything a customer wrote. */
export function textsOf({ turns }: Heard): readonly string[] {
  return turns.flatMap(({ messages }) => messages)
}

/** Not what is drawn out on purpose: `soooo`. */
function isLookedAt(word: string): boolean {
  return word.length >= 3 && !UNTOUCHED.has(word) && !/(\p{L})\1\1/u.test(word)
}
