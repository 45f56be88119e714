import { expect, test } from 'vitest'
import type { Conversation } from '../../conversation/index.ts'
import { heardOf, wordListOf } from '../../simulate/index.ts'
import { toldApart, type Way, waysIn } from './writing.ts'

/** Several texts in a list are one turn. */
type Turns = readonly (string | readonly string[])[]

function conversationOf(...turns: Turns): Conversation {
  const said = turns.flatMap((turn, at) => [
    ...[turn].flat().map((text) => ({ type: 'message' as const, atMs: at, from: 'customer' as const, text })),
    { type: 'message' as const, atMs: at, from: 'agent' as const, text: 'Your appointment at the salon is confirmed.' },
  ])
  return {
    ...{ id: 'c', channel: 'chat', origin: 'production', startedAt: '2026-03-02T09:00:00.000Z' },
    ...{ agent: { id: 'desk' }, events: said },
  }
}
/** A word is known to be right where it was written ten times as often as the slip. */
const words = wordListOf(Array.from({ length: 10 }, () => heardOf(conversationOf('I would like an appointment.'))))
const waysOf = (...turns: Turns) => waysIn(conversationOf(...turns), words)

test('how somebody writes is told by what cannot be mistaken, in their first three turns', () => {
  expect(waysOf('I would like an appointment on Monday, please.')).toEqual([])
  expect(waysOf('I would like an appointmnet.')).toEqual(['with slips'])
  expect(waysOf(['Hello there, good morning.', 'I would like an appointment.'])).toEqual(['in pieces'])
  expect(waysOf('can i have an appointment?', 'on monday please')).toEqual(['without capitals and full stops'])
  expect(waysOf('can i have an appointment.', 'on monday please')).toEqual([])
  expect(waysOf('WHERE IS MY APPOINTMENT?')).toEqual(['in capitals'])
  expect(waysOf('I would like an appointment 🙂')).toEqual(['with emoji'])
  expect(waysOf('Quisiera una cita para mañana por favor')).toEqual(['in two languages or another'])
  expect(waysOf('Haircut?')).toEqual(['in a word or two'])
  expect(waysOf(`I would ${'really '.repeat(50)}like an appointment.`)).toEqual(['at length'])
  expect(waysOf('On Monday.', 'At ten in the morning.', 'Yes, that is fine.', 'THANK YOU SO MUCH 🙂')).toEqual([
    'in a word or two',
  ])
  expect(waysOf()).toEqual([])
})

test('who writes in several ways counts for the rarest, and the rare and the many are not told apart', () => {
  const times = (n: number, ...own: readonly Way[]) => Array.from({ length: n }, () => own)
  const { of, rest } = toldApart([
    ...times(50, 'without capitals and full stops'),
    ...times(20, 'with slips', 'without capitals and full stops'),
    ...times(12, 'in pieces'),
    ...times(11, 'at length'),
    ...times(10, 'in a word or two'),
    ...times(9, 'in capitals'),
    ...times(30),
  ])
  expect(of(['with slips', 'without capitals and full stops'])).toBe('with slips')
  expect(of(['without capitals and full stops', 'in capitals'])).toBe('without capitals and full stops')
  expect(of(['in a word or two', 'in capitals'])).toBe('plain')
  expect(of([])).toBe('plain')
  expect(rest).toEqual([
    { way: 'in a word or two', n: 10 },
    { way: 'in capitals', n: 9 },
  ])
})
