/**
 * The path of a conversation: what the agent did, how it ended, and how the customer began. Violations of the same
 * promise on similar paths are most likely one thing to mend.
 *
 * It is read from events alone, so that the same thing in a simulation and in production is one group.
 */
import { type Conversation, callsOf } from '../../conversation/index.ts'

export interface Path {
  /** Tools in the order in which they were called, repeats left out; `tool failed` where the backend refused. */
  readonly tools: readonly string[]
  readonly ending: 'handed over' | 'broke off' | 'agent spoke last' | 'customer spoke last' | 'nothing said'
}

const toolsKept = 8

export function pathOf(conversation: Conversation): Path {
  const tools: string[] = []
  for (const { tool, outcome } of callsOf(conversation)) {
    const step = outcome === 'error' ? `${tool} failed` : tool
    if (tools.at(-1) !== step && tools.length < toolsKept) tools.push(step)
  }
  return { tools, ending: endingOf(conversation) }
}

export function pathWords({ tools, ending }: Path): string {
  return [...tools, ending].join(' > ')
}

function endingOf({ events }: Conversation): Path['ending'] {
  if (events.some(({ type }) => type === 'handoff')) return 'handed over'
  if (events.some((event) => event.type === 'error' && event.culprit === 'agent')) return 'broke off'
  const last = events.findLast((event) => event.type === 'message')
  if (last === undefined) return 'nothing said'
  return last.from === 'agent' ? 'agent spoke last' : 'customer spoke last'
}
