import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Conversation, Event } from '../../conversation/index.ts'
import { type Persona, personas } from '../../simulate/index.ts'
import { turnsIn } from '../reproduce/script.ts'
import type { Case } from './case.ts'
import { beginnings, ends } from './edges.ts'
import { clauses, coarse, manner, messages, phrases, sentences } from './pieces.ts'
import { sizeOf } from './size.ts'

const [persona] = personas as readonly [Persona]
const talk = (...lines: readonly (readonly ['customer' | 'agent', string])[]): Conversation => ({
  id: 'c',
  origin: 'simulated',
  agent: { id: 'desk' },
  channel: 'chat',
  startedAt: '2026-03-02T10:00:00Z',
  events: lines.map(([from, text], at): Event => ({ type: 'message', atMs: at * 1000, from, text })),
})

test('turns have what the customer said, in the bursts in which it came, with the pauses before it', () => {
  const conversation = talk(
    ['customer', 'Hi'],
    ['customer', 'book me in'],
    ['agent', 'When?'],
    ['agent', 'We are open until six.'],
    ['customer', ''],
    ['agent', 'Pardon?'],
    ['customer', 'at five'],
  )
  expect(turnsIn(conversation)).toEqual([
    [
      { text: 'Hi', afterMs: 0 },
      { text: 'book me in', afterMs: 1000 },
    ],
    [{ text: '', afterMs: 1000 }],
    [{ text: 'at five', afterMs: 1000 }],
  ])
})

test('an answer goes with its question, what is volunteered goes alone', () => {
  const conversation = talk(
    ['customer', 'Book me in'],
    ['agent', 'When would you like to come?'],
    ['customer', 'At five.'],
    ['agent', 'Done.'],
    ['customer', 'Thanks, and what does it cost?'],
  )
  const history = [{ from: 'agent', text: 'Hello again' }] as const
  const of: Case = { turns: turnsIn(conversation), faults: [], history, answers: {}, given: {}, persona, goesOn: false }
  expect(coarse(conversation).elements(of)).toEqual([
    { id: 'history 0' },
    { id: 'turn 0', text: 'Book me in\nBook me in' },
    { id: 'turn 1', text: 'At five.\nAt five.', needs: ['turn 0'] },
    { id: 'turn 2', text: 'Thanks, and what does it cost?\nThanks, and what does it cost?' },
  ])
  expect(sizeOf(of)).toEqual({
    turns: 3,
    messages: 3,
    words: 11,
    edits: 0,
    faults: 0,
    history: 1,
    passages: 0,
    records: 0,
  })
})

const word = fc.constantFrom('yes', 'no', 'at', 'five', 'please.', 'well,', 'why?', 'and', 'then')
const text = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => ({ text: words.join(' ') }))
const turns = fc.array(fc.array(text, { minLength: 1, maxLength: 3 }), { maxLength: 5 })

test('with every piece a case is what it was, and pieces that are left out leave nothing new behind', () => {
  fc.assert(
    fc.property(turns, fc.infiniteStream(fc.boolean()), (said, keep) => {
      const of: Case = { turns: said, faults: [], history: [], answers: {}, given: {}, persona, goesOn: false }
      for (const level of [coarse(talk()), manner, messages, sentences, clauses, phrases, beginnings, ends]) {
        const ids = level.elements(of).map(({ id }) => id)
        expect(level.with(of, new Set(ids))).toEqual(of)
        const left = level.with(of, new Set(ids.filter(() => keep.next().value === true)))
        expect(sizeOf(left).words).toBeLessThanOrEqual(sizeOf(of).words)
        expect(left.turns.every((turn) => turn.length > 0)).toBe(true)
        const wordsOf = (all: Case['turns']) => all.flat().flatMap((each) => each.text.split(' '))
        for (const each of wordsOf(left.turns)) expect(wordsOf(said)).toContain(each)
      }
    }),
  )
})
