/**
 * The customer's record is deleted, with what is theirs, right when the agent asks for their yes.
 *
 * Made of cancellations alone: there nothing is left to do, whoever the agent is. Where something was to be moved or
 * ordered, one agent may rightly begin anew and another hand over, and an expectation would accuse one of them.
 */
import type { Edge } from './edge.ts'
import { isOfTheirs } from './touched.ts'

export const deletedMidway: Edge = {
  id: 'deleted-midway',
  summary: 'record deleted mid-conversation',
  twist({ changes, fields, person, others, things, scenario: { goal, expect } }) {
    const change = changes.find((name) => /delete|remove/i.test(name))
    if (change === undefined) return 'the project has no change whose name says delete or remove'
    const account = person[fields.people.id]
    const all = (expect.changes ?? []).every((each) => isOfTheirs(each, account, fields.things, things))
    if (goal.kind !== 'cancel' || goal.followedBy !== undefined || !all)
      return 'it is more than a cancellation, and what is right once the record is gone is not plain'
    const { told: _, calls: __, handoff: ___, ...rest } = expect
    return {
      title: 'The record is deleted while they speak',
      people: [person, ...others],
      events: [{ when: { after: 'confirmed' }, do: { change } }],
      expect: { ...rest, changes: [] },
    }
  },
}
