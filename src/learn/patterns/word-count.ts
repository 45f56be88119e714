/** How many words a text has; in writing without spaces two letters count as one. */
import { wordsOf } from '../coverage/space.ts'

export function wordCount(text: string): number {
  return wordsOf(text).reduce((sum, word) => sum + (unspaced.test(word) ? Math.ceil(word.length / 2) : 1), 0)
}

const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
