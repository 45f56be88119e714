import { expect, test } from 'vitest'
import type { Json } from '../../conversation/index.ts'
import type { Observation } from '../observation.ts'
import { observe, observeLogs } from './observe.ts'
import { logsThat, spanThat, startMs } from './telling.sample.ts'

const text = (value: Json) => JSON.stringify(value)
const attributes = { 'gen_ai.operation.name': 'chat', 'gen_ai.system': 'openai', 'gen_ai.request.model': 'gpt-4o' }
const event = (name: string, values: Record<string, Json>, afterMs = 0) => ({
  name,
  atMs: startMs + afterMs,
  attributes: values,
})

/** One turn, in every form that OpenTelemetry's conventions have had for it. */
const forms: Readonly<Record<string, () => Observation | undefined>> = {
  'attributes of today': () =>
    observe(
      spanThat({
        attributes: {
          ...attributes,
          'gen_ai.system_instructions': text([{ type: 'text', content: 'Be brief.' }]),
          'gen_ai.input.messages': text([{ role: 'user', parts: [{ type: 'text', content: 'Hi' }] }]),
          'gen_ai.output.messages': text([{ role: 'assistant', parts: [{ type: 'text', content: 'Hello' }] }]),
        },
      }),
    ),
  'an event with everything': () =>
    observe(
      spanThat(
        { attributes },
        {
          events: [
            event('gen_ai.client.inference.operation.details', {
              'gen_ai.system_instructions': text([{ type: 'text', content: 'Be brief.' }]),
              'gen_ai.input.messages': text([{ role: 'user', parts: [{ type: 'text', content: 'Hi' }] }]),
              'gen_ai.output.messages': text([{ role: 'assistant', parts: [{ type: 'text', content: 'Hello' }] }]),
            }),
          ],
        },
      ),
    ),
  'a log record with everything, structured': () =>
    observeLogs(
      logsThat([
        'gen_ai.client.inference.operation.details',
        {
          'gen_ai.system_instructions': [{ type: 'text', content: 'Be brief.' }],
          'gen_ai.input.messages': [{ role: 'user', parts: [{ type: 'text', content: 'Hi' }] }],
          'gen_ai.output.messages': [{ role: 'assistant', parts: [{ type: 'text', content: 'Hello' }] }],
        },
      ]),
    ),
  'log records, one a message': () =>
    observe(
      spanThat({ attributes }),
      logsThat(
        ['gen_ai.system.message', { content: 'Be brief.' }],
        ['gen_ai.user.message', { content: 'Hi' }],
        ['gen_ai.choice', { index: 1, message: { content: 'Another answer' } }],
        ['gen_ai.choice', { index: 0, message: { role: 'assistant', content: 'Hello' } }],
      ),
    ),
  'events of a span, one a message': () =>
    observe(
      spanThat(
        { attributes },
        {
          events: [
            event('gen_ai.system.message', { content: 'Be brief.' }),
            event('gen_ai.user.message', { content: 'Hi' }),
            event('gen_ai.choice', { index: 0, finish_reason: 'stop', message: text({ content: 'Hello' }) }, 900),
          ],
        },
      ),
    ),
  'two events, of before': () =>
    observe(
      spanThat(
        { attributes },
        {
          events: [
            event('gen_ai.content.prompt', {
              'gen_ai.prompt': text([
                { role: 'system', content: 'Be brief.' },
                { role: 'user', content: 'Hi' },
              ]),
            }),
            event('gen_ai.content.completion', {
              'gen_ai.completion': text([{ role: 'assistant', content: 'Hello' }]),
            }),
          ],
        },
      ),
    ),
  'two attributes, of before': () =>
    observe(
      spanThat({
        attributes: {
          ...attributes,
          'gen_ai.prompt': text([
            { role: 'system', content: 'Be brief.' },
            { role: 'user', content: 'Hi' },
          ]),
          'gen_ai.completion': text([{ role: 'assistant', content: 'Hello' }]),
        },
      }),
    ),
}

test.each(Object.entries(forms))('%s', (_name, observed) => {
  const { kind, system, input, output, rules = {} } = observed() ?? {}
  expect({ kind, system, input, output }).toEqual({
    kind: 'model',
    system: 'Be brief.',
    input: [{ role: 'customer', text: 'Hi' }],
    output: [{ role: 'agent', text: 'Hello' }],
  })
  expect([rules.system, rules.input, rules.output].every((rule) => rule?.startsWith('otel-genai/'))).toBe(true)
})

test('records of an application that say nothing of a conversation tell no observation', () => {
  const [log] = logsThat(['http.request', { path: '/' }])
  if (log === undefined) throw new Error('there is one')
  expect(observeLogs([{ ...log, attributes: { 'http.route': '/' } }])).toBeUndefined()
  expect(observeLogs([])).toBeUndefined()
})
