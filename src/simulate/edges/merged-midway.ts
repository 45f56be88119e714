/**
 * Of two accounts for one person the one with what is theirs is merged into the other, right when the agent asks for
 * their yes. What is new must then be on the one that is left.
 */
import { anId } from './drawn.ts'
import type { Edge } from './edge.ts'
import { withIdIn } from './touched.ts'

export const mergedMidway: Edge = {
  id: 'merged-midway',
  summary: 'record merged mid-conversation',
  twist({ changes, fields: { people }, person, others, scenario: { expect } }, random) {
    const change = changes.find((name) => /merge/i.test(name))
    if (change === undefined) return 'the project has no change whose name says merge'
    const gone = person[people.id] ?? ''
    const left = anId(random, gone, [gone, ...others.map((other) => other[people.id])])
    return {
      title: 'Two accounts of this person are merged while they speak',
      people: [person, { ...person, [people.id]: left }, ...others],
      events: [{ when: { after: 'confirmed' }, do: { change } }],
      expect: withIdIn(expect, gone, left),
    }
  },
}
