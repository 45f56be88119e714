/** The words of a text as places where a kind may strike. */
import type { KeyedRandom } from '../../stats/index.ts'
import type { Spot } from './perturbation.ts'

/** What a pattern found. Classes, and no functions of their own for each: most places are not struck. */
class Found implements Spot {
  readonly at: number
  readonly from: string
  private readonly match: RegExpExecArray
  private readonly change: (found: string, random: KeyedRandom, match: RegExpExecArray) => string | undefined

  constructor(match: RegExpExecArray, change: Found['change']) {
    this.at = match.index
    this.from = match[0]
    this.match = match
    this.change = change
  }

  to(random: KeyedRandom): string | undefined {
    return this.change(this.from, random, this.match)
  }
}

/** What a table has for a word. */
class Replaced implements Spot {
  readonly at: number
  readonly from: string
  private readonly by: string | readonly string[]

  constructor(at: number, from: string, by: string | readonly string[]) {
    this.at = at
    this.from = from
    this.by = by
  }

  to(random: KeyedRandom): string {
    return likeFirst(this.from, typeof this.by === 'string' ? this.by : random.pick(this.by))
  }
}

/** Words of letters alone, at least so long. */
export function wordSpots(
  text: string,
  atLeast: number,
  change: (word: string, random: KeyedRandom) => string | undefined,
): readonly Spot[] {
  return [...text.matchAll(WORDS)].flatMap((match) => (match[0].length < atLeast ? [] : [new Found(match, change)]))
}

const WORDS = /(?<![\p{L}\p{N}@._'’+-])\p{L}+(?:['’]\p{L}+)?(?![\p{L}\p{N}@_]|[.'’+-][\p{L}\p{N}])/gu

/** Whatever a pattern finds. */
export function patternSpots(
  text: string,
  pattern: RegExp,
  change: (found: string, random: KeyedRandom, match: RegExpExecArray) => string | undefined,
): readonly Spot[] {
  // Finding all begins by copying the pattern, and most texts have none.
  if (text.search(pattern) === -1) return []
  return [...text.matchAll(pattern)].map((match) => new Found(match, change))
}

/** Words that a table knows; the table is in lower case, and the case of the first letter is kept. */
export function tableSpots(text: string, table: Readonly<Record<string, string | readonly string[]>>): readonly Spot[] {
  const spots: Spot[] = []
  for (const { word, lower, at } of looseWords(text)) {
    const found = Object.hasOwn(table, lower) ? table[lower] : undefined
    if (found !== undefined) spots.push(new Replaced(at, word, found))
  }
  return spots
}

interface LooseWord {
  readonly word: string
  /** As tables have it. */
  readonly lower: string
  readonly at: number
}

/** Several kinds look at one message in turn. */
let latest: { readonly text: string; readonly words: readonly LooseWord[] } = { text: '', words: [] }

function looseWords(text: string): readonly LooseWord[] {
  if (latest.text !== text) {
    const words: LooseWord[] = []
    const isCurly = text.includes('’')
    for (const { 0: word, index: at } of text.matchAll(LOOSE_WORDS)) {
      const lower = word.toLowerCase()
      words.push({ word, lower: isCurly ? lower.replaceAll('’', "'") : lower, at })
    }
    latest = { text, words }
  }
  return latest.words
}

const LOOSE_WORDS = /(?<![\p{L}\p{N}@._'’+-])\p{L}+(?:['’]\p{L}+)*(?![\p{L}\p{N}@_]|[.'’+-][\p{L}\p{N}])/gu

/** `Thanks` becomes `Thx`; `I` says nothing of how a word begins. */
export function likeFirst(from: string, to: string): string {
  const first = from.charAt(0)
  const isCapital = from !== 'I' && !from.startsWith("I'") && first !== first.toLowerCase()
  return isCapital ? to.charAt(0).toUpperCase() + to.slice(1) : to
}
