/**
 * Messages out of whatever a sender recorded as a model's input or output.
 *
 * Parts of the semantic conventions, OpenAI's chats and responses, Anthropic's blocks, Gemini's contents, the AI SDK's
 * parts, LangChain's messages, LiveKit's items, and plain text. System prompts at the start are kept apart.
 */
import { isObject, type Json, type JsonObject } from '../../conversation/index.ts'
import type { Said } from '../observation.ts'
import { callOf, callsIn, partsOf, resultOf } from './parts.ts'
import { fieldOf, firstField, parsedJson, textOf } from './values.ts'

/** Messages oldest first, without the system prompt they began with. */
export interface Spoken {
  readonly system?: string
  readonly said: readonly Said[]
}

type Role = Said['role']

/** More messages than a history can have. */
const mostMessages = 10_000
/** Objects around messages, such as a request around its list of messages. */
const deepestWrapping = 4

const roles: Readonly<Record<string, Role | undefined>> = Object.assign(Object.create(null), {
  user: 'customer',
  human: 'customer',
  customer: 'customer',
  assistant: 'agent',
  ai: 'agent',
  model: 'agent',
  agent: 'agent',
  bot: 'agent',
  assistantmessage: 'agent',
  tool: 'tool',
  function: 'tool',
  ipython: 'tool',
  system: 'system',
  developer: 'system',
} satisfies Record<string, Role>)

/**
 * The messages in a value, or nothing where it holds none.
 *
 * @param from whose words plain text is
 */
export function spokenIn(value: Json | undefined, from: 'customer' | 'agent'): Spoken | undefined {
  const said = messagesIn(value, from, deepestWrapping)
  return said === undefined || said.length === 0 ? undefined : apart(said)
}

/** The system prompt at the start apart from what follows it. */
function apart(said: readonly Said[]): Spoken {
  const first = said.findIndex(({ role }) => role !== 'system')
  const head = first === -1 ? said : said.slice(0, first)
  return {
    ...(head.length > 0 && { system: head.map(({ text }) => text).join('\n\n') }),
    said: said.slice(head.length),
  }
}

function messagesIn(value: Json | undefined, from: Role, depth: number): readonly Said[] | undefined {
  if (value === undefined || value === null || depth < 0) return undefined
  if (typeof value === 'string') return inText(value, from, depth)
  if (Array.isArray(value)) return inList(value, from)
  return isObject(value) ? inObject(value, from, depth) : undefined
}

function inText(text: string, from: Role, depth: number): readonly Said[] | undefined {
  if (text.trim() === '') return undefined
  const first = text.trimStart()[0]
  const inner = first === '{' || first === '[' || first === '"' ? parsedJson(text) : undefined
  if (inner === undefined) return [{ role: from, text }]
  return typeof inner === 'string' ? inText(inner, from, depth - 1) : messagesIn(inner, from, depth)
}

function inList(list: readonly Json[], from: Role): readonly Said[] | undefined {
  if (list.length === 0) return undefined
  const flat = list.every((each) => Array.isArray(each)) ? (list.flat() as readonly Json[]) : list
  if (!flat.some((each) => roleOf(each) !== undefined || isItem(each))) {
    // Parts without a role around them: one message.
    const parts = flat.every((each) => typeof each === 'string' || textOf(fieldOf(each, 'type')) !== undefined)
    return parts ? fromParts(flat, from) : undefined
  }
  return flat.slice(0, mostMessages).flatMap((each) => messageOf(each, from))
}

/** Fields that hold messages in requests and answers of providers, with whose they are. */
const holders: readonly (readonly [string, Role | undefined])[] = [
  ['messages', undefined],
  ['items', undefined],
  ['contents', undefined],
  ['input', 'customer'],
  ['choices', 'agent'],
  ['candidates', 'agent'],
  ['generations', 'agent'],
  ['output', 'agent'],
  ['message', undefined],
  ['prompt', 'customer'],
  ['query', 'customer'],
  ['question', 'customer'],
  ['text', undefined],
  ['answer', 'agent'],
  ['response', 'agent'],
  ['content', undefined],
  ['result', 'agent'],
]

function inObject(value: JsonObject, from: Role, depth: number): readonly Said[] | undefined {
  if (roleOf(value) !== undefined || isItem(value)) return messageOf(value, from)
  const calls = callsIn(firstField(value, 'tool_calls', 'toolCalls'))
  if (calls.length > 0) return messageOf({ ...value, role: from === 'agent' ? 'assistant' : 'user' }, from)
  for (const [name, whose] of holders) {
    const held = first(fieldOf(value, name), name)
    const said = messagesIn(held, whose ?? from, depth - 1)
    if (said !== undefined && said.length > 0) return [...systemBeside(value), ...said]
  }
  return undefined
}

/** Of several answers to one question the first was used. */
function first(held: Json | undefined, name: string): Json | undefined {
  if (!Array.isArray(held)) return held
  if (name === 'choices') return firstField(held[0], 'message', 'text', 'delta')
  if (name === 'candidates') return fieldOf(held[0], 'content')
  return name === 'generations' ? generation(held) : held
}

function generation(held: readonly Json[]): Json | undefined {
  const inner = Array.isArray(held[0]) ? held[0][0] : held[0]
  return firstField(inner, 'message', 'text')
}

function systemBeside(value: JsonObject): readonly Said[] {
  const beside = firstField(value, 'system', 'instructions', 'systemInstruction', 'system_instruction')
  const { texts } = partsOf(isObject(beside) ? (firstField(beside, 'parts', 'content', 'text') ?? null) : beside)
  const text = texts.join('\n')
  return text.trim() === '' ? [] : [{ role: 'system', text }]
}

/** Items that say by their type and not by a role what they are. */
function isItem(value: Json): boolean {
  const type = fieldOf(value, 'type')
  return type === 'function_call' || type === 'function_call_output'
}

function roleOf(value: Json): Role | undefined {
  const named = textOf(fieldOf(value, 'role'))
  if (named !== undefined) return roles[named.toLowerCase()]
  const type = textOf(fieldOf(value, 'type'))
  if (type === 'constructor') return constructed(fieldOf(value, 'id'))
  const hasContent = fieldOf(value, 'content') !== undefined || isObject(fieldOf(value, 'data'))
  return type !== undefined && hasContent && type !== 'function' ? roles[type.toLowerCase()] : undefined
}

/** LangChain names the class: `HumanMessage`, `AIMessageChunk`. */
function constructed(id: Json | undefined): Role | undefined {
  const name = Array.isArray(id) ? textOf(id.at(-1)) : undefined
  return roles[(name ?? '').replace(/Message(Chunk)?$/, '').toLowerCase()]
}

/** One message; an answer of a tool inside it becomes a message of its own. */
export function messageOf(raw: Json, from: Role): readonly Said[] {
  if (typeof raw === 'string') return raw.trim() === '' ? [] : [{ role: from, text: raw }]
  if (!isObject(raw)) return []
  const role = roleOf(raw) ?? (isItem(raw) ? 'agent' : from)
  if (isItem(raw)) return fromParts([raw], role)
  const kwargs = firstField(raw, 'kwargs', 'data')
  const body = isObject(kwargs) && fieldOf(raw, 'content') === undefined ? kwargs : raw
  if (role === 'tool') return answersOf(body)
  return fromParts(contentOf(body), role, callsBeside(body))
}

function contentOf(body: JsonObject): Json | undefined {
  return firstField(body, 'content', 'parts', 'text', 'message')
}

function callsBeside(body: JsonObject): ReturnType<typeof callsIn> {
  const beside =
    firstField(body, 'tool_calls', 'toolCalls') ?? fieldOf(fieldOf(body, 'additional_kwargs'), 'tool_calls')
  const calls = callsIn(beside)
  const old = fieldOf(body, 'function_call')
  const call = isObject(old) ? callOf(old) : undefined
  return call === undefined ? calls : [...calls, call]
}

/** A message of role `tool`: its parts are answers, or its whole content is one. */
function answersOf(body: JsonObject): readonly Said[] {
  const content = contentOf(body)
  const { results } = partsOf(Array.isArray(content) ? content : null)
  return results.length > 0 ? results : [resultOf(body, content ?? firstField(body, 'response', 'result') ?? null)]
}

function fromParts(content: Json | undefined, role: Role, beside: ReturnType<typeof callsIn> = []): readonly Said[] {
  const { texts, calls, results } = partsOf(content)
  const ids = new Set(beside.flatMap(({ id }) => id ?? []))
  const all = [...beside, ...calls.filter(({ id }) => id === undefined || !ids.has(id))]
  const text = texts.filter((each) => each !== '').join('\n')
  const said: readonly Said[] =
    text.trim() === '' && all.length === 0 ? [] : [{ role, text, ...(all.length > 0 && { calls: all }) }]
  // What a customer's message carries of tools came before what they wrote; an agent's answer comes after its call.
  return role === 'agent' ? [...said, ...results] : [...results, ...said]
}
