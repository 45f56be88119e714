/**
 * Where customers leave without their goal: of those who came so far, the share who went no further.
 *
 * Each turn of the agent is a point where a customer could leave. Turns are told apart by what the agent did, by how far
 * the conversation had come, and by what had been done by then. Who leaves content, or is handed over, was there as well
 * and did not leave, so shares do not depend on how many came further.
 *
 * @see Allison 1982, Sociol. Methodol. 13, 61-98, for hazards in discrete time
 */
import { type ClusteredRate, clusteredRate } from '../../stats/index.ts'
import { grouped } from '../coverage/placed.ts'
import { standsOut } from './standing-out.ts'
import type { AgentTurn, Told } from './told.ts'

/** How points are told apart. */
export type PointsBy = 'upshot' | 'turn' | 'done'

export interface Hazard {
  readonly by: PointsBy
  /** `did not understand`; `3`, `5 to 6`; `find_slots`. */
  readonly at: string
  /** Of turns at this point, those after which the customer left. */
  readonly leave: ClusteredRate
  /** Of turns at all other points. */
  readonly elsewhere: number
  /** More leave here than elsewhere, by each customer's first conversation, with all points of one kind allowed for. */
  readonly standsOut: boolean
}

interface Point {
  readonly unit: string
  readonly at: string
  readonly left: boolean
  /** In the first conversation of this customer that is looked at. */
  readonly isFirst: boolean
}

const kinds: readonly PointsBy[] = ['upshot', 'turn', 'done']

/** Most leave first, within each way to tell points apart. */
export function hazardsOf(told: readonly Told[]): readonly Hazard[] {
  return kinds.flatMap((by) => {
    const points = pointsOf(told, by)
    const groups = [...grouped(points, ({ at }) => at)]
    // Told apart into one point, nothing is told.
    if (groups.length < 2) return []
    const first = points.filter(({ isFirst }) => isFirst)
    const out = standsOut(
      groups.map(([at]) => ({
        here: countOf(first.filter((point) => point.at === at)),
        elsewhere: countOf(first.filter((point) => point.at !== at)),
      })),
    )
    const all = countOf(points)
    return groups
      .map(([at, those], index): Hazard => {
        const leave = clusteredRate([...grouped(those, ({ unit }) => unit).values()].map(countOf))
        const others = all.n - leave.n
        const elsewhere = others === 0 ? 0 : (all.successes - leave.successes) / others
        return { by, at, leave, elsewhere, standsOut: out[index] === true }
      })
      .sort((a, b) => b.leave.rate - a.leave.rate || b.leave.n - a.leave.n)
  })
}

const countOf = (points: readonly Point[]) => ({
  successes: points.filter(({ left }) => left).length,
  n: points.length,
})

function pointsOf(told: readonly Told[], by: PointsBy): readonly Point[] {
  const known = new Set<string>()
  return told.flatMap(({ unit, agentTurns, left }) => {
    if (left === undefined) return []
    const isFirst = !known.has(unit)
    known.add(unit)
    return agentTurns.map((turn, index) => ({
      unit,
      at: pointOf(turn, index + 1, by),
      left: left !== 'content' && index === agentTurns.length - 1,
      isFirst,
    }))
  })
}

/** Turns that few come to are taken together. */
const bands: readonly (readonly [last: number, words: string])[] = [
  [1, '1'],
  [2, '2'],
  [3, '3'],
  [4, '4'],
  [6, '5 to 6'],
  [9, '7 to 9'],
]

function pointOf({ upshot, done }: AgentTurn, turn: number, by: PointsBy): string {
  if (by === 'upshot') return upshot
  if (by === 'done') return done ?? 'nothing yet'
  return bands.find(([last]) => turn <= last)?.[1] ?? '10 and later'
}
