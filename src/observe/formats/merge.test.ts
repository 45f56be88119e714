import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Observation } from '../observation.ts'
import { mergeObservations } from './merge.ts'
import { observationsOf, observe, observeLogs } from './observe.ts'
import { account, logsThat, spanThat, startMs } from './telling.sample.ts'

const observation: fc.Arbitrary<Observation> = account
  .map(({ span, logs }) => (span === undefined ? observeLogs(logs) : observe(span, logs)))
  .filter((each) => each !== undefined)

/** As it is kept: the same bytes, so that a conversation that was seen again is not taken for a changed one. */
const bytes = (each: Observation) => JSON.stringify(each)

test('merging an observation with itself changes nothing', () => {
  fc.assert(
    fc.property(observation, (a) => {
      expect(bytes(mergeObservations(a, a))).toBe(bytes(a))
    }),
    { numRuns: 1000 },
  )
})

test('which of two accounts of a span comes first makes no difference', () => {
  fc.assert(
    fc.property(observation, observation, (a, b) => {
      expect(bytes(mergeObservations(a, b))).toBe(bytes(mergeObservations(b, a)))
    }),
    { numRuns: 1000 },
  )
})

test('in which order three accounts of a span are merged makes no difference', () => {
  fc.assert(
    fc.property(observation, observation, observation, (a, b, c) => {
      const left = mergeObservations(mergeObservations(a, b), c)
      expect(bytes(left)).toBe(bytes(mergeObservations(a, mergeObservations(b, c))))
    }),
    { numRuns: 1000 },
  )
})

test('an observation that was kept as JSON merges like the one that was not', () => {
  fc.assert(
    fc.property(observation, observation, (a, b) => {
      const kept = mergeObservations(JSON.parse(bytes(a)), JSON.parse(bytes(b)))
      expect(bytes(kept)).toBe(bytes(mergeObservations(a, b)))
    }),
  )
})

test('a span and its log records give the same in one request as in two', () => {
  fc.assert(
    fc.property(account, ({ span, logs }) => {
      const told = observeLogs(logs)
      if (span === undefined || told === undefined) return
      const [together] = observationsOf({ spans: [span], logs }).observations
      expect(together && bytes(together)).toBe(bytes(mergeObservations(told, observe(span))))
    }),
    { numRuns: 1000 },
  )
})

const chat = logsThat(
  ['gen_ai.system.message', { content: 'You book tables.' }],
  ['gen_ai.user.message', { content: 'yes' }],
  ['gen_ai.assistant.message', { content: 'For two?' }],
  ['gen_ai.user.message', { content: 'yes' }],
  ['gen_ai.choice', { index: 0, finish_reason: 'stop', message: { content: 'Done.' } }],
)

test('log records tell a conversation before their span has come, and the same words said twice stay two', () => {
  const { system, input, output, kind } = observeLogs(chat) ?? {}
  expect({ kind, system, input, output }).toEqual({
    kind: 'model',
    system: 'You book tables.',
    input: [
      { role: 'customer', text: 'yes' },
      { role: 'agent', text: 'For two?' },
      { role: 'customer', text: 'yes' },
    ],
    output: [{ role: 'agent', text: 'Done.' }],
  })
})

test('log records that come in two requests, one of them twice, tell the conversation once', () => {
  const later = chat.slice(3).map((log, at) => ({ ...log, place: { batchMs: startMs + 5000, at } }))
  const [first, second] = [observeLogs(chat.slice(0, 3)), observeLogs(later)]
  if (first === undefined || second === undefined) throw new Error('both tell something')
  const all = [second, first, second].reduce(mergeObservations)
  // The second "yes" of the same millisecond, in another batch, cannot be told from the first one sent again.
  expect(all.input).toEqual([
    { role: 'customer', text: 'yes' },
    { role: 'agent', text: 'For two?' },
  ])
  expect(all.output).toEqual([{ role: 'agent', text: 'Done.' }])
})

test('what a span says as a whole stands over single messages, and a field from the later end over the earlier', () => {
  const attributes = (reply: string) => ({
    'gen_ai.operation.name': 'chat',
    'gen_ai.output.messages': JSON.stringify([{ role: 'assistant', parts: [{ type: 'text', content: reply }] }]),
  })
  const early = observe(spanThat({ attributes: attributes('I am look') }, { endMs: startMs + 10 }))
  const late = observe(spanThat({ attributes: attributes('I am looking.') }, { endMs: startMs + 20 }))
  const told = observeLogs(chat)
  if (told === undefined) throw new Error('the log records tell something')
  const all = mergeObservations(mergeObservations(late, told), early)
  expect([all.output, all.input?.length, all.endMs, all.rules.output, all.rules.input]).toEqual([
    [{ role: 'agent', text: 'I am looking.' }],
    3,
    startMs + 20,
    'otel-genai/gen_ai.output.messages',
    'otel-genai/gen_ai.*.message',
  ])
})
