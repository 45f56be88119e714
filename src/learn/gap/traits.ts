/**
 * What customers are told apart by, on both sides alike: what they come with, where, how they write, and whether backends
 * answered them.
 *
 * Read from the record by the same code, never from what a simulation was told to do. How somebody writes is taken from
 * their first messages, before the agent can have had a hand in it.
 */
import { type Conversation, callsOf, type ToolCall } from '../../conversation/index.ts'
import { heardOf, slipsIn, type WordList } from '../../simulate/index.ts'

export const traitNames = ['kind', 'channel', 'writing', 'backends'] as const
export type TraitName = (typeof traitNames)[number]

/** In the order of `traitNames`. */
export type Traits = readonly [kind: string, channel: string, writing: string, backends: string]

const firstTurns = 3

export function writingOf(conversation: Conversation, words: WordList): string {
  const turns = heardOf(conversation).turns.slice(0, firstTurns)
  const isInPieces = turns.some(({ messages }) => messages.length > 1)
  const { slips } = slipsIn(
    turns.flatMap(({ messages }) => messages),
    words,
  )
  const ways = [...(slips.length > 0 ? ['with slips'] : []), ...(isInPieces ? ['in pieces'] : [])]
  return ways.join(', ') || 'plain'
}

export function backendsOf(conversation: Conversation): string {
  return callsOf(conversation).some(isFailing) ? 'failing' : 'well'
}

/** What was asked wrongly is no failure of the backend; too many requests and time-outs are. */
function isFailing({ exchange, outcome }: ToolCall): boolean {
  if (exchange !== undefined && exchange.delivered !== 'whole') return true
  const status = exchange?.gotStatus ?? exchange?.status
  return status === undefined ? outcome === 'error' : status >= 500 || status === 408 || status === 429
}
