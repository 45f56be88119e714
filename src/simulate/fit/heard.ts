/**
 * What a customer wrote in one conversation, as turns, and how long after the agent: all that a fit looks at.
 *
 * Several messages before the agent writes again are one turn. Times are given only where the record has any: a
 * record whose messages all come at once, or at even steps, was never timed.
 */
import type { Conversation, MessageEvent } from '../../conversation/index.ts'

/** Messages of the customer with none of the agent between them. */
export interface HeardTurn {
  readonly messages: readonly string[]
  /** Milliseconds from the agent's last message to the first of these. Absent for the first turn and without times. */
  readonly afterMs?: number
  /** Milliseconds between the messages of the turn, one fewer than messages. Absent without times. */
  readonly betweenMs?: readonly number[]
  /** The first message is the title of something that the agent offered to tap. */
  readonly isTapped: boolean
}

/** The customer's side of one conversation. */
export interface Heard {
  readonly id: string
  readonly channel: string
  /** The persona that played it, where it was simulated. */
  readonly persona?: string
  readonly turns: readonly HeardTurn[]
  /** What the agent wrote, for the words it uses. */
  readonly agent: readonly string[]
}

/** The customer's side of a conversation. Messages of white space alone say nothing and are left out. */
export function heardOf({ id, channel, events, circumstances }: Conversation): Heard {
  const messages = events.filter(
    (event): event is MessageEvent => event.type === 'message' && (event.from === 'agent' || event.text.trim() !== ''),
  )
  const isTimed = hasTimes(messages)
  const persona = circumstances?.persona
  return {
    id,
    channel,
    ...(persona !== undefined && { persona }),
    turns: turnsIn(messages, isTimed),
    agent: messages.filter(({ from }) => from === 'agent').map(({ text }) => text),
  }
}

function turnsIn(messages: readonly MessageEvent[], isTimed: boolean): readonly HeardTurn[] {
  const turns: HeardTurn[] = []
  for (let at = 0; at < messages.length; at += 1) {
    if (messages[at]?.from !== 'customer') continue
    const before = messages[at - 1]
    const mine: MessageEvent[] = []
    for (let next = messages[at]; next?.from === 'customer'; next = messages[at + mine.length]) mine.push(next)
    turns.push(turnOf(mine, before, isTimed))
    at += mine.length
  }
  return turns
}

function turnOf(mine: readonly MessageEvent[], before: MessageEvent | undefined, isTimed: boolean): HeardTurn {
  const [first] = mine
  const betweenMs = mine.slice(1).map(({ atMs }, index) => atMs - (mine[index]?.atMs ?? atMs))
  return {
    messages: mine.map(({ text }) => text.trim()),
    ...(isTimed && before !== undefined && first !== undefined && { afterMs: first.atMs - before.atMs }),
    ...(isTimed && { betweenMs }),
    isTapped: first !== undefined && isChoiceOf(before, first.text.trim()),
  }
}

function isChoiceOf(before: MessageEvent | undefined, text: string): boolean {
  const form = before?.form
  if (form === undefined) return false
  const rows = form.list?.sections.flatMap(({ rows }) => rows) ?? []
  return [...(form.buttons ?? []), ...(form.quickReplies ?? []), ...rows].some(({ title }) => title === text)
}

/** Times that are all the same distance apart were counted, not taken. */
function hasTimes(messages: readonly MessageEvent[]): boolean {
  const gaps = messages.slice(1).map(({ atMs }, index) => atMs - (messages[index]?.atMs ?? atMs))
  return gaps.length > 1 ? new Set(gaps).size > 1 : gaps.some((gap) => gap > 0)
}
