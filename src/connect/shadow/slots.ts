/**
 * Free times as the conversation would see them: without those that its own records take.
 *
 * A time that a real record held, and that the conversation cancelled or moved, is not given back: what the real
 * system would offer there cannot be known from here.
 */
import { isObject, type Json } from '../../conversation/index.ts'
import { type Call, pathOf, type Reply } from '../backends/exchange.ts'
import type { Source } from '../backends/source.ts'
import { type PathPattern, pathPattern } from '../faults/path-pattern.ts'
import { read, rewritten } from './asking.ts'
import { type Overlay, recordOf } from './overlay.ts'
import { alike, at, fieldOf, has, type JsonRecord, namesOf, put } from './record.ts'
import { refusal } from './refusal.ts'
import type { Named, Resource } from './resource.ts'
import type { SlotSettings } from './settings.ts'
import { listPlace } from './stretch.ts'

export interface Slots {
  readonly settings: SlotSettings
  readonly pattern: PathPattern
  readonly resource: Resource
}

interface Span {
  readonly fromMs: number
  readonly toMs: number
}

export function slotsOf(settings: SlotSettings, resource: Resource): Slots {
  return { settings, pattern: pathPattern(settings.path), resource }
}

/** The conversation's own records that take time on this path. */
export function takersOf({ settings, resource }: Slots, overlay: Overlay, named: Named): readonly JsonRecord[] {
  const isInTheWay = (record: JsonRecord | undefined) =>
    record !== undefined &&
    !Object.entries(settings.unless).some(([field, value]) => has(record, { [field]: value as Json })) &&
    Object.entries(named).every(([name, value]) => isOpen(record, name) || alike(fieldOf(record, name), value))
  return overlay
    .of(resource)
    .map((entry) => recordOf(entry))
    .filter((record): record is JsonRecord => isInTheWay(record))
}

const isOpen = (record: JsonRecord, name: string) => fieldOf(record, name) === undefined

export async function freeTimes(live: Source, call: Call, slots: Slots, takers: readonly JsonRecord[]): Promise<Reply> {
  const { settings } = slots
  const found = await read(live, call, call.target)
  if (!found.ok) return found.reply
  const place = listPlace(found.json, { name: 'slots', settings })
  const list = place && at(found.json, place)
  if (place === undefined || !Array.isArray(list)) {
    const message = `The shadow does not find the free times in what ${pathOf(call)} answered.`
    return refusal(502, 'shadow-unreadable', message, { yaml: `slots:\n  - path: ${settings.path}\n    list: $.…` })
  }
  const taken = takers.map((record) => ({ record, span: spanOf(record, settings) }))
  const free = list.filter((slot: Json) => {
    const span = spanOf(slot, settings)
    return !taken.some(
      ({ record, span: other }) =>
        overlap(span, other) &&
        settings.same.every((field) => isObject(slot) && alike(fieldOf(slot, field), fieldOf(record, field))),
    )
  })
  const json = put(found.json ?? [], place, free)
  const count = settings.count === undefined ? undefined : namesOf(settings.count)
  const total = count && at(json, count)
  const isCounted = count !== undefined && typeof total === 'number'
  return rewritten(found, isCounted ? put(json, count, total - (list.length - free.length)) : json)
}

function spanOf(value: Json, { start, end, minutes = 30 }: SlotSettings): Span {
  const fromMs = moment(typeof value === 'string' ? value : fieldOf(value, start))
  const toMs = end === undefined ? Number.NaN : moment(fieldOf(value, end))
  return { fromMs, toMs: Number.isNaN(toMs) ? fromMs + minutes * 60_000 : toMs }
}

/** A local time is read as if it were UTC: both sides of a comparison are. */
function moment(value: Json | undefined): number {
  if (typeof value === 'number') return value
  const text = String(value ?? '')
  return Date.parse(/T\d/.test(text) && !/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? `${text}Z` : text)
}

function overlap(one: Span, other: Span): boolean {
  return one.fromMs < other.toMs && other.fromMs < one.toMs
}
