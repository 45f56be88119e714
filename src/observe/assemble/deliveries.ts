/**
 * What providers say of messages, put behind the messages that they say it of.
 *
 * Their clocks are coarser than ours, and they tell in any order: nothing is read before it was sent. What is said of a
 * message that nobody has shown us is a gap: the customer got something that is not in the record.
 */
import type { Completeness, DeliveryEvent } from '../../conversation/index.ts'
import type { Item } from '../intake/reader.ts'
import type { Dated } from './dated.ts'

type Delivery = Item & { readonly kind: 'delivery' }

interface Told {
  readonly events: readonly Dated[]
  readonly gaps: readonly Completeness[]
}

/** Of the same moment in this order. */
const ranks: Readonly<Record<DeliveryEvent['status'], number>> = {
  sent: 0,
  delivered: 1,
  read: 2,
  failed: 2,
  late: 3,
  duplicated: 3,
}

/** @param all events in order */
export function withDeliveries(all: readonly Dated[], deliveries: readonly Delivery[]): Told {
  if (deliveries.length === 0) return { events: all, gaps: [] }
  const places = new Map(all.map(({ key }, index) => [key, index]))
  const found = deliveries.flatMap((delivery) => {
    const place = typeof delivery.of === 'string' ? places.get(delivery.of) : lastBefore(all, delivery.of.untilMs)
    const message = all[place ?? -1]
    return message === undefined || place === undefined
      ? []
      : [{ delivery, place, atMs: Math.max(delivery.atMs, message.event.atMs) }]
  })
  const inOrder = found.toSorted(
    (a, b) => a.atMs - b.atMs || a.place - b.place || ranks[a.delivery.status] - ranks[b.delivery.status],
  )
  const isLacking = deliveries.some(({ of }) => typeof of === 'string' && !places.has(of))
  return { events: merged(all, inOrder), gaps: isLacking ? ['truncated'] : [] }
}

interface Found {
  readonly delivery: Delivery
  readonly place: number
  readonly atMs: number
}

/** Messages first where both are of the same moment. */
function merged(all: readonly Dated[], found: readonly Found[]): readonly Dated[] {
  const waiting = [...found]
  const events: Dated[] = []
  const moved: number[] = []
  const put = ({ delivery: { key, status }, place, atMs }: Found) =>
    events.push({ key, event: { type: 'delivery', atMs, message: moved[place] ?? 0, status } })
  for (const each of all) {
    while (waiting[0] !== undefined && waiting[0].atMs < each.event.atMs) put(waiting.shift() as Found)
    moved.push(events.length)
    events.push(each)
  }
  for (const each of waiting) put(each)
  return events
}

/** The agent's last message up to a moment. */
function lastBefore(all: readonly Dated[], untilMs: number): number | undefined {
  const place = all.findLastIndex(
    ({ event }) => event.type === 'message' && event.from === 'agent' && event.atMs <= untilMs,
  )
  return place === -1 ? undefined : place
}
