/**
 * Conversations for tests, written as a list of steps. Not part of the product.
 *
 * `['customer', words]`, `['agent', words]`, `['ok' | 'error', tool, args, answer]`, or an event as it is.
 */
import type { Conversation, Event, Expected, Json } from '../../conversation/index.ts'
import type { Check, ConditionKind, Outcome, ToolTerms } from '../condition.ts'

type Call = readonly [outcome: 'ok' | 'error', tool: string, args?: Json, answer?: Json]
export type Step = readonly [from: 'customer' | 'agent', words: string] | Call | Event

export function written(...steps: readonly Step[]): Conversation {
  return {
    id: 'written',
    origin: 'production',
    agent: { id: 'desk' },
    channel: 'chat',
    startedAt: '2026-03-02T09:00:00Z',
    events: steps.flatMap((step, index) => eventsOf(step, index)),
  }
}

export function expecting(conversation: Conversation, expected: Expected): Conversation {
  return { ...conversation, circumstances: { ...conversation.circumstances, expected } }
}

function eventsOf(step: Step, index: number): readonly Event[] {
  const atMs = index * 1000
  if ('type' in step) return [{ ...step, atMs }]
  const [kind, text] = step
  if (kind === 'customer' || kind === 'agent') return [{ type: 'message', atMs, from: kind, text }]
  const [, tool, args = {}, value = null] = step as Call
  const callId = String(index)
  return [
    { type: 'tool-call', atMs, callId, tool, args, seenBy: 'ledger' },
    { type: 'tool-result', atMs, callId, outcome: kind, value, seenBy: 'ledger' },
  ]
}

/** Makes a check of a kind as a pact would. */
export function checkOf<Options>(
  kind: ConditionKind<Options>,
  options: unknown,
  tools: readonly ToolTerms[] = [],
  files: Readonly<Record<string, string>> = {},
): Check {
  const terms = { id: 'test', agent: { tools, canaries: [] }, read: (path: string) => files[path] ?? '' }
  return kind.create(kind.options.parse(options), terms)
}

/** The outcome in one line: `violated at 2, 4: because`. */
export function said(outcome: Outcome): string {
  if (outcome.outcome === 'violated') return `violated at ${outcome.at.join(', ')}: ${outcome.because}`
  return outcome.outcome === 'unjudged' ? `unjudged: ${outcome.because}` : outcome.outcome
}
