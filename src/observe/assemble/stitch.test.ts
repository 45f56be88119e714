import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Conversation } from '../../conversation/index.ts'
import type { OtlpSpan } from '../otlp/otlp.ts'
import { takenIn, turn } from './turns.sample.ts'

const conversationsOf = async (...batches: readonly (readonly OtlpSpan[])[]) =>
  (await takenIn(...batches)).conversations

const brief = (all: readonly Conversation[]) =>
  all.map(({ id, events, gaps = [], circumstances = {} }) => [
    id,
    events.map((event) => (event.type === 'message' ? event.text : event.type)),
    circumstances.stitched,
    ...gaps,
  ])

const hi = ['hi', 'Hello, how can I help?']
const anna = [...hi, 'a table for two', 'At what time?']
const ben = [...hi, 'my order 17 is late', 'It comes tomorrow.']

test('turns without an id are one conversation where each takes up what the one before left', async () => {
  const turns = [turn('a1', 0, hi), turn('a2', 20, anna), turn('a3', 40, [...anna, 'at eight', 'Booked.'])]
  const whole = [['trace-a1', [...anna, 'at eight', 'Booked.'], { confidence: 0.99 }]]
  expect(brief(await conversationsOf(turns))).toEqual(whole)
  expect(brief(await conversationsOf(...turns.map((each) => [each])))).toEqual(whole)
  expect(brief(await conversationsOf(...turns.map((each) => [each]).reverse()))).toEqual(whole)
})

test('two conversations that began alike are not merged, and what belongs to which is said to be doubtful', async () => {
  const turns = [turn('a1', 0, hi), turn('b1', 2, hi), turn('a2', 20, anna), turn('b2', 22, ben)]
  const all = brief(await conversationsOf(turns))
  expect(all.map(([id, said, , gap]) => [id, said, gap])).toEqual([
    ['trace-a1', hi, 'stitched'],
    ['trace-a2', anna, 'stitched'],
    ['trace-b1', hi, 'stitched'],
    ['trace-b2', ben, 'stitched'],
  ])
})

test('the customer, where known, tells apart what began alike', async () => {
  const turns = [
    turn('a1', 0, hi, { 'user.id': 'anna' }),
    turn('b1', 2, hi, { 'user.id': 'ben' }),
    turn('a2', 20, anna, { 'user.id': 'anna' }),
    turn('b2', 22, ben, { 'user.id': 'ben' }),
  ]
  expect(brief(await conversationsOf(turns))).toEqual([
    ['trace-a1', anna, { confidence: 0.99 }],
    ['trace-b1', ben, { confidence: 0.99 }],
  ])
})

test("the provider's own name of the answer before is all that is needed", async () => {
  const turns = [
    turn('a1', 0, hi, { 'gen_ai.response.id': 'r1' }),
    turn('b1', 2, hi, { 'gen_ai.response.id': 'r2' }),
    turn('b2', 22, ['a table', 'At what time?'], { 'gen_ai.request.previous_response.id': 'r2' }),
  ]
  expect(brief(await conversationsOf(turns))).toEqual([
    ['trace-a1', hi, undefined],
    ['trace-b1', [...hi, 'a table', 'At what time?'], { confidence: 1 }],
  ])
})

test('a name that comes later takes over', async () => {
  const named = turn('a2', 20, anna, { 'gen_ai.conversation.id': 'c' })
  const late = { ...named, span: 'other', attributes: { 'gen_ai.conversation.id': 'c' } }
  expect(brief(await conversationsOf([turn('a1', 0, hi)], [turn('a2', 20, anna)], [late]))).toEqual([
    ['c', anna, undefined],
    ['trace-a1', hi, undefined],
  ])
})

test('a conversation of which the sender dropped something is not graded, and says what to do', async () => {
  const [cut] = await conversationsOf([{ ...turn('a1', 0, hi), dropped: 13 }])
  expect([cut?.gaps, cut?.circumstances]).toEqual([
    ['truncated'],
    {
      truncated: {
        dropped: 13,
        because: 'the sender dropped 13 attributes, events or links of spans',
        fix: 'set OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT=4096 where the agent runs',
      },
    },
  ])
})

test('whatever the order, however often and in however many batches turns come, the same conversations come out', async () => {
  const said = fc.constantFrom(['hi', 'Hello'], ['a table for two please, tonight', 'At what time shall it be?'])
  const talk = fc.record({
    turns: fc.array(said, { minLength: 1, maxLength: 3 }),
    at: fc.integer({ min: 0, max: 100 }),
    pace: fc.constantFrom(7, 60),
    window: fc.constantFrom(2, 4, 100),
  })
  interface Talk {
    readonly turns: readonly (readonly string[])[]
    readonly at: number
    readonly pace: number
    readonly window: number
  }
  const spansOf = ({ turns, at, pace, window }: Talk, which: number) =>
    turns.map((_, index) => {
      const all = turns.slice(0, index + 1).flat()
      return turn(`${which}-${index}`, at + index * pace, all.slice(-window))
    })
  await fc.assert(
    fc.asyncProperty(
      fc.array(talk, { minLength: 1, maxLength: 4 }).chain((talks) => {
        const spans = talks.flatMap(spansOf)
        const sent = fc.shuffledSubarray([...spans, ...spans.slice(0, 2)], {
          minLength: spans.length + Math.min(2, spans.length),
        })
        return fc.record({ spans: fc.constant(spans), sent, portion: fc.integer({ min: 1, max: 4 }) })
      }),
      async ({ spans, sent, portion }) => {
        const batches = sent.flatMap((_, at) => (at % portion === 0 ? [sent.slice(at, at + portion)] : []))
        expect(JSON.stringify(await conversationsOf(...batches))).toBe(JSON.stringify(await conversationsOf(spans)))
      },
    ),
    { numRuns: 60 },
  )
})
