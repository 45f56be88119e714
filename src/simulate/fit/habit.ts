/** A habit: something that customers do in a share of places, as a field of a persona. */
import type { ClusterCount } from '../../stats/index.ts'
import type { Heard } from './heard.ts'
import type { WordList } from './word-list.ts'

/** How often, of how many; `n` may be 0. */
export type Tally = ClusterCount

export interface Habit {
  /** Where its rate stands in a persona file: `writing.typos`. */
  readonly field: string
  /** What stands beside the rate: `language: es`. */
  readonly options?: Readonly<Record<string, string>>
  /** What its rate is a share of, in words that follow a number. */
  readonly of: string
  /** Fewer than so many are not enough for a rate. */
  readonly least: number
  tally(heard: Heard, words: WordList): Tally
  /** Share of what happens that can be seen, by which the rate is divided. Absent: all of it. */
  visible?(heard: readonly Heard[], words: WordList): number
}

/** A tally of places of which some are looked at and some of those strike. `undefined` is not looked at. */
export function tallied<Item>(items: readonly Item[], strikes: (item: Item) => boolean | undefined): Tally {
  const looked = items.map(strikes).filter((each) => each !== undefined)
  return { successes: looked.filter(Boolean).length, n: looked.length }
}
