/**
 * OpenTelemetry's conventions for generative AI, in the names of today and of before.
 *
 * Messages stand in attributes, in events of a span, or in log records beside it; the last two are read by `heard.ts`.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/gen-ai/
 */
import type { Json } from '../../conversation/index.ts'
import type { Attributes } from '../otlp/otlp.ts'
import {
  answered,
  answeredIn,
  counts,
  type Dialect,
  executed,
  given,
  givenIn,
  kindBy,
  marksFrom,
  type Rule,
  texts,
  weakly,
} from './dialect.ts'
import { spokenIn } from './messages.ts'
import { partsOf } from './parts.ts'
import type { Told } from './told.ts'
import { serialised, structured, textOf } from './values.ts'

const details = 'gen_ai.client.inference.operation.details'

export const otelGenai: Dialect = {
  name: 'otel-genai',
  speaks: ({ roots, events }) => roots.has('gen_ai') || events.some(({ name }) => name.startsWith('gen_ai.')),
  logs: ['gen_ai'],
  rules: [
    kindBy('gen_ai.operation.name', {
      chat: 'model',
      generate_content: 'model',
      text_completion: 'model',
      execute_tool: 'tool',
      invoke_agent: 'agent',
      invoke_workflow: 'agent',
      agent_step: 'agent',
    }),
    ...texts('conversation', 'gen_ai.conversation.id'),
    ...texts('agent.id', 'gen_ai.agent.name', 'gen_ai.agent.id'),
    ...texts('agent.version', 'gen_ai.agent.version'),
    ...texts('model.asked', 'gen_ai.request.model'),
    ...texts('model.answered', 'gen_ai.response.model'),
    ...texts('model.provider', 'gen_ai.provider.name', 'gen_ai.system'),
    ...counts('tokens.in', 'gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'),
    ...counts('tokens.out', 'gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'),
    ...texts('response.id', 'gen_ai.response.id'),
    ...texts('response.previous', 'gen_ai.request.previous_response.id'),
    {
      gives: 'system',
      from: 'gen_ai.system_instructions',
      read: ({ attributes }) => instructions(attributes['gen_ai.system_instructions']),
    },
    ...givenIn('gen_ai.input.messages'),
    ...answeredIn('gen_ai.output.messages'),
    {
      gives: 'system',
      from: `${details} gen_ai.system_instructions`,
      read: (told) => instructions(eventValue(told, details, 'gen_ai.system_instructions')),
    },
    ...given(`${details} gen_ai.input.messages`, (told) => inEvent(told, details, 'gen_ai.input.messages', 'customer')),
    ...answered(`${details} gen_ai.output.messages`, (told) =>
      inEvent(told, details, 'gen_ai.output.messages', 'agent'),
    ),
    ...givenIn('gen_ai.prompt'),
    ...answeredIn('gen_ai.completion'),
    ...given('gen_ai.content.prompt', (told) => inEvent(told, 'gen_ai.content.prompt', 'gen_ai.prompt', 'customer')),
    ...answered('gen_ai.content.completion', (told) =>
      inEvent(told, 'gen_ai.content.completion', 'gen_ai.completion', 'agent'),
    ),
    executed('tool.name', 'gen_ai.tool.name', ({ attributes }) => textOf(attributes['gen_ai.tool.name'])),
    executed('tool.name', 'execute_tool', ({ name }) => textOf(/^execute_tool (.+)/.exec(name)?.[1])),
    executed('tool.callId', 'gen_ai.tool.call.id', ({ attributes }) => textOf(attributes['gen_ai.tool.call.id'])),
    executed('tool.args', 'gen_ai.tool.call.arguments', ({ attributes }) =>
      present(attributes['gen_ai.tool.call.arguments'], structured),
    ),
    executed('tool.result', 'gen_ai.tool.call.result', ({ attributes }) =>
      present(attributes['gen_ai.tool.call.result'], serialised),
    ),
    ...weakly([
      ...['gen_ai.request.model', 'gen_ai.input.messages', 'gen_ai.output.messages'].map(
        (from): Rule => ({ gives: 'kind', from, read: ({ attributes }) => unnamed(attributes, from) }),
      ),
      {
        gives: 'notProduction',
        from: 'gen_ai.operation.name',
        read: ({ attributes }) => (attributes['gen_ai.operation.name'] === 'evaluate' ? 'evaluator' : undefined),
      },
    ]),
  ],
  marks: (told) => marksFrom(told, { 'prompt.name': 'gen_ai.prompt.name', 'prompt.version': 'gen_ai.prompt.version' }),
}

/** What names a model or messages and no operation is a question to a model. */
function unnamed(attributes: Attributes, from: string): 'model' | undefined {
  const isNamed = attributes['gen_ai.operation.name'] !== undefined
  return isNamed || attributes[from] === undefined ? undefined : 'model'
}

/** A value where there is one. */
export function present(value: Json | undefined, read: (value: Json) => Json): Json | undefined {
  return value === undefined ? undefined : read(value)
}

function instructions(value: Json | undefined): string | undefined {
  if (value === undefined) return undefined
  return textOf(partsOf(structured(value)).texts.join('\n\n'))
}

function eventValue(told: Told, event: string, attribute: string): Json | undefined {
  return told.events.find(({ name, attributes }) => name === event && attributes[attribute] !== undefined)?.attributes[
    attribute
  ]
}

function inEvent(told: Told, event: string, attribute: string, from: 'customer' | 'agent') {
  return told.once(`${event} ${attribute}`, () => spokenIn(eventValue(told, event, attribute), from))
}
