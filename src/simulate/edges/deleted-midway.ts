/** The customer's record is deleted, with what is theirs, right when the agent asks for their yes. */
import type { Edge } from './edge.ts'

export const deletedMidway: Edge = {
  id: 'deleted-midway',
  summary: 'record deleted mid-conversation',
  twist({ changes, person, others, scenario: { expect } }) {
    const change = changes.find((name) => /delete|remove/i.test(name))
    if (change === undefined) return 'the project has no change whose name says delete or remove'
    const { told: _, calls: __, handoff: ___, ...rest } = expect
    return {
      title: 'The record is deleted while they speak',
      people: [person, ...others],
      event: { when: { after: 'confirmed' }, do: { change } },
      expect: { ...rest, changes: [] },
    }
  },
}
