import { expect, test } from 'vitest'
import { guardedSpans, guardOf, isAllowed } from './guard.ts'
import { facts } from './message.sample.ts'

const found = (text: string) => [...new Set(guardedSpans(text, facts).map((span) => span.text))]

test('a fact is found in all its forms, and by each of its words', () => {
  expect(found('It is for Ana, Ana Reis.')).toEqual(['Ana', 'Ana Reis', 'Reis'])
  expect(found('on March 5th at 2 pm')).toEqual(['March 5th', 'March', '5th', '2 pm', '2', 'pm'])
  expect(found('call +351 912 000 111')).toEqual(['+351 912 000 111', '+351', '351', '912', '000', '111'])
})

test('days, numbers, addresses, negations and capitals are values whoever says them', () => {
  expect(found("Tues or the 5th of March, I don't mind")).toEqual(['Tues', '5th', '5th of March', 'March', "don't"])
  expect(found('Not before half past three')).toEqual(['Not', 'before', 'half', 'half past three', 'past', 'three'])
  expect(found('bo@shop.test or https://shop.test/a?b')).toEqual(['bo@shop.test', 'https://shop.test/a?b'])
  expect(found('the VIP desk has two people')).toEqual(['VIP', 'two', 'two people'])
  expect(found('Could you please help me with something else')).toEqual([])
})

const text = 'See Ana on Tuesday, not later please'
const allowed = (at: number, from: string, to: string, values?: 'restated' | 'repaired') => {
  const { words, spans } = guardOf(facts)
  expect(text.slice(at, at + from.length)).toBe(from)
  return isAllowed({ kind: 'x', at, from, to }, text, { spans: spans(text), words }, values)
}

test('an edit may not touch a value, run it together with a word, or make one of another word', () => {
  expect(allowed(0, 'See', 'Seee')).toBe(true)
  expect(allowed(4, 'Ana', 'Anna')).toBe(false)
  expect(allowed(3, ' ', '')).toBe(false)
  expect(allowed(3, ' ', '  ')).toBe(true)
  expect(allowed(18, ',', '')).toBe(true)
  expect(allowed(20, 'not ', '')).toBe(false)
  expect(allowed(0, 'See', 'Reis')).toBe(false)
  expect(allowed(8, 'on', 'one')).toBe(false)
  expect(allowed(30, 'please', 'no')).toBe(false)
})

test('what restates may touch a value when both sides say the same', () => {
  expect(allowed(11, 'Tuesday', 'TUESDAY', 'restated')).toBe(true)
  expect(allowed(11, 'Tuesday', 'Thursday', 'restated')).toBe(false)
  expect(allowed(11, 'Tuesday', 'Tuseday', 'restated')).toBe(false)
  expect(allowed(4, 'Ana', 'ana', 'restated')).toBe(true)
})

test('what repairs puts another value before the right one and takes it back at once', () => {
  expect(allowed(11, '', 'Monday no wait, ', 'repaired')).toBe(true)
  expect(allowed(11, '', 'Monday or ', 'repaired')).toBe(false)
  expect(allowed(11, '', 'Monday no wait,', 'repaired')).toBe(false)
})
