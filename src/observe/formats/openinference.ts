/**
 * OpenInference, the conventions of Phoenix: messages spelled out in the names of attributes, and whole requests in one.
 *
 * @see https://arize-ai.github.io/openinference/spec/semantic_conventions.html
 */
import { isObject, type Json } from '../../conversation/index.ts'
import {
  answered,
  answeredIn,
  counts,
  type Dialect,
  executed,
  given,
  givenIn,
  kindBy,
  type Mark,
  marksFrom,
  texts,
  weakly,
} from './dialect.ts'
import { entriesOf, unflattened } from './flattened.ts'
import { type Spoken, spokenIn } from './messages.ts'
import { present } from './otel-genai.ts'
import type { Told } from './told.ts'
import { fieldOf, firstField, serialised, structured, textOf } from './values.ts'

export const openinference: Dialect = {
  name: 'openinference',
  speaks: ({ roots }) => roots.has('openinference') || roots.has('llm'),
  rules: [
    kindBy('openinference.span.kind', {
      llm: 'model',
      tool: 'tool',
      agent: 'agent',
      chain: 'agent',
      retriever: 'other',
      reranker: 'other',
      embedding: 'other',
      guardrail: 'other',
      evaluator: 'other',
      prompt: 'other',
    }),
    {
      gives: 'notProduction',
      from: 'openinference.span.kind',
      read: ({ attributes }) => (attributes['openinference.span.kind'] === 'EVALUATOR' ? 'evaluator' : undefined),
    },
    ...texts('conversation', 'session.id'),
    ...texts('customer', 'user.id'),
    ...texts('agent.id', 'agent.name'),
    ...texts('model.asked', 'llm.request.model_name'),
    {
      gives: 'model.asked',
      from: 'llm.invocation_parameters',
      read: (told) => textOf(fieldOf(told.json('llm.invocation_parameters'), 'model')),
    },
    ...texts('model.answered', 'llm.response.model_name', 'llm.model_name'),
    ...texts('model.provider', 'llm.provider', 'llm.system'),
    ...counts('tokens.in', 'llm.token_count.prompt'),
    ...counts('tokens.out', 'llm.token_count.completion'),
    ...given('llm.input_messages', (told) => flattenedMessages(told, 'llm.input_messages', 'customer')),
    ...answered('llm.output_messages', (told) => flattenedMessages(told, 'llm.output_messages', 'agent')),
    executed('tool.name', 'tool.name', ({ attributes }) => textOf(attributes['tool.name'])),
    executed('tool.name', 'tool_call.function.name', ({ attributes }) => textOf(attributes['tool_call.function.name'])),
    executed('tool.callId', 'tool.id', ({ attributes }) => textOf(attributes['tool.id'])),
    executed('tool.callId', 'tool_call.id', ({ attributes }) => textOf(attributes['tool_call.id'])),
    executed('tool.args', 'tool_call.function.arguments', ({ attributes }) =>
      present(attributes['tool_call.function.arguments'], structured),
    ),
    executed('tool.args', 'input.value', ({ attributes }) => present(attributes['input.value'], structured)),
    executed('tool.args', 'tool.parameters', ({ attributes }) => present(attributes['tool.parameters'], structured)),
    executed('tool.result', 'output.value', (told) => result(told)),
    ...weakly([
      { gives: 'response.id', from: 'output.value', read: (told) => answerId(told) },
      {
        gives: 'response.previous',
        from: 'input.value',
        read: (told) => textOf(fieldOf(told.json('input.value'), 'previous_response_id')),
      },
      ...givenIn('input.value'),
      ...answeredIn('output.value'),
      executed('tool.name', 'name', ({ name }) => textOf(name)),
    ]),
  ],
  marks: (told) => [
    ...marksFrom(told, {
      tags: 'tag.tags',
      'prompt.name': 'llm.prompt_template.name',
      'prompt.version': 'llm.prompt_template.version',
    }),
    ...metadata(told),
  ],
}

function metadata(told: Told): readonly Mark[] {
  const kept = told.json('metadata')
  if (!isObject(kept)) return []
  return Object.keys(kept).map((name) => ({ name, value: kept[name] ?? null, from: 'metadata' }))
}

/** The answer's own name, where the whole answer is recorded. */
function answerId(told: Told): string | undefined {
  const answer = told.kind === 'model' ? told.json('output.value') : undefined
  return fieldOf(answer, 'object') === undefined ? undefined : textOf(fieldOf(answer, 'id'))
}

function result(told: Told): Json | undefined {
  const value = told.attributes['output.value']
  if (value === undefined) return undefined
  const isJson = told.attributes['output.mime_type'] === 'application/json'
  return isJson ? serialised(value) : structured(value)
}

function flattenedMessages(told: Told, prefix: string, from: 'customer' | 'agent'): Spoken | undefined {
  return told.once(prefix, () => {
    const tree = unflattened(told.attributes, prefix)
    if (tree === undefined) return undefined
    return spokenIn(
      entriesOf(tree).map((entry) => plainMessage(fieldOf(entry, 'message'))),
      from,
    )
  })
}

/** One message as OpenAI would write it. */
function plainMessage(message: Json | undefined): Json {
  const contents = entriesOf(fieldOf(message, 'contents')).map((entry) => fieldOf(entry, 'message_content') ?? null)
  const calls = entriesOf(fieldOf(message, 'tool_calls')).map((entry) => fieldOf(entry, 'tool_call') ?? null)
  const callId = firstField(message, 'tool_call_id')
  return {
    role: firstField(message, 'role') ?? 'user',
    content: fieldOf(message, 'content') ?? contents,
    ...(calls.length > 0 && { tool_calls: calls }),
    ...(callId !== undefined && { tool_call_id: callId }),
    ...(fieldOf(message, 'name') !== undefined && { name: fieldOf(message, 'name') ?? null }),
  }
}
