/** Of two accounts for one person the one with what is theirs is merged into the other, right when the agent asks for their yes. */
import { anId } from './drawn.ts'
import type { Edge } from './edge.ts'

export const mergedMidway: Edge = {
  id: 'merged-midway',
  summary: 'record merged mid-conversation',
  twist({ changes, fields: { people }, person, others }, random) {
    const change = changes.find((name) => /merge/i.test(name))
    if (change === undefined) return 'the project has no change whose name says merge'
    const ids = [person, ...others].map((each) => each[people.id])
    const survivor = { ...person, [people.id]: anId(random, person[people.id], ids) }
    return {
      title: 'Two accounts of this person are merged while they speak',
      people: [person, survivor, ...others],
      event: { when: { after: 'confirmed' }, do: { change } },
    }
  },
}
