import { expect, test } from 'vitest'
import type { Conversation, Expected, Json } from '../../conversation/index.ts'
import { checkOf, expecting, type Step, said, written } from './conversation.sample.ts'
import { resolved } from './resolved.ts'
import { state } from './state.ts'

type Records = Readonly<Record<string, Json>>

function read(before: Records, after: Records, ...steps: readonly Step[]): Conversation {
  return written({ type: 'state', atMs: 0, verifier: 'visits', when: 'before', records: before }, ...steps, {
    type: 'state',
    atMs: 0,
    verifier: 'visits',
    when: 'after',
    records: after,
  })
}

function outcome(expected: Expected, conversation: Conversation, options: unknown = {}): string {
  return said(checkOf(state, options).check(expecting(conversation, expected)))
}

const open = { 'visits/1': { id: 1, day: '2026-03-03', status: 'open', seen: 1 } }
const moved = { 'visits/1': { id: 1, day: 'March 5, 2026', status: 'open', seen: 2 } }
const move: Expected = { changes: [{ verifier: 'visits', changed: { id: '1' }, to: { day: '2026-03-05' } }] }

test('holds when what was expected changed, whatever route led there and however values are written', () => {
  expect(outcome(move, read(open, moved))).toBe('held')
  expect(outcome({ changes: [] }, read(open, open))).toBe('held')
  expect(outcome({ changes: [{ verifier: 'visits', removed: { key: 'visits/1' } }] }, read(open, {}))).toBe('held')
})

test('is violated when the change is missing, and when anything else changed', () => {
  expect(outcome(move, read(open, open))).toBe(
    'violated at 1: the record of visits with {"id":"1"} should have become {"day":"2026-03-05"}, and it is not',
  )
  const extra = { ...moved, 'visits/2': { id: 2 } }
  expect(outcome(move, read(open, extra))).toBe(
    'violated at 1: nothing else should have changed, but visits/2 was added',
  )
  expect(outcome({ ...move, otherwise: 'ignored' }, read(open, extra))).toBe('held')
  expect(outcome(move, read(open, moved), { otherFields: 'unchanged' })).toBe(
    'violated at 1: nothing else should have changed, but visits/1 seen went from 1 to 2',
  )
})

test('two expected records need two found ones', () => {
  const two: Expected = {
    changes: [
      { verifier: 'visits', added: { day: 'x' } },
      { verifier: 'visits', added: { day: 'x' } },
    ],
  }

  expect(outcome(two, read({}, { a: { day: 'x' } }))).toBe(
    'violated at 1: a record of visits with {"day":"x"} should have been added, and it is not',
  )
  expect(outcome(two, read({}, { a: { day: 'x' }, b: { day: 'X' } }))).toBe('held')
})

test('without readings it is a gap in coverage, and without expectations there is nothing to judge', () => {
  expect(outcome(move, written(['agent', 'Done!']))).toBe(
    'unjudged: no reading of visits before and after: coverage gap, connect that verifier',
  )
  expect(said(checkOf(state, {}).check(read(open, moved)))).toBe('not-applicable')
})

test('what the pact says never changes does not, in any conversation', () => {
  const check = checkOf(state, { unchanged: 'visits' })

  expect(said(check.check(read(open, open)))).toBe('held')
  expect(said(check.check(read(open, moved)))).toBe(
    'violated at 1: nothing should have changed, but visits/1 changed day from "2026-03-03" to "March 5, 2026", seen from 1 to 2',
  )
})

test('the changing calls are compared in any order and only by the arguments that are named', () => {
  const expected: Expected = { calls: [{ tool: 'cancel', args: { id: 7 } }, { tool: 'book' }] }
  const right = written(
    ['ok', 'find'],
    ['ok', 'book', { day: 1 }],
    ['error', 'cancel', { id: 8 }],
    ['ok', 'cancel', { id: '7', why: 'x' }],
  )

  expect(outcome(expected, right)).toBe('held')
  expect(outcome(expected, written(['ok', 'book'], ['ok', 'cancel', { id: 8 }]))).toBe(
    'violated at 2: expected cancel(id: 7), which never succeeded; called cancel(id: 8), which was not expected',
  )
  expect(outcome({ calls: [] }, written(['ok', 'find'], ['ok', 'refund']))).toBe(
    'violated at 2: called refund(), which was not expected',
  )
})

test('resolved: changes made, facts told as values, and a person only when expected', () => {
  const judge = (expected: Expected, ...steps: readonly Step[]): string =>
    said(checkOf(resolved, {}).check(expecting(written(...steps), expected)))

  expect(judge({ told: ['1234.5', '14:00'] }, ['agent', 'That is $1,234.50, at 2 pm.'])).toBe('held')
  expect(judge({ told: ['1095.55', 'Dr. Okafor'] }, ['agent', 'It is $11,095.55'], ['customer', 'Dr. Okafor?'])).toBe(
    'violated at : the customer was never told "1095.55", "Dr. Okafor"',
  )
  expect(judge({ told: [' '] }, ['agent', 'Bye'])).toBe('held')
  expect(judge({ handoff: true }, ['agent', 'Bye'])).toBe(
    'violated at : should have been handed over to a person, and was not',
  )
  expect(judge({ handoff: false }, { type: 'handoff', atMs: 0 })).toBe(
    'violated at 0: was handed over to a person without need',
  )
})

test('resolved: where nothing is expected, the way the customer left says it', () => {
  const endings = [
    'satisfied',
    'refused',
    'gave-up',
    'left-silently',
    'turn-limit',
    'handed-over',
    'inconclusive',
    'error',
  ] as const
  const check = checkOf(resolved, {})
  const lines = endings.map((ending) => {
    const conversation = { ...written(['agent', 'Bye']), circumstances: { ending: { outcome: ending } } }
    return `${ending}: ${said(check.check(conversation))}`
  })

  expect([said(check.check(written())), ...lines]).toEqual([
    'not-applicable',
    'satisfied: held',
    'refused: not-applicable',
    'gave-up: violated at : the customer gave up',
    'left-silently: violated at : the customer left without a word',
    'turn-limit: violated at : it had not ended after the allowed turns',
    'handed-over: not-applicable',
    'inconclusive: unjudged: the simulated customer was lost',
    'error: unjudged: the conversation broke off',
  ])
})
