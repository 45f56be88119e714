/**
 * LangSmith's names: of runs as its clients send them, and of the spans that they send over OpenTelemetry.
 *
 * Runs are read in the words of this dialect too (`langsmith-runs.ts`), so that the same rules hold for both.
 */
import { isObject, type Json } from '../../conversation/index.ts'
import {
  answered,
  type Dialect,
  executed,
  given,
  kindBy,
  marksBelow,
  marksFrom,
  type Rule,
  texts,
  weakly,
} from './dialect.ts'
import { tokenNames } from './langfuse.ts'
import { spokenIn } from './messages.ts'
import type { Told } from './told.ts'
import { fieldOf, firstCount, firstField, structured, textOf } from './values.ts'

const metadata = 'langsmith.metadata.'

export const langsmith: Dialect = {
  name: 'langsmith',
  speaks: ({ roots }) => roots.has('langsmith'),
  rules: [
    kindBy('langsmith.span.kind', {
      llm: 'model',
      tool: 'tool',
      chain: 'agent',
      retriever: 'other',
      embedding: 'other',
      prompt: 'other',
      parser: 'other',
    }),
    ...texts('conversation', `${metadata}session_id`, `${metadata}thread_id`, `${metadata}conversation_id`),
    ...texts('customer', `${metadata}user_id`),
    ...texts('channel', `${metadata}channel`),
    ...texts('agent.version', `${metadata}revision_id`),
    ...texts('environment', `${metadata}environment`),
    ...texts('model.asked', `${metadata}ls_model_name`),
    { gives: 'model.asked', from: 'langsmith.inputs', read: (told) => textOf(fieldOf(request(inputs(told)), 'model')) },
    { gives: 'model.answered', from: 'langsmith.outputs', read: (told) => textOf(fieldOf(outputs(told), 'model')) },
    ...texts('model.provider', `${metadata}ls_provider`),
    { gives: 'response.id', from: 'langsmith.outputs', read: answerId },
    { gives: 'tokens.in', from: 'langsmith.outputs', read: (told) => tokens(told, 'in') },
    { gives: 'tokens.out', from: 'langsmith.outputs', read: (told) => tokens(told, 'out') },
    ...spokenRules('langsmith.inputs', 'langsmith.outputs'),
    ...weakly(spokenRules('gen_ai.prompt', 'gen_ai.completion')),
    executed('tool.name', 'name', ({ name }) => textOf(name)),
    executed('tool.callId', `${metadata}tool_call_id`, ({ attributes }) =>
      textOf(attributes[`${metadata}tool_call_id`]),
    ),
    executed('tool.args', 'langsmith.inputs', (told) => unwrapped(inputs(told), ['input', 'args'])),
    executed('tool.result', 'langsmith.outputs', (told) => resultIn(unwrapped(outputs(told), ['output', 'outputs']))),
    {
      gives: 'error',
      from: 'langsmith.error',
      read: ({ attributes }) => {
        const message = textOf(attributes['langsmith.error'])
        return message === undefined ? undefined : { message }
      },
    },
  ],
  marks: (told) => [
    ...marksFrom(told, { tags: 'langsmith.span.tags' }),
    // Names that the client itself adds say nothing of the agent.
    ...marksBelow(told, metadata).filter(({ name }) => !/^(ls_|LANGSMITH_|LANGCHAIN_|usage_metadata$)/.test(name)),
  ],
}

function spokenRules(asked: string, got: string): readonly Rule[] {
  return [
    ...given(asked, (told) => told.once(asked, () => spokenIn(request(told.json(asked)), 'customer'))),
    ...answered(got, (told) => told.once(got, () => spokenIn(whole(told.json(got)), 'agent'))),
  ]
}

/** A wrapped function with several arguments is recorded as `{ args: [request, options] }`. */
function request(value: Json | undefined): Json | undefined {
  const args = isObject(value) && Object.keys(value).length === 1 ? fieldOf(value, 'args') : undefined
  const [first] = Array.isArray(args) ? args : []
  return isObject(first) ? first : value
}

/** Answers that are not an object already come as `{ outputs: ... }`. */
function whole(value: Json | undefined): Json | undefined {
  const only = isObject(value) && Object.keys(value).length === 1 ? firstField(value, 'outputs', 'output') : undefined
  return only ?? value
}

function inputs(told: Told): Json | undefined {
  return told.json('langsmith.inputs') ?? told.json('gen_ai.prompt')
}

function outputs(told: Told): Json | undefined {
  return told.json('langsmith.outputs') ?? told.json('gen_ai.completion')
}

function answerId(told: Told): string | undefined {
  const answer = told.kind === 'model' ? outputs(told) : undefined
  return fieldOf(answer, 'choices') === undefined ? undefined : textOf(fieldOf(answer, 'id'))
}

/** Where LangSmith's clients, OpenAI and LangChain keep the counts of an answer. */
function tokens(told: Told, way: 'in' | 'out'): number | undefined {
  const answer = outputs(told)
  const generations = fieldOf(answer, 'generations')
  const first = Array.isArray(generations)
    ? Array.isArray(generations[0])
      ? generations[0][0]
      : generations[0]
    : undefined
  const llm = fieldOf(answer, 'llm_output')
  const places = [
    fieldOf(answer, 'usage_metadata'),
    fieldOf(answer, 'usage'),
    firstField(llm, 'token_usage', 'tokenUsage', 'usage'),
    fieldOf(fieldOf(fieldOf(first, 'message'), 'kwargs'), 'usage_metadata'),
  ]
  for (const place of places) {
    const count = firstCount(place, ...tokenNames[way])
    if (count !== undefined) return count
  }
  return undefined
}

/** The value inside an object that holds nothing else. */
function unwrapped(value: Json | undefined, names: readonly string[]): Json | undefined {
  if (!isObject(value) || Object.keys(value).length !== 1) return value
  const only = firstField(value, ...names)
  if (only === undefined) return value
  return structured(Array.isArray(only) && only.length === 1 ? (only[0] ?? null) : only)
}

/** LangChain's tools answer with a message around what they found. */
function resultIn(value: Json | undefined): Json | undefined {
  const kwargs = fieldOf(value, 'kwargs') ?? value
  const isMessage = fieldOf(value, 'type') === 'constructor' || fieldOf(value, 'type') === 'tool'
  return isMessage ? structured(firstField(kwargs, 'content') ?? null) : value
}
