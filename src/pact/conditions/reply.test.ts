import { expect, test } from 'vitest'
import { checkOf } from './kind.sample.ts'
import { reply } from './reply.ts'
import { said } from './said.sample.ts'

const message = (from: 'customer' | 'agent', atMs: number, text = 'words') =>
  ({ type: 'message', atMs, from, text }) as const

test('a burst of messages is one turn, timed from its last message', () => {
  const burst = said(
    message('customer', 0),
    message('customer', 3000),
    message('customer', 6000),
    message('agent', 9000),
  )
  expect(checkOf(reply, { withinMs: 4000 }).check(burst)).toEqual({ outcome: 'held' })
  expect(checkOf(reply, { withinMs: 2000 }).check(burst)).toEqual({
    outcome: 'violated',
    because: 'the slowest of 1 answers took 3000 ms; 2000 ms were promised',
    at: [3],
  })
})

test('a percentile forgives what the slowest answer does not', () => {
  const turns = Array.from({ length: 20 }, (_, index) => [
    message('customer', index * 60_000, `question ${index}`),
    message('agent', index * 60_000 + (index === 7 ? 30_000 : 1000), `answer ${index}`),
  ]).flat()
  expect(checkOf(reply, { withinMs: 4000, measure: 'p95' }).check(said(...turns)).outcome).toBe('held')
  expect(checkOf(reply, { withinMs: 4000 }).check(said(...turns))).toEqual({
    outcome: 'violated',
    because: 'the slowest of 20 answers took 30000 ms; 4000 ms were promised',
    at: [15],
  })
})

test('a message left standing is a violation that names the agent failure behind it', () => {
  const failed = { type: 'error', atMs: 9000, culprit: 'agent', code: 'timeout', message: 'no reply in 8 s' } as const
  expect(checkOf(reply, {}).check(said('customer: hi', 'agent: Hello!', 'customer: book me', failed))).toEqual({
    outcome: 'violated',
    because: '1 of 2 customer turns got no answer: the agent failed (timeout: no reply in 8 s)',
    at: [2, 3],
  })
  expect(checkOf(reply, {}).check(said('customer: hi', 'agent:  ')).outcome).toBe('violated')
})

test('a farewell and a conversation that was handed over need no answer', () => {
  const check = checkOf(reply, {})
  expect(check.check(said('customer: hi', 'agent: Done.', 'customer: Perfect, thank you! Bye'))).toEqual({
    outcome: 'held',
  })
  expect(
    check.check(said('customer: hi', 'agent: Done.', 'customer: Great, that covers everything. Thank you!')),
  ).toEqual({
    outcome: 'held',
  })
  expect(check.check(said('customer: a person please', { type: 'handoff', atMs: 1000 }, 'customer: hello?'))).toEqual({
    outcome: 'held',
  })
  expect(check.check(said('customer: hi', 'agent: Done.', 'customer: thanks, and the price?')).outcome).toBe('violated')
})

test('the same answer three times in a row is a loop', () => {
  const lines = [1, 2, 3].flatMap(() => ['customer: book me', 'agent: Sorry, I did not get that.'])
  expect(checkOf(reply, {}).check(said(...lines))).toEqual({
    outcome: 'violated',
    because: 'the agent gave the same answer 3 times in a row',
    at: [1, 3, 5],
  })
  expect(checkOf(reply, { sameAnswers: 3 }).check(said(...lines))).toEqual({ outcome: 'held' })
})
