/**
 * What a customer said, as a script: word for word, in the order and in the bursts in which it came.
 *
 * A script waits for the agent after each turn and answers whatever it says. `scriptOf` leaves silences and typing times out:
 * they are a case's own question, and most violations do without. `stepsOf` keeps them, where the record was timed.
 */
import type { Conversation, MessageEvent } from '../../conversation/index.ts'
import type { Step } from '../../simulate/index.ts'

/** The messages of one turn: what a customer said before the agent answered. */
export type ScriptTurn = readonly string[]

/** Turns of the customer; a turn is over when the agent says something. Empty messages stay, since customers send them. */
export function scriptOf(conversation: Conversation): readonly ScriptTurn[] {
  return turnsIn(conversation).map((turn) => turn.map(({ text }) => text))
}

/** The same as steps of a scenario, each message as long after the one before as it was. */
export function stepsOf(conversation: Conversation): readonly Step[] {
  const turns = turnsIn(conversation)
  const timed = isTimed(conversation)
  return turns.map((turn) => {
    const [first, ...others] = turn
    const pauses = turn.map(({ afterMs }) => afterMs)
    const isOne = others.length === 0
    const say = isOne ? (first?.text ?? '') : turn.map(({ text }) => text)
    if (!timed || pauses.every((pause) => pause === 0)) return { say }
    return { say, afterMs: isOne ? (first?.afterMs ?? 0) : pauses }
  })
}

/** Messages that all come at once, or at even steps, were never timed. */
function isTimed({ events }: Conversation): boolean {
  const times = events.flatMap((event) => (event.type === 'message' ? [event.atMs] : []))
  const gaps = new Set(times.slice(1).map((atMs, index) => atMs - (times[index] ?? atMs)))
  return gaps.size > 1 || (times.length === 2 && !gaps.has(0))
}

interface Said {
  readonly text: string
  /** Since the message before it, whoever's it was; 0 for the first. */
  readonly afterMs: number
}

function turnsIn({ events }: Conversation): readonly (readonly Said[])[] {
  const turns: Said[][] = []
  let before: MessageEvent | undefined
  for (const event of events) {
    if (event.type !== 'message') continue
    if (event.from === 'customer') {
      const said = { text: event.text, afterMs: Math.round(event.atMs - (before?.atMs ?? event.atMs)) }
      if (before?.from === 'customer') turns.at(-1)?.push(said)
      else turns.push([said])
    }
    before = event
  }
  return turns
}
