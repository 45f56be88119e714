/**
 * How much of production a guard stands for: conversations that begin as the one began in which it was found.
 *
 * Production alone is put together, so that no run decides it.
 */
import type { ClusteredRate } from '../../stats/index.ts'
import { Clusters } from '../coverage/clusters.ts'
import { type Placed, shareOf } from '../coverage/placed.ts'
import { spaceOf } from '../coverage/space.ts'
import type { Talk } from '../coverage/talks.ts'

/** @param begins how the customer begins, by guard; nothing comes out where there is no conversation */
export function trafficOf(
  begins: ReadonlyMap<string, string>,
  talks: readonly Talk[],
): ReadonlyMap<string, ClusteredRate> {
  if (talks.length === 0) return new Map()
  const space = spaceOf([...talks.map(({ text }) => text), ...begins.values()])
  const clusters = new Clusters(space.alike)
  const placed = talks.map((talk): Placed => ({ talk, vector: space.vector(talk.text) }))
  const members = new Map(placed.map((each) => [each, clusters.add(each.vector)]))
  return new Map(
    [...begins].map(([id, text]) => {
      const cluster = clusters.find(space.vector(text))
      return [id, shareOf(placed, (each) => cluster !== undefined && members.get(each) === cluster)]
    }),
  )
}
