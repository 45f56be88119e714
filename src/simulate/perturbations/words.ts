/** The words of a text as places where a kind may strike. */
import type { KeyedRandom } from '../../stats/index.ts'
import type { Spot } from './perturbation.ts'

/** Words of letters alone, at least so long. */
export function wordSpots(
  text: string,
  atLeast: number,
  change: (word: string, random: KeyedRandom) => string | undefined,
): readonly Spot[] {
  return [...text.matchAll(WORDS)].flatMap(({ 0: word, index }) =>
    word.length < atLeast ? [] : [{ at: index, from: word, to: (random) => change(word, random) }],
  )
}

const WORDS = /(?<![\p{L}\p{N}@._'’+-])\p{L}+(?:['’]\p{L}+)?(?![\p{L}\p{N}@_]|[.'’+-][\p{L}\p{N}])/gu

/** Whatever a pattern finds. */
export function patternSpots(
  text: string,
  pattern: RegExp,
  change: (found: string, random: KeyedRandom, match: RegExpExecArray) => string | undefined,
): readonly Spot[] {
  return [...text.matchAll(pattern)].map((match) => ({
    at: match.index,
    from: match[0],
    to: (random) => change(match[0], random, match),
  }))
}

/** Words that a table knows; the table is in lower case, and the case of the first letter is kept. */
export function tableSpots(text: string, table: Readonly<Record<string, string | readonly string[]>>): readonly Spot[] {
  const spots: Spot[] = []
  for (const { 0: word, index } of text.matchAll(LOOSE_WORDS)) {
    const lower = word.toLowerCase().replaceAll('’', "'")
    const found = Object.hasOwn(table, lower) ? table[lower] : undefined
    if (found === undefined) continue
    const to: Spot['to'] = (random) => likeFirst(word, typeof found === 'string' ? found : random.pick(found))
    spots.push({ at: index, from: word, to })
  }
  return spots
}

const LOOSE_WORDS = /(?<![\p{L}\p{N}@._'’+-])\p{L}+(?:['’]\p{L}+)*(?![\p{L}\p{N}@_]|[.'’+-][\p{L}\p{N}])/gu

/** `Thanks` becomes `Thx`; `I` says nothing of how a word begins. */
export function likeFirst(from: string, to: string): string {
  const first = from.charAt(0)
  const isCapital = from !== 'I' && !from.startsWith("I'") && first !== first.toLowerCase()
  return isCapital ? to.charAt(0).toUpperCase() + to.slice(1) : to
}
