/**
 * What a customer said, as a script: word for word, in the order and in the bursts in which it came.
 *
 * A script waits for the agent after each turn and answers whatever it says. Silences and typing times are left out: they
 * are a case's own question, and most violations do without.
 */
import type { Conversation } from '../../conversation/index.ts'

/** The messages of one turn: what a customer said before the agent answered. */
export type ScriptTurn = readonly string[]

/** Turns of the customer; a turn is over when the agent says something. Empty messages stay, since customers send them. */
export function scriptOf({ events }: Conversation): readonly ScriptTurn[] {
  const turns: string[][] = []
  let isOpen = false
  for (const event of events) {
    if (event.type !== 'message') continue
    if (event.from !== 'customer') {
      isOpen = false
      continue
    }
    if (isOpen) turns.at(-1)?.push(event.text)
    else turns.push([event.text])
    isOpen = true
  }
  return turns
}
