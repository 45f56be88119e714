/**
 * Langfuse's attributes, as its SDKs write them over OpenTelemetry.
 *
 * Its own evaluators trace themselves into the same project, in environments that begin with `langfuse-`.
 */
import { isObject, type Json } from '../../conversation/index.ts'
import {
  answeredIn,
  type Dialect,
  executed,
  type Fields,
  givenIn,
  kindBy,
  marksBelow,
  marksFrom,
  type Rule,
  texts,
  weakly,
} from './dialect.ts'
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
      read: ({ attributes }) => (attributes[`${observation}.type`] === 'evaluator' ? 'evaluator' : undefined),
    },
    {
      gives: 'notProduction',
      from: 'langfuse.environment',
      read: ({ attributes }) =>
        textOf(attributes['langfuse.environment'])?.startsWith('langfuse-') === true ? 'evaluator' : undefined,
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
    ...maybeExecuted('tool.name', 'name', ({ kind, name, attributes }) =>
      kind === 'tool' || attributes[`${observation}.input`] !== undefined ? textOf(name) : undefined,
    ),
    executed('tool.callId', `${observation}.metadata.tool_call_id`, ({ attributes }) =>
      textOf(attributes[`${observation}.metadata.tool_call_id`]),
    ),
    ...maybeExecuted('tool.args', `${observation}.input`, ({ attributes }) =>
      present(attributes[`${observation}.input`], structured),
    ),
    ...maybeExecuted('tool.result', `${observation}.output`, ({ attributes }) =>
      present(attributes[`${observation}.output`], serialised),
    ),
    { gives: 'error', from: `${observation}.level`, read: (told) => errorOf(told) },
    ...weakly([
      {
        gives: 'kind',
        from: 'langfuse.internal.is_app_root',
        read: ({ attributes }) => (attributes['langfuse.internal.is_app_root'] === true ? 'agent' : undefined),
      },
    ]),
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

/**
 * Before there were tools, and wherever nobody said so, an executed tool is a span by its name. Whether a span is one is
 * seen only beside what a model asked for, so both are kept: it is of kind `other` and says what it would be as a tool.
 */
function maybeExecuted<F extends 'tool.name' | 'tool.args' | 'tool.result'>(
  gives: F,
  from: string,
  read: (told: Told) => Fields[F] | undefined,
): readonly Rule[] {
  const isSpan = ({ kind, attributes }: Told) =>
    kind === 'tool' || (kind === 'other' && (attributes[`${observation}.type`] ?? 'span') === 'span')
  return [{ gives, from, read: (told: Told) => (isSpan(told) && isNoMessage(told) ? read(told) : undefined) } as Rule]
}

/** A tool is given an object. An update often tells what came of it alone. */
function isNoMessage({ kind, attributes }: Told): boolean {
  const input = attributes[`${observation}.input`]
  return kind === 'tool' || input === undefined || isObject(structured(input))
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
