/** What of one conversation patterns are looked for in: how each side took its turns, and what was done between them. */
import { type Conversation, callsOf, momentOf, type ToolCall, type Turn, turnsOf } from '../../conversation/index.ts'
import { asksForPerson } from '../../pact/index.ts'
import { type Heard, heardOf } from '../../simulate/index.ts'
import { openingOf } from '../coverage/kinds.ts'
import { type Leaving, leavingOf } from './leaving.ts'
import { type Heard as HeardTurn, isUnhelpful, Upshots } from './upshot.ts'

/** A turn of the customer. */
export interface CustomerTurn {
  readonly text: string
  /** Since their last turn, a tool gave the agent something that it had not had. */
  readonly isFurther: boolean
  /** The agent's turn before it was no help, or the one after it is the same again. */
  readonly isUnhelped: boolean
  /** What the agent said to it, where that tells what it took it for: in words, without marks. */
  readonly answer?: string
}

/** A turn of the agent that a customer could leave after. */
export interface AgentTurn extends HeardTurn {
  /** The tool that had answered last: `find_slots`, `find_slots (failed)`; nothing where none had. */
  readonly done?: string
}

export interface Told {
  readonly id: string
  /** What comes back together: a customer with all visits, or a scenario with all trials. */
  readonly unit: string
  /** Known where the sender says who it is. */
  readonly customer?: string
  readonly channel: string
  readonly startMs: number
  readonly endMs: number
  readonly opening: string
  readonly heard: Heard
  readonly customerTurns: readonly CustomerTurn[]
  readonly agentTurns: readonly AgentTurn[]
  /** How they left, after the last of the agent's turns. Absent where it cannot be told. */
  readonly left?: Leaving
  /** Their turn in which they first asked for a person, from 1. */
  readonly askedAt?: number
  /** The channel on which they went on within this conversation, and after how long. */
  readonly wentOn?: { readonly channel: string; readonly afterMs: number }
}

/** @param named the conversation, whom it belongs together with, and the customer where one is known */
export function toldBy(conversation: Conversation, named: Pick<Told, 'id' | 'unit' | 'customer'>): Told {
  const turns = turnsOf(conversation)
  const first = turns.findIndex(({ from }) => from === 'customer')
  const exchanged = first === -1 ? [] : turns.slice(first)
  const answers = agentTurnsOf(conversation, exchanged)
  const customerTurns = customerTurnsOf(conversation, exchanged, answers)
  const left = leavingOf(
    conversation,
    exchanged,
    answers.map(({ upshot }) => upshot),
  )
  const isUnanswered = left === 'silently' && exchanged.at(-1)?.from === 'customer'
  const asked = customerTurns.findIndex(({ text }) => asksForPerson(text))
  const startMs = momentOf(conversation.startedAt) ?? 0
  const wentOn = goingOn(conversation)
  return {
    ...named,
    channel: conversation.channel,
    startMs,
    endMs: startMs + (conversation.events.at(-1)?.atMs ?? 0),
    opening: openingOf(conversation).slice(0, longestOpening),
    heard: heardOf(conversation),
    customerTurns,
    agentTurns: isUnanswered ? [...answers, { upshot: 'did not answer', ...doneBefore(conversation) }] : answers,
    ...(left !== undefined && { left }),
    ...(asked !== -1 && { askedAt: asked + 1 }),
    ...(wentOn !== undefined && { wentOn }),
  }
}

const longestOpening = 600

function agentTurnsOf(conversation: Conversation, turns: readonly Turn[]): readonly AgentTurn[] {
  const upshots = new Upshots()
  const calls = callsOf(conversation)
  let since = 0
  return turns.flatMap(({ from, text, messages }): readonly AgentTurn[] => {
    const until = messages.at(-1)?.index ?? since
    const tried = calls.filter(({ at, outcome }) => at > since && at < until && outcome !== 'none')
    since = until
    if (from === 'customer') return []
    const hasFailed = tried.length > 0 && tried.every(({ outcome }) => outcome === 'error')
    return [{ ...upshots.of(text, hasFailed), ...doneBefore(conversation, until) }]
  })
}

function doneBefore(conversation: Conversation, index = Number.POSITIVE_INFINITY): Pick<AgentTurn, 'done'> {
  const call = callsOf(conversation).findLast(
    ({ outcome, at, resultAt = at }) => outcome !== 'none' && resultAt < index,
  )
  return call === undefined ? {} : { done: doneWords(call) }
}

const doneWords = ({ tool, outcome }: ToolCall) => (outcome === 'error' ? `${tool} (failed)` : tool)

function customerTurnsOf(
  conversation: Conversation,
  turns: readonly Turn[],
  agentTurns: readonly AgentTurn[],
): readonly CustomerTurn[] {
  const furthering = furtherCalls(conversation)
  let from = 0
  let agents = 0
  return turns.flatMap((turn): readonly CustomerTurn[] => {
    if (turn.from === 'agent') {
      agents += 1
      return []
    }
    const until = turn.messages[0]?.index ?? 0
    const isFurther = furthering.some((at) => at >= from && at < until)
    from = turn.messages.at(-1)?.index ?? from
    const before = agentTurns[agents - 1]?.upshot
    const after = agentTurns[agents]
    const isUnhelped = (before !== undefined && isUnhelpful(before)) || after?.upshot === 'said the same again'
    return [{ text: turn.text, isFurther, isUnhelped, ...(after?.answer !== undefined && { answer: after.answer }) }]
  })
}

/** Where a tool gave what it had not given before: asked the same again, it leads nowhere. */
function furtherCalls(conversation: Conversation): readonly number[] {
  const known = new Set<string>()
  return callsOf(conversation).flatMap(({ tool, args, outcome, at, resultAt = at }) => {
    const key = JSON.stringify([tool, args])
    if (outcome !== 'ok' || known.has(key)) return []
    known.add(key)
    return [resultAt]
  })
}

/** A customer who comes back on another channel within one conversation. */
function goingOn({ channel, events }: Conversation): Told['wentOn'] {
  for (const event of events) {
    if (event.type !== 'silence' || event.backOn === undefined || event.backOn === channel) continue
    return { channel: event.backOn, afterMs: event.forMs }
  }
  return undefined
}
