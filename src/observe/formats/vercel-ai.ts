/**
 * The AI SDK's own names, of its versions 4 to 7. Version 7 can also write OpenTelemetry's names, and then keeps only the
 * settings under its own.
 */

import type { Said } from '../observation.ts'
import { answered, counts, type Dialect, executed, given, givenIn, marksBelow, type Rule, texts } from './dialect.ts'
import type { Spoken } from './messages.ts'
import { present } from './otel-genai.ts'
import { callsIn } from './parts.ts'
import type { Told } from './told.ts'
import { serialised, textOf } from './values.ts'

const settings = ['ai.telemetry.metadata.', 'ai.settings.context.'] as const

export const vercelAi: Dialect = {
  name: 'vercel-ai',
  speaks: ({ roots }) => roots.has('ai'),
  rules: [
    { gives: 'kind', from: 'ai.operationId', read: ({ attributes }) => kindOf(textOf(attributes['ai.operationId'])) },
    ...setting('conversation', 'sessionId', 'conversationId', 'threadId', 'chatId'),
    ...setting('customer', 'userId'),
    ...setting('channel', 'channel'),
    ...texts('agent.id', 'ai.telemetry.functionId'),
    ...setting('agent.version', 'agentVersion'),
    ...texts('model.asked', 'ai.model.id'),
    ...texts('model.answered', 'ai.response.model'),
    ...texts('model.provider', 'ai.model.provider'),
    ...counts('tokens.in', 'ai.usage.inputTokens', 'ai.usage.promptTokens'),
    ...counts('tokens.out', 'ai.usage.outputTokens', 'ai.usage.completionTokens'),
    ...texts('response.id', 'ai.response.id'),
    ...given('ai.prompt.messages', (told) => told.spoken('ai.prompt.messages', 'customer')),
    ...givenIn('ai.prompt'),
    ...answered('ai.response', (told) => answerOf(told, 'ai.response')),
    ...answered('ai.result', (told) => answerOf(told, 'ai.result')),
    executed('tool.name', 'ai.toolCall.name', ({ attributes }) => textOf(attributes['ai.toolCall.name'])),
    executed('tool.callId', 'ai.toolCall.id', ({ attributes }) => textOf(attributes['ai.toolCall.id'])),
    executed('tool.args', 'ai.toolCall.args', ({ attributes }) => present(attributes['ai.toolCall.args'], serialised)),
    executed('tool.result', 'ai.toolCall.result', ({ attributes }) =>
      present(attributes['ai.toolCall.result'], serialised),
    ),
  ],
  marks: (told) => marksBelow(told, ...settings),
}

function setting(
  gives: 'conversation' | 'customer' | 'channel' | 'agent.version',
  ...names: string[]
): readonly Rule[] {
  return texts(gives, ...names.flatMap((name) => settings.map((prefix) => `${prefix}${name}`)))
}

/** Calls of a model end in `doGenerate` or `doStream`; what is around them repeats them. */
function kindOf(operation: string | undefined) {
  if (operation === undefined) return undefined
  if (operation === 'ai.toolCall') return 'tool'
  if (/^ai\.(generate|stream)(Text|Object)\.do(Generate|Stream)$/.test(operation)) return 'model'
  return /^ai\.(generate|stream)(Text|Object)$/.test(operation) ? 'agent' : 'other'
}

function answerOf(told: Told, prefix: string): Spoken | undefined {
  return told.once(prefix, () => {
    const { attributes } = told
    const text = textOf(attributes[`${prefix}.text`]) ?? textOf(attributes[`${prefix}.object`]) ?? ''
    const calls = callsIn(attributes[`${prefix}.toolCalls`])
    if (text === '' && calls.length === 0) return undefined
    const said: Said = { role: 'agent', text, ...(calls.length > 0 && { calls }) }
    return { said: [said] }
  })
}
