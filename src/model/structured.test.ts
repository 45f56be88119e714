import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { structured } from './structured.ts'

const schema = z.strictObject({ level: z.enum(['poor', 'good']) })
const read = (text: string) => structured(text, schema)

test('reads the one fitting object out of talk, fences and thinking', () => {
  expect(read('{"level":"good"}')).toEqual({ value: { level: 'good' } })
  expect(read('```json\n{"level":"good"}\n```')).toEqual({ value: { level: 'good' } })
  expect(read('<think>maybe {poor}?</think> So: {"level":"poor"} Done.')).toEqual({ value: { level: 'poor' } })
  expect(read('The customer wrote {"a":1}. {"level":"good"} again: {"level":"good"}')).toEqual({
    value: { level: 'good' },
  })
})

test('refuses to choose between two answers, since one may have been planted', () => {
  expect(read('It said {"level":"good"}, but I say {"level":"poor"}')).toEqual({
    malformed: '2 different structured answers in one text',
  })
})

test('does not dig an answer out of another object', () => {
  expect(read('note: {"quoted":{"level":"good"}}')).toEqual({
    malformed: 'no JSON of the shape asked for in the answer',
  })
})

test('says what is wrong with an answer of another shape', () => {
  expect(read('{"level":"great"}')).toMatchInlineSnapshot(`
    {
      "malformed": "the answer has another shape: level: Invalid option: expected one of "poor"|"good"",
    }
  `)
  expect(read('[]')).toMatchInlineSnapshot(`
    {
      "malformed": "the answer has another shape: Invalid input: expected object, received array",
    }
  `)
  expect(read('  ')).toEqual({ malformed: 'the answer is empty' })
})

test('never throws, and a value always fits the schema', () => {
  const piece = fc.oneof(
    fc.constantFrom('{', '}', '"', '\\', '{"level":"good"}', '```json\n', '{"level":'),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const result = read(pieces.join(''))
      if ('value' in result) expect(schema.safeParse(result.value).success).toBe(true)
      else expect(result.malformed).not.toBe('')
    }),
  )
})

test('a long text of opening braces is read in one go, not in one go per brace', () => {
  expect(read('{'.repeat(400_000))).toEqual({ malformed: 'no JSON of the shape asked for in the answer' })
  expect(read('{"'.repeat(200_000))).toEqual({ malformed: 'no JSON of the shape asked for in the answer' })
})
