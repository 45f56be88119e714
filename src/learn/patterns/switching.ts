/**
 * Customers who go on elsewhere: within a day of a conversation on one channel they come on another.
 *
 * Only of customers whom the sender names it can be told, and only if they are named alike on both channels.
 */
import { grouped } from '../coverage/placed.ts'
import type { Told } from './told.ts'

/** How a customer went on. */
export interface Switched {
  readonly channel: string
  /** From their last event here to their first one there, in milliseconds. */
  readonly afterMs: number
}

const withinMs = 86_400_000

/** By conversation that it can be told of: how the customer went on elsewhere, or null where they did not. */
export function switches(told: readonly Told[]): ReadonlyMap<Told, Switched | null> {
  const found = new Map<Told, Switched | null>()
  for (const [customer, visits] of grouped(told, (one) => one.customer)) {
    if (customer === undefined) continue
    const inOrder = [...visits].sort((a, b) => a.startMs - b.startMs)
    for (const [index, visit] of inOrder.entries()) {
      found.set(visit, visit.wentOn ?? goesOn(visit, inOrder.slice(index + 1)))
    }
  }
  return found
}

function goesOn({ channel, endMs }: Told, later: readonly Told[]): Switched | null {
  const next = later.find((visit) => visit.channel !== channel && visit.startMs <= endMs + withinMs)
  return next === undefined ? null : { channel: next.channel, afterMs: Math.max(0, next.startMs - endMs) }
}
