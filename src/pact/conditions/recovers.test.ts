import { expect, test } from 'vitest'
import { checkOf } from './kind.sample.ts'
import { call, type Line, refused, seen } from './ledger.sample.ts'
import { recovers } from './recovers.ts'

const judged = (...lines: readonly Line[]) => checkOf(recovers, { withinTurns: 2 }).check(seen(...lines))
const down = refused('list_slots', {}, 503)
const stuck: readonly Line[] = [
  ['customer', 'Tuesday?'],
  down,
  ['agent', 'That did not work.'],
  ['customer', 'Try again, please.'],
  ['agent', 'That did not work.'],
]

test('an agent that never tries again is stuck', () => {
  expect(judged(...stuck)).toEqual({
    outcome: 'violated',
    because:
      'list_slots failed (the agent got error 503 (calendar-down)), and in 2 more replies it was neither done nor handed over',
    at: [1, 3, 5],
  })
})

test.each<[string, readonly Line[]]>([
  ['trying again with success', [['customer', 'Tuesday?'], down, call('list_slots', {}), ['agent', '2pm is free.']]],
  ['offering a person', [down, ['agent', "I can't reach it. I can transfer you to our staff."], ['agent', 'Yes?']]],
  ['handing over', [down, { type: 'handoff', atMs: 0 }, ['agent', 'One moment.'], ['agent', 'They will take over.']]],
])('%s is recovering', (_, lines) => {
  expect(judged(...lines)).toEqual({ outcome: 'held' })
})

test('a conversation that ended before it could, or whose customer wanted nothing more, says nothing', () => {
  expect(judged(down, ['agent', 'That did not work.'])).toEqual({ outcome: 'not-applicable' })
  const content = { ...seen(...stuck), circumstances: { ending: { outcome: 'refused' as const } } }
  expect(checkOf(recovers, { withinTurns: 2 }).check(content)).toEqual({ outcome: 'not-applicable' })
})

test('an end state that is as expected needs no further proof', () => {
  const reading = { type: 'state', atMs: 0, verifier: 'appointments' } as const
  const { events, ...rest } = seen({ ...reading, when: 'before', records: {} }, ...stuck, {
    ...reading,
    when: 'after',
    records: { 'appointments/1': { status: 'booked' } },
  })
  const expected = { changes: [{ verifier: 'appointments', added: { status: 'booked' } }] }
  expect(checkOf(recovers, { withinTurns: 2 }).check({ ...rest, events, circumstances: { expected } })).toEqual({
    outcome: 'held',
  })
})
