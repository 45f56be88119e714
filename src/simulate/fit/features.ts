/**
 * What of a customer's messages is compared: each feature a handful of values, with a count of each.
 *
 * Fixed values and not quantiles of the data, so that distances of different recordings mean the same.
 */
import { FILLERS } from '../customers/writing-tables.ts'
import { USUAL } from '../perturbations/index.ts'
import { wordsIn } from './fit.ts'
import type { Heard, HeardTurn } from './heard.ts'
import { slipsIn, textsOf } from './slips.ts'
import type { WordList } from './word-list.ts'
import { emojiIn, endOf } from './words.ts'

/** How often each value of a feature was seen, by its place in a fixed list. */
export type Counts = readonly number[]

/** Something that messages differ in. */
export interface Feature {
  readonly name: string
  readonly values: readonly string[]
  /** The place of the value of each message, or of each turn. */
  places(heard: Heard, words: WordList): readonly number[]
}

const LENGTHS = [1, 2, 4, 8, 16, 32]
const SECONDS = [1, 2, 4, 8, 16, 32, 64, 128]
const ENDS = ['.', '!', '?', 'bare', 'other', 'emoji'] as const
const SHORT: ReadonlySet<string> = new Set(Object.values(USUAL))

/** The place of the first limit that a number does not exceed. */
function within(limits: readonly number[], value: number): number {
  const place = limits.findIndex((limit) => value <= limit)
  return place === -1 ? limits.length : place
}

function upTo(limits: readonly number[], unit: string): readonly string[] {
  return [...limits.map((limit) => `up to ${limit} ${unit}`), `over ${limits.at(-1)} ${unit}`]
}

function perMessage(
  name: string,
  values: readonly string[],
  place: (text: string, words: WordList) => number,
): Feature {
  return { name, values, places: (heard, words) => textsOf(heard).map((text) => place(text, words)) }
}

function perTurn(name: string, values: readonly string[], place: (turn: HeardTurn) => number | undefined): Feature {
  return { name, values, places: ({ turns }) => turns.map(place).filter((found) => found !== undefined) }
}

const few = ['none', 'one', 'more'] as const

export const features: readonly Feature[] = [
  perMessage('length', upTo(LENGTHS, 'words'), (text) => within(LENGTHS, wordsIn([text]))),
  perMessage('start', ['capital', 'small', 'other'], (text) =>
    /^\p{Lu}/u.test(text) ? 0 : /^\p{Ll}/u.test(text) ? 1 : 2,
  ),
  perMessage('end', ENDS, (text) => ENDS.indexOf(endOf(text))),
  perMessage('typos', few, (text, words) => Math.min(2, slipsIn([text], words).slips.length)),
  perMessage('emoji', few, (text) => Math.min(2, emojiIn(text))),
  perMessage('abbreviations', few, (text) =>
    Math.min(2, (text.toLowerCase().match(/\p{L}+/gu) ?? []).filter((word) => SHORT.has(word)).length),
  ),
  perMessage('filler', ['no', 'yes'], (text) => (FILLERS.some((filler) => text.startsWith(filler)) ? 1 : 0)),
  perTurn('burst', ['one', 'two', 'three', 'more'], ({ messages }) => Math.min(3, messages.length - 1)),
  perTurn('pause', upTo(SECONDS, 's'), ({ afterMs, isTapped }) =>
    afterMs === undefined || isTapped ? undefined : within(SECONDS, afterMs / 1000),
  ),
]

/** Counts of every feature in one conversation, in the order of `features`. */
export function countsIn(heard: Heard, words: WordList): readonly Counts[] {
  return features.map((feature) => {
    const counts = feature.values.map(() => 0)
    for (const place of feature.places(heard, words)) counts[place] = (counts[place] ?? 0) + 1
    return counts
  })
}
