/**
 * LiveKit's voice agents. Names of content may have `pii.` in them, so that a collector can strip it; both are read.
 *
 * One question to a model is two spans there, `llm_node` and the `llm_request` within it: the outer one counts.
 */
import type { Json } from '../../conversation/index.ts'
import type { Said } from '../observation.ts'
import { answered, type Dialect, executed, given, marksFrom, type Rule, texts, weakly } from './dialect.ts'
import { type Spoken, spokenIn } from './messages.ts'
import { callsIn } from './parts.ts'
import type { Told } from './told.ts'
import { parsedJson, serialised, structured, textOf } from './values.ts'

const kinds = new Map([
  ['llm_node', 'model'],
  ['llm_request', 'other'],
  ['function_tool', 'tool'],
  ['agent_turn', 'agent'],
  ['agent_session', 'other'],
  ['user_turn', 'other'],
  ['tts_node', 'other'],
] as const)

export const livekit: Dialect = {
  name: 'livekit',
  speaks: ({ roots, scope }) => roots.has('lk') || scope.name.startsWith('livekit'),
  logs: ['lk'],
  rules: [
    { gives: 'kind', from: 'name', read: ({ name }) => (kinds as ReadonlyMap<string, 'model'>).get(name) },
    { gives: 'channel', from: 'scope', read: () => 'voice' },
    ...content('conversation', 'room_sid', 'job_id', 'room_name'),
    ...content('customer', 'participant_identity'),
    ...texts('agent.id', 'lk.agent_name', 'lk.agent_label'),
    ...texts('agent.version', 'lk.deployment_id'),
    ...given('lk.chat_ctx', (told) => told.once('lk.chat_ctx', () => chat(told))),
    ...answered('lk.response', (told) => told.once('lk.response', () => answer(told))),
    ...content('system', 'instructions'),
    ...weakly(given('lk.user_input', (told) => spokenIn(lk(told, 'user_input'), 'customer'))),
    executed('tool.name', 'lk.function_tool.name', (told) => textOf(lk(told, 'function_tool.name'))),
    executed('tool.callId', 'lk.function_tool.id', (told) => textOf(lk(told, 'function_tool.id'))),
    executed('tool.args', 'lk.function_tool.arguments', (told) => {
      const args = lk(told, 'function_tool.arguments')
      return args === undefined ? undefined : structured(args)
    }),
    executed('tool.result', 'lk.function_tool.output', (told) => {
      const output = lk(told, 'function_tool.output')
      return output === undefined ? undefined : serialised(output)
    }),
    {
      gives: 'error',
      from: 'lk.function_tool.is_error',
      read: (told) =>
        String(lk(told, 'function_tool.is_error')) === 'true'
          ? { message: textOf(lk(told, 'function_tool.output')) ?? 'the tool failed' }
          : undefined,
    },
  ],
  marks: (told) => marksFrom(told, { interrupted: 'lk.interrupted', 'input.delta': 'lk.input.delta' }),
}

/** An attribute with or without the part that marks personal data. */
function lk({ attributes }: Told, name: string): Json | undefined {
  return attributes[`lk.pii.${name}`] ?? attributes[`lk.${name}`]
}

function content(gives: 'conversation' | 'customer' | 'system', ...names: readonly string[]): readonly Rule[] {
  return names.map((name) => ({ gives, from: `lk.${name}`, read: (told: Told) => textOf(lk(told, name)) }) as Rule)
}

function chat(told: Told): Spoken | undefined {
  const value = lk(told, 'chat_ctx')
  return spokenIn(typeof value === 'string' ? parsedJson(value) : value, 'customer')
}

function answer(told: Told): Spoken | undefined {
  const text = textOf(lk(told, 'response.text')) ?? ''
  const calls = callsIn(lk(told, 'response.function_calls'))
  if (text === '' && calls.length === 0) return undefined
  const said: Said = { role: 'agent', text, ...(calls.length > 0 && { calls }) }
  return { said: [said] }
}
