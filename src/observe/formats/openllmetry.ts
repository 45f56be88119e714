/**
 * OpenLLMetry, Traceloop's instrumentations: workflows and tools of its own, models in OpenTelemetry's names of today, or
 * spelled out in numbered names of before.
 */
import { isObject, type Json, type JsonObject } from '../../conversation/index.ts'
import {
  answered,
  answeredIn,
  counts,
  type Dialect,
  executed,
  given,
  givenIn,
  kindBy,
  marksBelow,
  marksFrom,
  texts,
  weakly,
} from './dialect.ts'
import { entriesOf, unflattened } from './flattened.ts'
import { type Spoken, spokenIn } from './messages.ts'
import { present } from './otel-genai.ts'
import type { Told } from './told.ts'
import { fieldOf, serialised, structured, textOf } from './values.ts'

const properties = 'traceloop.association.properties.'

export const openllmetry: Dialect = {
  name: 'openllmetry',
  speaks: ({ roots, attributes, scope }) =>
    roots.has('traceloop') ||
    scope.name.startsWith('@traceloop/') ||
    scope.name.startsWith('opentelemetry.instrumentation.') ||
    attributes['llm.request.type'] !== undefined ||
    attributes['gen_ai.prompt.0.role'] !== undefined ||
    attributes['gen_ai.completion.0.role'] !== undefined,
  rules: [
    kindBy('traceloop.span.kind', {
      workflow: 'agent',
      agent: 'agent',
      task: 'other',
      session: 'other',
      tool: 'tool',
    }),
    kindBy('llm.request.type', { chat: 'model', completion: 'model', embedding: 'other', rerank: 'other' }),
    ...texts(
      'conversation',
      `${properties}session_id`,
      `${properties}conversation_id`,
      `${properties}thread_id`,
      `${properties}chat_id`,
    ),
    ...texts('customer', `${properties}user_id`),
    ...texts('channel', `${properties}channel`),
    ...texts('agent.version', 'traceloop.entity.version', 'traceloop.workflow.version'),
    ...counts('tokens.in', 'llm.usage.prompt_tokens'),
    ...counts('tokens.out', 'llm.usage.completion_tokens'),
    ...given('gen_ai.prompt.N', (told) => numbered(told, 'gen_ai.prompt', 'customer')),
    ...answered('gen_ai.completion.N', (told) => numbered(told, 'gen_ai.completion', 'agent')),
    executed('tool.name', 'traceloop.entity.name', ({ attributes }) => textOf(attributes['traceloop.entity.name'])),
    executed('tool.args', 'traceloop.entity.input', ({ attributes }) =>
      present(attributes['traceloop.entity.input'], unwrapped),
    ),
    executed('tool.result', 'traceloop.entity.output', ({ attributes }) =>
      present(attributes['traceloop.entity.output'], serialised),
    ),
    ...weakly([...givenIn('traceloop.entity.input'), ...answeredIn('traceloop.entity.output')]),
  ],
  marks: (told) => [
    ...marksFrom(told, {
      'prompt.name': 'traceloop.prompt.key',
      'prompt.version': 'traceloop.prompt.version',
      workflow: 'traceloop.workflow.name',
    }),
    ...marksBelow(told, properties),
  ],
}

/** Arguments as the tool was given them: by name, by place when there is only one, or as they are. */
function unwrapped(value: Json): Json {
  const input = structured(value)
  const byName = fieldOf(input, 'kwargs') ?? fieldOf(input, 'inputs')
  const byPlace = fieldOf(input, 'args')
  if (isObject(byName) && Object.keys(byName).length > 0) return byName
  if (!Array.isArray(byPlace)) return byName ?? input
  if (byPlace.length === 1) return structured(byPlace[0] ?? null)
  return byPlace.length === 0 ? {} : (byPlace as Json)
}

function numbered(told: Told, prefix: string, from: 'customer' | 'agent'): Spoken | undefined {
  return told.once(`${prefix}.N`, () => {
    const tree = unflattened(told.attributes, prefix)
    return tree === undefined ? undefined : spokenIn(entriesOf(tree).filter(isObject).map(plainMessage), from)
  })
}

function plainMessage(message: JsonObject): Json {
  const calls = entriesOf(fieldOf(message, 'tool_calls'))
  const old = fieldOf(message, 'function_call')
  return {
    ...message,
    ...(calls.length > 0 ? { tool_calls: calls } : { tool_calls: isObject(old) ? [old] : [] }),
  }
}
