/**
 * What a customer said, as a script: word for word, in the order, the bursts and with the pauses in which it came.
 *
 * A script waits for the agent after each turn and answers whatever it says. A turn is over when the agent says something.
 * Empty messages stay, since customers send them.
 */
import type { Conversation, MessageEvent } from '../../conversation/index.ts'
import type { Edit, Step } from '../../simulate/index.ts'

/** Steps of a scenario, one for each turn: each message as long after the one before as it was, where the record was timed. */
export function stepsOf(conversation: Conversation): readonly Step[] {
  const timed = isTimed(conversation)
  return turnsIn(conversation).map((turn) => stepOf(timed ? turn : turn.map(({ text }) => ({ text }))))
}

/** A turn as a scenario's script has it. */
export function stepOf(turn: readonly Pick<Said, 'text' | 'afterMs'>[]): Step {
  const texts = turn.map(({ text }) => text)
  const pauses = turn.map(({ afterMs = 0 }) => afterMs)
  const [text = '', ...others] = texts
  const [pause = 0] = pauses
  const isOne = others.length === 0
  const say = isOne ? text : texts
  return pauses.every((each) => each === 0) ? { say } : { say, afterMs: isOne ? pause : pauses }
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
}

/** The messages of each turn of the customer, with all that is known of how they were sent. */
export function turnsIn({ events, circumstances }: Conversation): readonly (readonly Said[])[] {
  const edited = (circumstances?.edits ?? []) as readonly { readonly event: number; readonly edits: readonly Edit[] }[]
  const editsAt = new Map(edited.map(({ event, edits }) => [event, edits]))
  const turns: Said[][] = []
  let before: MessageEvent | undefined
  for (const [at, event] of events.entries()) {
    if (event.type !== 'message') continue
    if (event.from === 'customer') {
      const edits = editsAt.get(at)
      const afterMs = Math.round(event.atMs - (before?.atMs ?? event.atMs))
      const said = { text: event.text, afterMs, ...(edits !== undefined && { edits }) }
      if (before?.from === 'customer') turns.at(-1)?.push(said)
      else turns.push([said])
    }
    before = event
  }
  return turns
}
