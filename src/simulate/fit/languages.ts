/**
 * Words of another language among English ones, undone into English.
 *
 * Only words of the product's own lexicons that are no English words; so the rate is of words that the lexicon has, as
 * it is when a customer is played. Conversations that are in the other language throughout say nothing of mixing.
 */
import { type Lexicon, lexicons } from '../perturbations/index.ts'
import { commonWords } from './common-words.ts'
import type { Trace } from './unseen.ts'

/** A language that customers may mix in, and how a text would be without. */
export interface MixedIn {
  readonly language: string
  trace(text: string): Trace
}

export const mixedIn: readonly MixedIn[] = lexicons.map((lexicon) => {
  const english = backTo(lexicon)
  const known = new RegExp(String.raw`(?<![\p{L}\p{N}'’])(?:${[...english.keys()].join('|')})(?![\p{L}\p{N}'’])`, 'giu')
  return {
    language: lexicon.language,
    trace(text) {
      let struck = 0
      const without = text.replace(known, (found) => {
        struck += 1
        return english.get(found.toLowerCase()) ?? found
      })
      return 2 * struck > text.split(/\s+/).length + 1 ? { struck: 0, without: '' } : { struck, without }
    },
  }
})

/** What the words of a lexicon mean, longest first. */
function backTo({ words, phrases, openings }: Lexicon): ReadonlyMap<string, string> {
  const isForeign = (said: string) => !(commonWords.has(said) || Object.hasOwn(words, said) || said.length < 3)
  const greetings = new Set(
    openings.map((opening) =>
      opening
        .toLowerCase()
        .replaceAll(/[^\p{L} ]/gu, '')
        .trim(),
    ),
  )
  const pairs = [...Object.entries(words), ...Object.entries(phrases)]
    .map(([english, said]) => [said.toLowerCase(), english] as const)
    .filter(([said]) => isForeign(said) && !greetings.has(said))
  return new Map(pairs.sort(([a], [b]) => b.length - a.length))
}
