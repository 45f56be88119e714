import fc from 'fast-check'
import { expect, test } from 'vitest'
import { causedTrace } from '../../connect/index.ts'
import { reckoning } from '../reckoning.ts'
import { takenIn, turn } from './turns.sample.ts'

const hi = ['hi', 'Hello, how can I help?']
const table = [...hi, 'a table for two', 'At what time?']

/** A run of an agent in several spans, of which one alone says that it was simulated. */
function simulated(trace: string, at: number, said: readonly string[]) {
  const mark = { 'fieldproof.origin': 'simulation' }
  return [
    turn(trace, at, said),
    { ...turn(trace, at, said), span: 'http', parent: 'm', name: 'POST /chat', attributes: mark },
    { ...turn(trace, at + 1, said), span: 'm2', parent: 'http' },
  ]
}

test('a trace of a simulation, of a judge or of a canary is no production, an evaluator is left out of its trace alone', async () => {
  const ours = (origin: string) => ({ 'fieldproof.origin': origin })
  const traceId = causedTrace('simulation', 'visit-1').traceId
  const evaluation = { ...turn('a1', 4, hi), span: 'e', attributes: { 'gen_ai.operation.name': 'evaluate' } }
  const { conversations, counts } = await takenIn([
    ...simulated('s', 0, hi),
    turn(traceId, 0, hi),
    turn('j', 1, hi, ours('judge')),
    turn('c', 2, hi, ours('canary')),
    turn('a1', 3, hi),
    evaluation,
  ])
  expect(conversations.map(({ id }) => id)).toEqual(['trace-a1'])
  expect(counts).toEqual({
    received: 8,
    persisted: 8,
    mapped: 1,
    parts: 3,
    'skipped: simulation': 4,
    'skipped: judge': 1,
    'skipped: canary': 1,
    'skipped: evaluator': 1,
  })
})

test('what had been taken for production is taken back when its trace turns out to be a simulation', async () => {
  const [first, marked, last] = simulated('s', 0, hi)
  const named = { 'gen_ai.conversation.id': 'visit' }
  const real = turn('r', 30, table, named)
  const { conversations, counts } = await takenIn(
    [turn('s', 0, hi, named), real],
    [first, marked].flatMap((each) => each ?? []),
    [last].flatMap((each) => each ?? []),
  )
  expect(conversations.map(({ id, events }) => [id, events.length])).toEqual([['visit', 4]])
  expect([counts.mapped, counts['skipped: simulation']]).toEqual([1, 4])
})

test('in whatever order and batches it comes, a simulation changes nothing of production, and every record is accounted for', async () => {
  const production = [turn('a1', 0, hi), turn('a2', 20, table), turn('b1', 200, hi)]
  const all = [...production, ...simulated('s1', 5, hi), ...simulated('s2', 25, table)]
  const alone = (await takenIn(production)).conversations
  const order = fc.shuffledSubarray(all, { minLength: all.length })
  await fc.assert(
    fc.asyncProperty(order, fc.integer({ min: 1, max: 4 }), async (sent, portion) => {
      const batches = sent.flatMap((_, at) => (at % portion === 0 ? [sent.slice(at, at + portion)] : []))
      const { conversations, counts } = await takenIn(...batches)
      expect(conversations).toEqual(alone)
      expect([counts.mapped, counts['skipped: simulation']]).toEqual([3, 6])
      expect(reckoning(counts).filter(({ agrees }) => !agrees)).toEqual([])
    }),
    { numRuns: 60 },
  )
})
