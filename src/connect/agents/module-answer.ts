/** What an agent function may answer, as the events of a conversation. */
import type { Json } from '../../conversation/index.ts'
import type { AgentEvent } from './agent.ts'
import { garbage, type SessionMemory } from './answer.ts'

/** A tool call that the function made, with what came back. */
interface ModuleToolCall {
  readonly tool: string
  readonly args?: Json
  readonly result?: Json
  readonly error?: Json
}

/** What a function agent may answer besides plain text: several messages, tool calls, a handover. */
export interface ModuleAnswer {
  readonly messages?: string | readonly string[]
  readonly toolCalls?: readonly ModuleToolCall[]
  readonly handoff?: boolean | { readonly to?: string; readonly because?: string }
}

/** One thing an agent function may answer with; nothing at all is an agent that says nothing. */
export type ModulePart = string | readonly string[] | ModuleAnswer | null | undefined

export function isStream(answered: unknown): answered is AsyncIterable<ModulePart> {
  return typeof answered === 'object' && answered !== null && Symbol.asyncIterator in answered
}

/** @throws AgentFailure `garbage` for what is no answer */
export function eventsOf(part: ModulePart, memory: SessionMemory): readonly AgentEvent[] {
  if (part === undefined || part === null) return []
  if (typeof part === 'string' || isList(part)) return messages(part)
  if (typeof part !== 'object') throw garbage(`The function answered with a ${typeof part}, not with text.`)
  const { toolCalls = [], messages: said = [], handoff } = part
  return [
    ...toolCalls.flatMap((call) => toolEvents(call, memory)),
    ...messages(said),
    ...(handoff ? [{ type: 'handoff' as const, ...(handoff === true ? {} : handoff) }] : []),
  ]
}

function isList(part: ModulePart): part is readonly string[] {
  return Array.isArray(part)
}

function messages(said: string | readonly string[]): AgentEvent[] {
  return [said]
    .flat()
    .filter((text) => text !== '')
    .map((text) => {
      if (typeof text !== 'string') throw garbage(`The function answered with a ${typeof text}, not with text.`)
      return { type: 'message', text }
    })
}

function toolEvents({ tool, args = {}, result, error }: ModuleToolCall, memory: SessionMemory): AgentEvent[] {
  memory.calls += 1
  const callId = `call-${memory.calls}`
  const made: AgentEvent = { type: 'tool-call', callId, tool, args }
  if (error !== undefined) return [made, { type: 'tool-result', callId, outcome: 'error', value: error }]
  return result === undefined ? [made] : [made, { type: 'tool-result', callId, outcome: 'ok', value: result }]
}
