/**
 * What customers are told apart by, on both sides alike: what they come with, where, how they write, and whether backends
 * answered them.
 *
 * Read from the record by the same code, never from what a simulation was told to do.
 */
import { type Conversation, callsOf, type ToolCall } from '../../conversation/index.ts'

export const traitNames = ['kind', 'channel', 'writing', 'backends'] as const
export type TraitName = (typeof traitNames)[number]

/** In the order of `traitNames`. */
export type Traits = readonly [kind: string, channel: string, writing: string, backends: string]

export function backendsOf(conversation: Conversation): string {
  return callsOf(conversation).some(isFailing) ? 'failing' : 'well'
}

/** What was asked wrongly is no failure of the backend; too many requests and time-outs are. */
function isFailing({ exchange, outcome }: ToolCall): boolean {
  if (exchange !== undefined && exchange.delivered !== 'whole') return true
  const status = exchange?.gotStatus ?? exchange?.status
  return status === undefined ? outcome === 'error' : status >= 500 || status === 408 || status === 429
}
