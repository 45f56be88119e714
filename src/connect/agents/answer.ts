/**
 * Reading an answer: the JSON an agent sends becomes what it said and did, in order.
 *
 * Tool calls come before the words of the same answer: an agent acts, then speaks. A reply that is
 * null, an empty text or an empty list is an agent that says nothing; a reply that is not where the
 * settings say it is, or is not text, is garbage.
 */
import type { Json } from '../../conversation/index.ts'
import { type Selector, selector } from '../select.ts'
import { type AgentEvent, AgentFailure } from './agent.ts'
import type { ReadingSettings, ToolCallSettings } from './settings.ts'

export interface AnswerReader {
  /** Reads one JSON value of an answer. `strict` says that a reply must be there unless something else is. */
  read(value: Json, strict: boolean): readonly AgentEvent[]
  /** The message pieced together so far, if any. Call at the end of an answer, however it ended. */
  flush(): readonly AgentEvent[]
}

/** A reader for one answer of a session; `memory` is the session's. */
export function answerReader(settings: CompiledReading, memory: SessionMemory): AnswerReader {
  let pieces = ''
  const flush = (): readonly AgentEvent[] => {
    const text = pieces
    pieces = ''
    return text === '' ? [] : [{ type: 'message', text }]
  }
  return {
    flush,
    read(value, strict) {
      const deeds = [
        ...toolEvents(value, settings.toolCalls, memory),
        ...handoffEvents(value, settings.handoff, memory),
      ]
      for (const piece of settings.delta?.all(value) ?? []) if (typeof piece === 'string') pieces += piece
      const ended = settings.messageEnd?.all(value).some(isSomething) === true ? flush() : []
      const mustReply = strict && deeds.length === 0 && settings.delta === undefined
      return [...deeds, ...ended, ...messages(value, settings.reply, mustReply)]
    },
  }
}

/** What a session remembers from answer to answer. */
export interface SessionMemory {
  calls: number
  /** The last handoff told, so that a state which stays true is told once. */
  handoff: string
}

export function sessionMemory(): SessionMemory {
  return { calls: 0, handoff: '' }
}

export interface CompiledReading {
  readonly reply?: Selector
  readonly delta?: Selector
  readonly messageEnd?: Selector
  readonly handoff?: Selector
  readonly toolCalls?: CompiledToolCalls
}

type CompiledToolCalls = Readonly<Record<keyof ToolCallSettings, Selector>>

export function compileReading(settings: ReadingSettings): CompiledReading {
  const { reply, delta, messageEnd, handoff, toolCalls } = settings
  return {
    ...(reply !== undefined && { reply: selector(reply) }),
    ...(delta !== undefined && { delta: selector(delta) }),
    ...(messageEnd !== undefined && { messageEnd: selector(messageEnd) }),
    ...(handoff !== undefined && { handoff: selector(handoff) }),
    ...(toolCalls !== undefined && { toolCalls: compileToolCalls(toolCalls) }),
  }
}

/** The text of an answer as JSON. */
export function parseAnswer(text: string): Json {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw garbage(`The answer is not JSON: ${excerpt(text)}`, cause)
  }
}

export function garbage(message: string, cause?: unknown): AgentFailure {
  return new AgentFailure({ culprit: 'agent', code: 'garbage', message }, cause)
}

/** The beginning of a text, in one line, in quotes. */
export function excerpt(text: string, most = 120): string {
  const line = text
    .slice(0, most * 2)
    .replaceAll(/\s+/g, ' ')
    .trim()
  return line.length > most ? `"${line.slice(0, most)}…"` : `"${line}"`
}

function compileToolCalls(settings: ToolCallSettings): CompiledToolCalls {
  return {
    at: selector(settings.at),
    tool: selector(settings.tool),
    args: selector(settings.args),
    id: selector(settings.id),
    result: selector(settings.result),
    error: selector(settings.error),
    outcome: selector(settings.outcome),
  }
}

function messages(value: Json, reply: Selector | undefined, mustReply: boolean): AgentEvent[] {
  if (reply === undefined) return []
  return replies(value, reply, mustReply)
    .flatMap((item) => (Array.isArray(item) ? (item as readonly Json[]) : [item]))
    .filter((item) => item !== null && item !== '')
    .map((text) => {
      if (typeof text !== 'string')
        throw garbage(`The reply at ${reply.text} is not text: ${excerpt(JSON.stringify(text))}`)
      return { type: 'message', text }
    })
}

function replies(value: Json, reply: Selector, mustReply: boolean): readonly Json[] {
  if (!mustReply) return reply.all(value)
  try {
    return reply.need(value)
  } catch (problem) {
    if (!(problem instanceof Error)) throw problem
    const there = 'hint' in problem ? ` ${problem.hint}` : ''
    throw garbage(`${problem.message}${there}`, problem)
  }
}

function toolEvents(value: Json, at: CompiledToolCalls | undefined, memory: SessionMemory): AgentEvent[] {
  if (at === undefined) return []
  return at.at
    .all(value)
    .flatMap((call) => (Array.isArray(call) ? (call as readonly Json[]) : [call]))
    .flatMap((call) => toolCall(call, at, memory))
}

function toolCall(call: Json, at: CompiledToolCalls, memory: SessionMemory): AgentEvent[] {
  const tool = at.tool.first(call)
  if (typeof tool !== 'string')
    throw garbage(`A reported tool call has no name at ${at.tool.text}: ${excerpt(JSON.stringify(call))}`)
  memory.calls += 1
  const id = at.id.first(call)
  const callId = typeof id === 'string' ? id : `call-${memory.calls}`
  const made: AgentEvent = { type: 'tool-call', callId, tool, args: parsedArgs(at.args.first(call)) }
  const ended = toolOutcome(call, at)
  return ended === undefined ? [made] : [made, { type: 'tool-result', callId, ...ended }]
}

/** Arguments as JSON; OpenAI's way of JSON inside a text is read, other texts stay. */
export function parsedArgs(args: Json | undefined): Json {
  if (args === undefined) return {}
  if (typeof args !== 'string') return args
  try {
    return JSON.parse(args)
  } catch {
    return args
  }
}

function toolOutcome(call: Json, at: CompiledToolCalls): { outcome: 'ok' | 'error'; value: Json } | undefined {
  const result = at.result.first(call)
  const error = at.error.first(call)
  const told = at.outcome.first(call)
  if (isSomething(error)) return { outcome: 'error', value: error }
  if (told !== undefined && told !== null) return { outcome: isGood(told) ? 'ok' : 'error', value: result ?? null }
  return result === undefined ? undefined : { outcome: 'ok', value: result }
}

function isGood(told: Json): boolean {
  if (typeof told === 'number') return told >= 200 && told < 300
  return told === true || ['ok', 'success', 'succeeded', 'done'].includes(String(told).toLowerCase())
}

function isSomething(value: Json | undefined): value is Exclude<Json, null | false> {
  return value !== undefined && value !== null && value !== false && value !== ''
}

function handoffEvents(value: Json, at: Selector | undefined, memory: SessionMemory): AgentEvent[] {
  const told = at?.first(value)
  const key = isSomething(told) ? JSON.stringify(told) : ''
  if (key === memory.handoff || told === undefined) return []
  memory.handoff = key
  return isSomething(told) ? [handoff(told)] : []
}

function handoff(told: Exclude<Json, null | false>): AgentEvent {
  if (typeof told === 'string') return { type: 'handoff', to: told }
  if (typeof told !== 'object' || Array.isArray(told)) return { type: 'handoff' }
  const { to, because, reason } = told as { readonly [key: string]: Json }
  const why = because ?? reason
  return {
    type: 'handoff',
    ...(typeof to === 'string' && { to }),
    ...(typeof why === 'string' && { because: why }),
  }
}
