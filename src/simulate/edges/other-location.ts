/** What the customer means was placed at another location: it must be found there, and must stay there. */
import type { ExpectedChange } from '../../conversation/index.ts'
import type { Edge } from './edge.ts'

export const otherLocation: Edge = {
  id: 'other-location',
  summary: 'order placed at another location',
  twist({ fields: { people, things: theirs }, others, things, scenario: { expect } }, random) {
    const place = theirs?.location
    if (theirs === undefined || place === undefined) return 'no field says at which location something was placed'
    const mine = things.find((thing) => expect.changes?.some((change) => isOf(change, thing[theirs.id], theirs.id)))
    if (mine === undefined) return 'the scenario changes nothing that was placed before'
    const known = [...things.map((thing) => thing[place]), ...others.map((other) => other[people.location ?? place])]
    const elsewhere = [...new Set(known)].filter((each) => each !== undefined && each !== null && each !== mine[place])
    const [there] = elsewhere.length === 0 ? [] : [random.pick(elsewhere)]
    if (there === undefined) return 'all records are at one location'
    const changes = (expect.changes ?? []).map((change) =>
      'changed' in change && isOf(change, mine[theirs.id], theirs.id)
        ? { ...change, to: { ...change.to, [place]: there } }
        : change,
    )
    return {
      title: 'It was placed at another location',
      things: things.map((thing) => (thing === mine ? { ...thing, [place]: there } : thing)),
      expect: { ...expect, changes },
    }
  },
}

function isOf(change: ExpectedChange, id: unknown, field: string): boolean {
  const named = 'changed' in change ? change.changed : 'removed' in change ? change.removed : {}
  return named[field] === id
}
