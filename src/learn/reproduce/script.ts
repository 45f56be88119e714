/**
 * What a customer said, as a script: word for word, in the order, the bursts and with the pauses in which it came.
 *
 * A script waits for the agent after each turn and answers whatever it says. A turn is over when the agent says something.
 * Where the record shows that the agent was at work when the customer wrote again, the script does not wait for more than was
 * seen by then. Empty messages stay, since customers send them.
 */
import { type Conversation, callsOf, type Event, type MessageEvent } from '../../conversation/index.ts'
import { doneIn, type Edit, type SoFar, type Step } from '../../simulate/index.ts'

/** Steps of a scenario, one for each turn: each message as long after the one before as it was, where the record was timed. */
export function stepsOf(conversation: Conversation): readonly Step[] {
  const timed = isTimed(conversation)
  return turnsIn(conversation).map((turn) => stepOf(timed ? turn : turn.map(({ afterMs: _, ...said }) => said)))
}

/** A turn as a scenario's script has it. */
export function stepOf(turn: readonly Pick<Said, 'text' | 'afterMs' | 'meanwhile'>[]): Step {
  const texts = turn.map(({ text }) => text)
  const pauses = turn.map(({ afterMs = 0 }) => afterMs)
  const [text = '', ...others] = texts
  const [pause = 0] = pauses
  const isOne = others.length === 0
  const meanwhile = turn[0]?.meanwhile
  const said = { say: isOne ? text : texts, ...(meanwhile !== undefined && { meanwhile }) }
  return pauses.every((each) => each === 0) ? said : { ...said, afterMs: isOne ? pause : pauses }
}

/** Messages that all come at once, or at even steps, were never timed. */
function isTimed({ events }: Conversation): boolean {
  const times = events.flatMap((event) => (event.type === 'message' ? [event.atMs] : []))
  const gaps = new Set(times.slice(1).map((atMs, index) => atMs - (times[index] ?? atMs)))
  return gaps.size > 1 || (times.length === 2 && !gaps.has(0))
}

/** One message of the customer. */
export interface Said {
  readonly text: string
  /** Since the message before it, whoever's it was, in milliseconds; 0 for the first. */
  readonly afterMs?: number
  /** What differs from the plain wording, in its order; absent where nobody kept that. */
  readonly edits?: readonly Edit[]
  /** The agent was at work when it came, and had done so much since the turn before. */
  readonly meanwhile?: SoFar
}

/** The messages of each turn of the customer, with all that is known of how they were sent. */
export function turnsIn({ events, circumstances }: Conversation): readonly (readonly Said[])[] {
  const edited = (circumstances?.edits ?? []) as readonly { readonly event: number; readonly edits: readonly Edit[] }[]
  const editsAt = new Map(edited.map(({ event, edits }) => [event, edits]))
  const crosses = crossingIn(events)
  const messages = events.flatMap((event, at) => (event.type === 'message' ? [{ event, at }] : []))
  const turns: Said[][] = []
  let began = 0
  for (const [index, { event, at }] of messages.entries()) {
    if (event.from === 'agent') continue
    const before = messages[index - 1]?.event
    const edits = editsAt.get(at)
    const meanwhile = before === undefined ? undefined : crosses(at, began, before)
    const afterMs = Math.round(event.atMs - (before?.atMs ?? event.atMs))
    const said = { text: event.text, afterMs, ...(edits && { edits }), ...(meanwhile && { meanwhile }) }
    if (before?.from === 'customer' && meanwhile === undefined) turns.at(-1)?.push(said)
    else {
      turns.push([said])
      began = at
    }
  }
  return turns
}

/**
 * What the agent had done since a turn began when the customer wrote again, where it was still at work then: a call of a tool
 * was open, or it had called tools and not answered yet.
 */
function crossingIn(events: readonly Event[]) {
  const calls = callsOf({ events }).filter(({ resultAt }) => resultAt !== undefined)
  return (at: number, began: number, { from }: MessageEvent): SoFar | undefined => {
    const done = doneIn(events.slice(began, at))
    const isOpen = calls.some((call) => call.at < at && (call.resultAt ?? 0) > at)
    const isAtWork = from === 'customer' ? done.calls > 0 : isOpen
    return isAtWork ? done : undefined
  }
}
