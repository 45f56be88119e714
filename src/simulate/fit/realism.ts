/**
 * How close simulated customers come to recorded ones.
 *
 * A distance between two finite sets is never 0, so each is shown beside its floor: the distance of recorded customers
 * from other recorded customers, in sets of as many conversations. At the floor, nothing that is compared tells simulated
 * customers from recorded ones. What is said, and whether it fits, is not compared.
 */
import { type Interval, keyedRandom } from '../../stats/index.ts'
import { distanceBetween, together } from './distance.ts'
import { type Counts, countsIn, features } from './features.ts'
import type { Heard } from './heard.ts'
import { middleOf } from './resample.ts'
import { type WordList, wordListOf } from './word-list.ts'

/** Customers of one persona, compared with recorded ones. */
export interface Realism {
  /** `unknown` where a conversation does not say who played it. */
  readonly persona: string
  readonly conversations: number
  readonly messages: number
  /** How many simulated and how many recorded conversations each comparison was of. */
  readonly compared: readonly [simulated: number, recorded: number]
  /** The mean over halves drawn at random, and the middle 95 % of them; absent where there are too few conversations. */
  readonly distance?: Interval & { readonly value: number }
  /** The same between recorded conversations alone. */
  readonly floor?: Interval & { readonly value: number }
  /** Features by how far they are above the floor, furthest first. */
  readonly parts: readonly { readonly feature: string; readonly distance: number; readonly floor: number }[]
}

const DRAWS = 200
/** Fewer conversations on a side are not compared. */
const LEAST = 10

/**
 * Each persona of the simulated conversations against the recorded ones.
 *
 * Halves are drawn from both sides without replacement, over and over: how much the distance varies between halves is
 * how much it would vary between wholes drawn anew. The floor is drawn the same way, from the recordings alone.
 *
 * @see Politis and Romano 1994, Ann. Stat. 22(4) 2031-2050, for intervals by subsampling
 */
export function realismOf(
  recorded: readonly Heard[],
  simulated: readonly Heard[],
  seed = 1,
  words: WordList = wordListOf(recorded),
): readonly Realism[] {
  const real = recorded.map((heard) => countsIn(heard, words))
  const personas = [...new Set(simulated.map(({ persona }) => persona ?? 'unknown'))]
  return personas.map((persona) => {
    const mine = simulated.filter((heard) => (heard.persona ?? 'unknown') === persona)
    const counts = mine.map((heard) => countsIn(heard, words))
    return compared(
      persona,
      counts,
      real,
      mine.reduce((sum, { turns }) => sum + turns.flatMap(({ messages }) => messages).length, 0),
      seed,
    )
  })
}

function compared(
  persona: string,
  ofSimulated: readonly (readonly Counts[])[],
  ofRecorded: readonly (readonly Counts[])[],
  messages: number,
  seed: number,
): Realism {
  const [simulated, recorded] = [inBoth(ofSimulated, ofRecorded), inBoth(ofRecorded, ofSimulated)]
  const theirs = Math.floor(recorded.length / 2)
  const ours = Math.min(theirs, Math.ceil(simulated.length / 2))
  const told = { persona, conversations: simulated.length, messages, compared: [ours, theirs] as const }
  if (Math.min(recorded.length, simulated.length) < LEAST) return { ...told, parts: [] }
  const random = keyedRandom(seed, 'halves', persona)
  const draws = Array.from({ length: DRAWS }, () => {
    const shuffled = random.shuffle(recorded)
    const half = together(shuffled.slice(0, theirs))
    return {
      distance: distanceBetween(together(random.shuffle(simulated).slice(0, ours)), half),
      floor: distanceBetween(together(shuffled.slice(theirs, theirs + ours)), half),
    }
  })
  const parts = features.flatMap(({ name }, index) => {
    const distance = meanOf(draws.map((draw) => draw.distance.parts[index]))
    const floor = meanOf(draws.map((draw) => draw.floor.parts[index]))
    return distance === undefined || floor === undefined ? [] : [{ feature: name, distance, floor }]
  })
  return {
    ...told,
    distance: spreadOf(draws.map(({ distance }) => distance.value)),
    floor: spreadOf(draws.map(({ floor }) => floor.value)),
    parts: parts.sort((a, b) => b.distance - b.floor - (a.distance - a.floor)),
  }
}

/** Without the features that the others have nothing of, so that distance and floor are of the same ones. */
function inBoth(
  conversations: readonly (readonly Counts[])[],
  others: readonly (readonly Counts[])[],
): readonly (readonly Counts[])[] {
  const theirs = together(others).map((counts) => counts.some((count) => count > 0))
  return conversations.map((each) => each.map((counts, index) => (theirs[index] === true ? counts : [])))
}

function spreadOf(values: readonly number[]): Interval & { readonly value: number } {
  return { value: meanOf(values) ?? Number.NaN, ...middleOf(values) }
}

function meanOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length
}
