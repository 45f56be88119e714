/**
 * From a foreign record to a conversation, by a mapping.
 *
 * Refuses a record rather than guess: a speaker nobody knows, words that are not text, a time that cannot be
 * read. Where a record has no times they are not made up: every event is at 0 and `circumstances.times` is
 * `unknown`, so that nothing is claimed about speed.
 */
import { type Place, Problem, Problems } from '../problem.ts'
import type { Conversation, Event, Json } from './conversation.ts'
import { type Found, take } from './found.ts'
import type { Mapping, Source } from './mapping.ts'
import { isoOf, momentOf } from './moments.ts'
import { contentsOf, kindOf } from './path.ts'
import { parseConversation } from './schema.ts'

/** The moment given to a record that does not say when it happened. */
export const unknownMoment = '1970-01-01T00:00:00Z'

/** Most problems told of one record: the first few name the mistake, the rest repeat it. */
const problemsAtMost = 5

/**
 * Makes a reader of records.
 *
 * @returns a function that takes one record and where it stands, and gives the conversation
 * @throws (the function) Problems `conversation/cannot-map` with what was found instead
 */
export function mapper(mapping: Mapping): (record: unknown, at: Place) => Conversation {
  return (record, at) => {
    const reading = new Reading(mapping, record as Json)
    const conversation = reading.conversation(at)
    if (reading.complaints.length === 0) return parseConversation(conversation, at)
    throw new Problems(
      reading.complaints
        .slice(0, problemsAtMost)
        .map(({ message, hint }) => new Problem({ code: 'conversation/cannot-map', message, hint, at })),
    )
  }
}

interface Complaint {
  readonly message: string
  readonly hint: string
}

type Role = 'customer' | 'agent' | 'tool' | 'ignored'

/** An event before its time is known; `ms` is the moment of its turn. */
interface Timed {
  readonly event: Event
  readonly ms: number | undefined
}

class Reading {
  readonly complaints: Complaint[] = []
  private readonly mapping: Mapping
  private readonly record: Json
  private readonly events: Timed[] = []
  /** Calls of the agent by id, and those that have no result yet, oldest first. */
  private readonly tools = new Map<string, string>()
  private readonly open: string[] = []
  private readonly foreignCalls = new Set<string>()

  constructor(mapping: Mapping, record: Json) {
    this.mapping = mapping
    this.record = record
  }

  conversation(at: Place): unknown {
    const { mapping } = this
    for (const [index, turn] of this.turns().entries()) this.readTurn(turn, index)
    const moments = this.events.map(({ ms }) => ms)
    const known = moments.length > 0 && moments.every((ms) => ms !== undefined)
    const first = known ? Math.min(...moments.slice(0, 1)) : undefined
    const model = this.text(mapping.model)
    const version = this.text(mapping.agentVersion)
    const customerId = this.text(mapping.customer)
    const timeZone = this.text(mapping.timeZone)
    return {
      id: this.text(mapping.id) ?? `${at.file}:${at.line ?? 1}`,
      origin: 'production',
      agent: {
        id: this.text(mapping.agent) ?? 'agent',
        ...(version !== undefined && { version }),
        ...(model !== undefined && { model }),
      },
      channel: this.text(mapping.channel) ?? 'chat',
      ...(customerId !== undefined && { customerId }),
      startedAt: this.startedAt(first),
      ...(timeZone !== undefined && { timeZone }),
      events: eventsAt(this.events, first),
      circumstances: this.circumstances(known),
    }
  }

  private turns(): readonly Json[] {
    const { at } = this.mapping.turns
    const { values, missing } = take(at, this.record)
    if (values.length > 0 || !missing) return values
    this.complain(
      `The record has no turns at ${namesOf(at)}.`,
      `It holds ${contentsOf(this.record)}. Say under "turns: at:" which of these is the list of turns.`,
    )
    return []
  }

  private readTurn(turn: Json, index: number): void {
    const role = this.roleOf(turn, index)
    const ms = this.momentOf(turn, index)
    const add = (event: Event) => this.events.push({ event, ms })
    if (role === 'tool') this.readResult(turn, add)
    if (role !== 'customer' && role !== 'agent') return
    const text = this.wordsOf(turn, index)
    if (text !== '') add({ type: 'message', atMs: 0, from: role, text })
    this.readCalls(turn, index, role, add)
  }

  private roleOf(turn: Json, index: number): Role | undefined {
    const { role, roles } = this.mapping.turns
    const [found] = take(role, turn).values
    const word = typeof found === 'string' ? found.toLowerCase() : undefined
    const known = (['customer', 'agent', 'tool', 'ignored'] as const).find((each) =>
      roles[each].some((name) => name.toLowerCase() === word),
    )
    if (known !== undefined) return known
    const said = found === undefined ? 'says nothing' : `says ${JSON.stringify(found).slice(0, 60)}`
    this.complain(
      `Turn ${index + 1} ${said} at ${namesOf(role)}, so it is not known who speaks.`,
      found === undefined
        ? `The turn holds ${contentsOf(turn)}. Say under "turns: role:" where its speaker stands.`
        : 'Add this word under "turns: roles:" to customer, agent, tool or ignored.',
    )
    return undefined
  }

  private momentOf(turn: Json, index: number): number | undefined {
    const { time, timeUnit } = this.mapping.turns
    const [found] = time === undefined ? [] : take(time, turn).values
    if (found === undefined || found === null) return undefined
    const ms = momentOf(found, timeUnit)
    if (ms !== undefined) return ms
    this.complain(
      `Turn ${index + 1} has a time that cannot be read: ${JSON.stringify(found).slice(0, 60)}.`,
      'Times are ISO 8601, or seconds or milliseconds since 1970. Leave "turns: time:" out when there are none.',
    )
    return undefined
  }

  private wordsOf(turn: Json, index: number): string {
    const { text: where, leaveOut } = this.mapping.turns
    const values = take(where, turn).values.filter((value) => value !== null)
    const wrong = values.find((value) => typeof value !== 'string')
    if (wrong !== undefined) {
      this.complain(
        `What turn ${index + 1} says at ${namesOf(where)} is not text but a ${kindOf(wrong)}.`,
        `The turn holds ${contentsOf(turn)}. Say under "turns: text:" where the words stand.`,
      )
      return ''
    }
    return leaveOut.reduce((text, mark) => text.replaceAll(mark, ''), values.join('\n')).trim()
  }

  private readCalls(turn: Json, index: number, role: 'customer' | 'agent', add: (event: Event) => void): void {
    const { toolCalls } = this.mapping
    if (toolCalls === undefined) return
    for (const [nth, call] of take(toolCalls.at, turn).values.entries()) {
      const callId = textIn(take(toolCalls.id, call)) ?? `turn-${index + 1}-call-${nth + 1}`
      // A customer's own tools are no part of what the agent did.
      if (role === 'customer') {
        this.foreignCalls.add(callId)
        continue
      }
      const tool = textIn(take(toolCalls.tool, call))
      if (tool === undefined) {
        this.complain(
          `A tool call in turn ${index + 1} has no name at ${namesOf(toolCalls.tool)}.`,
          `The call holds ${contentsOf(call)}. Say under "toolCalls: tool:" where its name stands.`,
        )
        continue
      }
      const [args = {}] = take(toolCalls.args, call).values
      this.tools.set(callId, tool)
      add({ type: 'tool-call', atMs: 0, callId, tool, args: unpacked(args) ?? {}, seenBy: 'agent' })
      const came = cameOf(toolCalls, call)
      if (came === undefined) this.open.push(callId)
      else this.addResult(callId, came.value, came.failed, add)
    }
  }

  private readResult(turn: Json, add: (event: Event) => void): void {
    const { results } = this.mapping
    const named = textIn(take(results.call, turn))
    if (named !== undefined && this.foreignCalls.has(named)) return
    const tool = textIn(take(results.tool, turn))
    const callId = named ?? this.open.find((id) => tool === undefined || this.tools.get(id) === tool)
    if (callId === undefined) return
    const values = take(results.value, turn).values
    const value = values.length > 1 ? values.filter((each) => typeof each === 'string').join('\n') : (values[0] ?? null)
    const [flag] = results.error === undefined ? [] : take(results.error, turn).values
    const failed = isSign(flag) || startsWithAny(value, results.errorStarts)
    if (this.open.includes(callId)) this.open.splice(this.open.indexOf(callId), 1)
    this.addResult(callId, unpacked(value), failed, add)
  }

  private addResult(callId: string, value: Json, failed: boolean, add: (event: Event) => void): void {
    add({ type: 'tool-result', atMs: 0, callId, outcome: failed ? 'error' : 'ok', value, seenBy: 'agent' })
    const tool = this.tools.get(callId)
    if (!failed && tool !== undefined && this.mapping.handoffTools.some((name) => fits(tool, name))) {
      add({ type: 'handoff', atMs: 0 })
    }
  }

  private startedAt(first: number | undefined): string {
    const { startedAt } = this.mapping
    const [given] = startedAt === undefined ? [] : take(startedAt, this.record).values
    if (typeof given === 'string' && /(z|[+-]\d\d:\d\d)$/i.test(given)) return given
    const ms = given === undefined || given === null ? first : momentOf(given)
    return ms === undefined ? unknownMoment : isoOf(ms)
  }

  private circumstances(timesKnown: boolean): Readonly<Record<string, unknown>> {
    const named = Object.entries(this.mapping.circumstances).flatMap(([name, where]) => {
      const [value] = take(where, this.record).values
      return value === undefined || value === null ? [] : [[name, value] as const]
    })
    const expected = this.expected()
    return {
      ...Object.fromEntries(named),
      ...(expected !== undefined && { expected }),
      ...(!timesKnown && { times: 'unknown' }),
    }
  }

  private expected(): Json | undefined {
    const form = this.mapping.expected
    if (form === undefined) return undefined
    if (typeof form === 'string' || Array.isArray(form)) return take(form, this.record).values[0] ?? undefined
    const told = form.told && take(form.told, this.record).values.map((value) => asText(value))
    const [handoff] = form.handoff === undefined ? [] : take(form.handoff, this.record).values
    const calls =
      form.calls &&
      take(form.calls.at, this.record).values.map((call) => {
        const args = unpacked(take(form.calls?.args ?? [], call).values[0] ?? null)
        return { tool: textIn(take(form.calls?.tool ?? [], call)) ?? '', ...(args !== null && { args }) }
      })
    const expected = {
      ...(told !== undefined && told.length > 0 && { told }),
      ...(typeof handoff === 'boolean' && { handoff }),
      ...(calls !== undefined && { calls }),
    }
    return Object.keys(expected).length > 0 ? (expected as Json) : undefined
  }

  private text(source: Source | undefined): string | undefined {
    return source === undefined ? undefined : textIn(take(source, this.record))
  }

  private complain(message: string, hint: string): void {
    this.complaints.push({ message, hint })
  }
}

/** Events with their times; all at 0 when the times are not known. A clock that steps back is held still. */
function eventsAt(timed: readonly Timed[], first: number | undefined): readonly Event[] {
  let atMs = 0
  return timed.map(({ event, ms = 0 }) => {
    if (first !== undefined) atMs = Math.max(atMs, Math.round(ms - first))
    return { ...event, atMs }
  })
}

interface Came {
  readonly value: Json
  readonly failed: boolean
}

function cameOf({ result, error }: NonNullable<Mapping['toolCalls']>, call: Json): Came | undefined {
  const [value] = result === undefined ? [] : take(result, call).values
  const [failure] = error === undefined ? [] : take(error, call).values
  const failed = isSign(failure)
  if (value === undefined && !failed) return undefined
  return { value: unpacked(value ?? failure ?? null), failed }
}

/** Whether a value says that something failed: true, a text, a mapping; not false, null, 0 or an empty text. */
function isSign(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== false && value !== 0 && value !== ''
}

function startsWithAny(value: Json, beginnings: readonly string[]): boolean {
  if (typeof value !== 'string') return false
  const text = value.trimStart().toLowerCase()
  return beginnings.some((beginning) => text.startsWith(beginning.toLowerCase()))
}

/** A text that holds a JSON object or list, as that; anything else as it is. */
function unpacked(value: Json): Json {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value) as Json
  } catch {
    return value
  }
}

function textIn({ values: [value] }: Found): string | undefined {
  return value === undefined || value === null || value === '' ? undefined : asText(value)
}

function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** `transfer_*` fits every name that begins so. */
function fits(name: string, pattern: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern
}

function namesOf(source: Source): string {
  return Array.isArray(source) ? source.join(' or ') : source
}
