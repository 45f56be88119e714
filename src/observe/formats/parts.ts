/**
 * Parts of one message: text, calls of tools, results of tools, in the shapes of every provider and framework.
 *
 * Thinking is no part of what was said. Anything else that is no text, such as a picture, leaves its name in brackets.
 */
import { isObject, type Json, type JsonObject } from '../../conversation/index.ts'
import type { Said, SaidCall } from '../observation.ts'
import { fieldOf, firstField, parsedJson, structured, textOf } from './values.ts'

/** What the parts of one message hold together. */
export interface Parts {
  readonly texts: string[]
  readonly calls: SaidCall[]
  readonly results: Said[]
}

type Take = (part: JsonObject, into: Parts) => void

/** More parts than a message can have. */
const mostParts = 10_000

const takeText: Take = (part, into) => {
  const text = firstField(part, 'text', 'content', 'refusal', 'value')
  if (typeof text === 'string') into.texts.push(text)
  else if (isObject(text)) takeText(text, into)
}
const takeCall: Take = (part, into) => {
  const call = callOf(part)
  if (call !== undefined) into.calls.push(call)
}
const takeResult: Take = (part, into) => {
  into.results.push(resultOf(part, firstField(part, 'response', 'result', 'output', 'content') ?? null))
}
const leaveOut: Take = () => {}

const byType: Readonly<Record<string, Take | undefined>> = Object.assign(Object.create(null), {
  text: takeText,
  input_text: takeText,
  output_text: takeText,
  refusal: takeText,
  tool_call: takeCall,
  'tool-call': takeCall,
  tool_use: takeCall,
  function_call: takeCall,
  function: takeCall,
  server_tool_call: takeCall,
  server_tool_use: takeCall,
  tool_call_response: takeResult,
  'tool-result': takeResult,
  'tool-error': takeResult,
  tool_result: takeResult,
  function_call_output: takeResult,
  server_tool_call_response: takeResult,
  reasoning: leaveOut,
  thinking: leaveOut,
  redacted_thinking: leaveOut,
  compaction: leaveOut,
  'step-start': leaveOut,
} satisfies Record<string, Take>)

/** Everything in a message's content, whether it is text, a part or a list of parts. */
export function partsOf(content: Json | undefined): Parts {
  const parts: Parts = { texts: [], calls: [], results: [] }
  for (const part of listed(content).slice(0, mostParts)) takePart(part, parts)
  return parts
}

function listed(content: Json | undefined): readonly Json[] {
  if (content === undefined || content === null) return []
  return Array.isArray(content) ? content : [content as Json]
}

function takePart(part: Json, into: Parts): void {
  if (typeof part === 'string') into.texts.push(part)
  if (!isObject(part)) return
  const type = textOf(fieldOf(part, 'type'))
  const gemini = fieldOf(part, 'functionCall')
  const geminiResult = fieldOf(part, 'functionResponse')
  if (isObject(gemini)) takeCall(gemini, into)
  else if (isObject(geminiResult)) takeResult(geminiResult, into)
  else if (type === undefined) takeText(part, into)
  else (byType[type] ?? named(type))(part, into)
}

function named(type: string): Take {
  return (_part, into) => {
    into.texts.push(`[${type.replace(/^input_/, '').slice(0, 40)}]`)
  }
}

/** A call of a tool in any shape, or nothing where no tool is named. */
export function callOf(raw: Json): SaidCall | undefined {
  const inner = fieldOf(raw, 'function')
  const named = isObject(inner) ? inner : raw
  const tool = textOf(firstField(named, 'name', 'toolName', 'tool_name', 'tool'))
  if (tool === undefined) return undefined
  const id = textOf(firstField(raw, 'id', 'call_id', 'toolCallId', 'tool_call_id'))
  const callId = textOf(fieldOf(raw, 'call_id')) ?? id
  const args = firstField(named, 'arguments', 'args', 'input', 'parameters')
  return { ...(callId !== undefined && { id: callId }), tool, args: structured(args ?? {}) }
}

/** Calls out of a list, also where the list is JSON in a text. */
export function callsIn(list: Json | undefined): readonly SaidCall[] {
  const value = typeof list === 'string' ? parsedJson(list) : list
  return listed(value)
    .slice(0, mostParts)
    .flatMap((raw) => callOf(raw) ?? [])
}

/** A tool's answer as a message. */
export function resultOf(raw: JsonObject, content: Json): Said {
  const { value, failed } = plainValue(content)
  const callId = textOf(firstField(raw, 'tool_call_id', 'toolCallId', 'tool_use_id', 'call_id', 'id'))
  const tool = textOf(firstField(raw, 'name', 'toolName', 'tool_name'))
  const error = fieldOf(raw, 'error')
  const isError = failed || firstField(raw, 'is_error', 'isError') === true || fieldOf(raw, 'status') === 'error'
  return {
    role: 'tool',
    text: '',
    answers: {
      ...(callId !== undefined && { callId }),
      ...(tool !== undefined && { tool }),
      value: value === null && error !== undefined ? error : value,
      ...((isError || (error !== undefined && error !== null)) && { failed: true }),
    },
  }
}

const wrapped = new Set(['json', 'text', 'error-json', 'error-text', 'content'])

/** A result without what frameworks wrap around it. */
function plainValue(content: Json): { readonly value: Json; readonly failed: boolean } {
  const type = fieldOf(content, 'type')
  const inner = fieldOf(content, 'value')
  if (typeof type === 'string' && wrapped.has(type) && inner !== undefined) {
    return { value: unlisted(inner), failed: type.startsWith('error') }
  }
  return { value: unlisted(content), failed: false }
}

/** A list of nothing but texts is one text. */
function unlisted(content: Json): Json {
  if (!Array.isArray(content) || content.length === 0) return structured(content)
  const texts = content.map((part: Json) =>
    fieldOf(part, 'type') === 'text' ? firstField(part, 'text', 'content') : undefined,
  )
  return texts.every((text) => typeof text === 'string') ? structured(texts.join('\n')) : content
}
