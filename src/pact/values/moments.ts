/**
 * The moment at which something in a conversation was said: what "tomorrow" is then, on the business's clock.
 *
 * A conversation can go on for days, so its beginning does not say what a later "tomorrow" means. Where the record does
 * not know its times, everything was said when it began; where it does not know that either, relative days are not read.
 */
import { type Conversation, unknownMoment } from '../../conversation/index.ts'
import { isoDay, localDay } from './calendar.ts'
import type { Moment } from './value.ts'

type Timed = Pick<Conversation, 'startedAt' | 'timeZone' | 'events' | 'circumstances'>

/** A moment for each day of a conversation: words said on one day share one, so that what was read by it can be kept. */
const days = new WeakMap<Timed, Map<string, Moment>>()

/** @param at index of the event that says it */
export function momentAt(conversation: Timed, at: number): Moment {
  const { startedAt, timeZone, events, circumstances } = conversation
  const afterMs = circumstances?.times === 'unknown' ? 0 : (events[at]?.atMs ?? 0)
  const day = startedAt === unknownMoment ? undefined : localDay(startedAt, timeZone, afterMs)
  const known = days.get(conversation) ?? new Map<string, Moment>()
  days.set(conversation, known)
  const reference = day === undefined ? '' : isoDay(day)
  const moment = known.get(reference) ?? {
    ...(reference !== '' && { reference }),
    ...(timeZone !== undefined && { timeZone }),
  }
  known.set(reference, moment)
  return moment
}
