/**
 * Which of a conversation's tool calls fed which: a value that came out of one and went into another.
 *
 * A value has come out of the call in whose result it first appears. What went into that call already, what an earlier
 * call was given, and what the customer had said before came out of nothing. Small numbers, single characters, yes and
 * no are too common to say anything.
 */
import { type Conversation, callsOf, type Json, type ToolCall } from '../../conversation/index.ts'

/** `patients[*].id` of one call went in as `patientId` of a later one. Places are indexes among `calls`. */
interface Link {
  readonly from: number
  readonly to: number
  readonly field: string
  readonly parameter: string
}

/** What is kept of a conversation: its calls, whether each succeeded, and what fed what. */
export interface Played {
  readonly scenario: string
  readonly calls: readonly { readonly tool: string; readonly ok: boolean }[]
  readonly links: readonly Link[]
}

/** @param declared names of the tools that count; empty for all that were called */
export function playedOf(conversation: Conversation, declared: ReadonlySet<string>): Played {
  const calls = callsOf(conversation).filter(({ tool }) => declared.size === 0 || declared.has(tool))
  return {
    scenario: conversation.circumstances?.scenario ?? '',
    calls: calls.map(({ tool, outcome }) => ({ tool, ok: outcome === 'ok' })),
    links: linksOf(conversation, calls),
  }
}

function linksOf({ events }: Conversation, calls: readonly ToolCall[]): readonly Link[] {
  const origins = new Map<Json, { readonly from: number; readonly field: string }>()
  const known = new Set<Json>()
  const links: Link[] = []
  for (const [to, call] of calls.entries()) {
    const said = saidBefore(events, call.at)
    const given = leavesOf(call.args)
    for (const { path: parameter, value } of given) {
      const origin = origins.get(value)
      if (origin !== undefined && !isSaid(value, said)) links.push({ ...origin, to, parameter })
      known.add(value)
    }
    for (const { path: field, value } of leavesOf(call.value)) {
      if (!known.has(value) && !origins.has(value)) origins.set(value, { from: to, field })
    }
  }
  return links
}

function saidBefore(events: Conversation['events'], at: number): string {
  const texts = events
    .slice(0, at)
    .flatMap((event) => (event.type === 'message' && event.from === 'customer' ? [event.text] : []))
  return texts.join('\n').toLowerCase()
}

const isSaid = (value: Json, said: string) => typeof value === 'string' && said.includes(value.toLowerCase())

function leavesOf(value: Json, path = ''): readonly { readonly path: string; readonly value: Json }[] {
  if (typeof value === 'string') return value.length > 1 ? [{ path, value }] : []
  if (typeof value === 'number') return Math.abs(value) >= 100 ? [{ path, value }] : []
  if (value === null || typeof value !== 'object') return []
  if (Array.isArray(value)) return value.flatMap((item: Json) => leavesOf(item, `${path}[*]`))
  return Object.entries(value).flatMap(([key, item]) => leavesOf(item, path === '' ? key : `${path}.${key}`))
}
