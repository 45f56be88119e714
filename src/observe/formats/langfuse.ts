/**
 * Langfuse's attributes, as its SDKs write them over OpenTelemetry.
 *
 * Its own evaluators trace themselves into the same project, in environments that begin with `langfuse-`.
 */
import type { Json } from '../../conversation/index.ts'
import { answeredIn, type Dialect, executed, givenIn, kindBy, marksBelow, marksFrom, texts, weakly } from './dialect.ts'
import { present } from './otel-genai.ts'
import type { Told } from './told.ts'
import { fieldOf, firstCount, serialised, structured, textOf } from './values.ts'

const observation = 'langfuse.observation'

export const langfuse: Dialect = {
  name: 'langfuse',
  speaks: ({ roots, scope }) => roots.has('langfuse') || scope.name === 'langfuse-sdk',
  rules: [
    kindBy(`${observation}.type`, {
      generation: 'model',
      tool: 'tool',
      agent: 'agent',
      chain: 'agent',
      retriever: 'other',
      embedding: 'other',
      guardrail: 'other',
      evaluator: 'other',
      event: 'other',
    }),
    {
      gives: 'notProduction',
      from: `${observation}.type`,
      read: ({ attributes }) => (attributes[`${observation}.type`] === 'evaluator' ? 'judge' : undefined),
    },
    {
      gives: 'notProduction',
      from: 'langfuse.environment',
      read: ({ attributes }) =>
        textOf(attributes['langfuse.environment'])?.startsWith('langfuse-') === true ? 'judge' : undefined,
    },
    ...texts('conversation', 'langfuse.session.id', 'session.id', 'langfuse.trace.metadata.langfuse_session_id'),
    ...texts('customer', 'langfuse.user.id', 'user.id'),
    ...texts('channel', 'langfuse.trace.metadata.channel', `${observation}.metadata.channel`),
    ...texts('agent.version', 'langfuse.release', 'langfuse.version'),
    ...texts('environment', 'langfuse.environment'),
    ...texts('model.asked', `${observation}.model.name`),
    { gives: 'tokens.in', from: `${observation}.usage_details`, read: (told) => usage(told, 'in') },
    { gives: 'tokens.out', from: `${observation}.usage_details`, read: (told) => usage(told, 'out') },
    ...givenIn(`${observation}.input`),
    ...answeredIn(`${observation}.output`),
    executed('tool.name', 'name', ({ name, attributes }) =>
      attributes[`${observation}.type`] === 'tool' ? textOf(name) : undefined,
    ),
    executed('tool.callId', `${observation}.metadata.tool_call_id`, ({ attributes }) =>
      textOf(attributes[`${observation}.metadata.tool_call_id`]),
    ),
    executed('tool.args', `${observation}.input`, ({ attributes }) =>
      present(attributes[`${observation}.input`], structured),
    ),
    executed('tool.result', `${observation}.output`, ({ attributes }) =>
      present(attributes[`${observation}.output`], serialised),
    ),
    { gives: 'error', from: `${observation}.level`, read: (told) => errorOf(told) },
    ...weakly([...givenIn('langfuse.trace.input'), ...answeredIn('langfuse.trace.output')]),
  ],
  marks: (told) => [
    ...marksFrom(told, {
      tags: 'langfuse.trace.tags',
      workflow: 'langfuse.trace.name',
      'prompt.name': `${observation}.prompt.name`,
      'prompt.version': `${observation}.prompt.version`,
    }),
    ...marksBelow(told, 'langfuse.trace.metadata.', `${observation}.metadata.`),
  ],
}

/** Names that Langfuse's clients count tokens under. */
export const tokenNames = {
  in: ['input', 'input_tokens', 'prompt_tokens', 'promptTokens', 'inputTokens'],
  out: ['output', 'output_tokens', 'completion_tokens', 'completionTokens', 'outputTokens'],
} as const

function usage(told: Told, way: 'in' | 'out'): number | undefined {
  const details: Json | undefined = told.json(`${observation}.usage_details`)
  return firstCount(details, ...tokenNames[way])
}

function errorOf({ attributes }: Told) {
  if (attributes[`${observation}.level`] !== 'ERROR') return undefined
  const message = textOf(attributes[`${observation}.status_message`]) ?? 'an error that was not described'
  const code = textOf(fieldOf(attributes, 'error.type'))
  return { ...(code !== undefined && { code }), message }
}
