/** The kinds of customers that a forecast weighs, and how much more of what they bring production has within each. */
import type { ForecastCell } from '../../stats/index.ts'
import type { GradedTalk } from '../gap/graded-over.ts'
import { shareOf } from './brought.ts'
import type { Thing } from './effects.ts'
import type { Shares } from './shares.ts'

/** @param graded of one promise; the conversations of production say what customers bring, whatever was decided in them */
export function cellsOf(
  graded: readonly GradedTalk[],
  shares: Shares,
  things: readonly Thing[],
  conversations: readonly GradedTalk[],
): readonly ForecastCell[] {
  const test = byKind(graded.filter(({ side }) => side === 'test'))
  const production = byKind(conversations.filter(({ side }) => side === 'production'))
  return [...new Set([...test.keys(), ...shares.keys()])].map((kind) => {
    const [own = [], theirs = []] = [test.get(kind), production.get(kind)]
    const more = things.map((thing) => {
      const share = thing.share ?? (theirs.length === 0 ? undefined : shareOf(theirs, thing))
      return share === undefined || own.length === 0 ? 0 : share - shareOf(own, thing)
    })
    return {
      ...{ weight: shares.get(kind) ?? 0, successes: own.filter(({ held }) => held).length, n: own.length },
      ...(more.some((each) => each !== 0) && { more }),
    }
  })
}

function byKind(talks: readonly GradedTalk[]): ReadonlyMap<string, readonly GradedTalk[]> {
  const kinds = new Map<string, GradedTalk[]>()
  for (const talk of talks) kinds.set(talk.traits[0], [...(kinds.get(talk.traits[0]) ?? []), talk])
  return kinds
}
