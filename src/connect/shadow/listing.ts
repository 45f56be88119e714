/**
 * A list as the conversation would see it: the real one, without what it deleted, with what it made and changed.
 *
 * The real list is read as far as the page reaches, and as many records further as the conversation has touched, so
 * that pages have their full length and every record is on exactly one.
 */
import { type Call, headerOf, pathOf, type Reply, withHeader } from '../backends/exchange.ts'
import type { Source } from '../backends/source.ts'
import { rewritten } from './asking.ts'
import { type Entry, idOf, type Overlay, recordOf } from './overlay.ts'
import { type Filter, filterOf, pagingOf } from './query.ts'
import { alike, compared, fieldOf, type JsonRecord, put } from './record.ts'
import type { Place, Resource } from './resource.ts'
import { nothingReal, type Stretch, stretchOf, totalOf, totalPlace } from './stretch.ts'

type Listing = Extract<Place, { kind: 'collection' }>

/** A record in a list: where it comes from, and its entry when the conversation touched it. */
interface Listed {
  readonly record: JsonRecord
  readonly entry?: Entry
}

export async function listed(live: Source, call: Call, place: Listing, overlay: Overlay): Promise<Reply> {
  const { resource } = place
  const query = new URLSearchParams(call.target.slice(pathOf(call).length))
  const entries = overlay.of(resource).filter((entry) => belongs(entry, place))
  const paging = pagingOf(resource.settings, query)
  const asksVirtual = [...Object.values(place.named), ...query.values()].some((value) => overlay.isVirtual(value))
  const stretch = asksVirtual
    ? nothingReal(resource, paging)
    : await stretchOf(live, call, resource, paging, entries.filter(({ before }) => before !== undefined).length)
  if ('status' in stretch) return stretch

  const known = [...stretch.records, ...entries.map((entry) => recordOf(entry) ?? {})]
  const filter = filterOf(resource.settings, query, (name) =>
    known.some((record) => fieldOf(record, name) !== undefined),
  )
  const all = merged(stretch, entries, filter, resource)
  const isPaged = resource.settings.paging?.next === undefined
  const length = stretch.limit ?? all.length
  const from = isPaged ? paging.before(length) : 0
  const page = isPaged ? all.slice(from, from + length) : all
  const gain = gainOf(entries, filter)
  return answer(
    stretch,
    page.map(({ record }) => record),
    gain,
    filter,
    resource,
  )
}

/** Whether a record can stand in this collection at all, whatever the query asks. */
function belongs(entry: Entry, { resource, named, pattern }: Listing): boolean {
  const isHome = pattern === resource.collections[0]
  if (isHome && entry.home !== undefined) return entry.home === resource.homeOf(named)
  const record = recordOf(entry) ?? entry.before ?? {}
  return Object.entries(named).every(([name, value]) => alike(fieldOf(record, name), value))
}

/** The real records as far as they were read, with the overlay in them, in order. */
function merged(stretch: Stretch, entries: readonly Entry[], filter: Filter, resource: Resource): readonly Listed[] {
  const { sort } = resource.settings
  const byId = new Map(entries.filter(({ before }) => before !== undefined).map((entry) => [entry.id, entry]))
  const real = stretch.records.map((record): Touched => {
    const entry = byId.get(idOf(record, resource) ?? '')
    return entry === undefined ? { record } : { record: recordOf(entry, record), entry }
  })
  const seen = new Set(real.map(({ entry }) => entry))
  const further = entries.filter((entry) => !seen.has(entry) && isNews(entry, stretch, filter, sort !== undefined))
  const passing = (touched: readonly Touched[]) =>
    touched.filter((each): each is Listed => each.record !== undefined && (isReal(each) || filter.passes(each.record)))
  const here = passing(real)
  const news = passing(further.map((entry) => ({ record: recordOf(entry), entry })))
  if (sort === undefined) return stretch.whole ? [...here, ...news] : here
  const order = orderOf([sort].flat(), resource)
  const moved = [...here.filter((each) => !isReal(each)), ...news].sort(order)
  return between(here.filter(isReal), moved, order)
}

interface Touched {
  readonly record: JsonRecord | undefined
  readonly entry?: Entry
}

const isReal = ({ entry }: Touched) => entry === undefined

/**
 * Whether an entry that was not met in the real list has to be put into it. One that stands there only further on
 * will be met there, unless it can have moved; and one of which nobody can judge whether it is asked for was not.
 */
function isNews({ before }: Entry, { whole }: Stretch, filter: Filter, isSorted: boolean): boolean {
  if (before === undefined) return true
  if (filter.unjudged.length > 0) return false
  return isSorted || whole || !filter.passes(before)
}

/** Puts what moved before the first record that comes after it; the real order stays as it is. */
function between(base: readonly Listed[], moved: readonly Listed[], order: (a: Listed, b: Listed) => number): Listed[] {
  const result: Listed[] = []
  let next = 0
  for (const each of base) {
    for (let one = moved[next]; one !== undefined && order(one, each) < 0; one = moved[next]) {
      result.push(one)
      next += 1
    }
    result.push(each)
  }
  return [...result, ...moved.slice(next)]
}

function orderOf(sort: readonly string[], resource: Resource): (one: Listed, other: Listed) => number {
  const made = ({ entry }: Listed) => (entry !== undefined && entry.before === undefined ? entry.n : 0)
  return (one, other) => {
    for (const key of sort) {
      const field = key.replace(/^-/, '')
      const isId = field === resource.settings.id && (made(one) > 0 || made(other) > 0)
      const by = isId ? made(one) - made(other) : compared(fieldOf(one.record, field), fieldOf(other.record, field))
      if (by !== 0) return key.startsWith('-') ? -by : by
    }
    return made(one) - made(other)
  }
}

/** How many records more than the real one the list has. */
function gainOf(entries: readonly Entry[], filter: Filter): number {
  let gain = 0
  for (const entry of entries) {
    const now = recordOf(entry)
    const isIn = now !== undefined && filter.passes(now)
    const wasIn = entry.before !== undefined && filter.passes(entry.before)
    gain += Number(isIn) - Number(wasIn)
  }
  return gain
}

function answer(
  { first, place }: Stretch,
  records: readonly JsonRecord[],
  gain: number,
  { unjudged }: Filter,
  resource: Resource,
): Reply {
  const counted = totalPlace(first.json, resource)
  const total = totalOf(first, resource)
  const now = total === undefined ? undefined : Math.max(0, total + gain)
  const json = put(first.json ?? {}, place, records)
  const reply = rewritten(first, counted === undefined || now === undefined ? json : put(json, counted, now))
  const header = headerOf(reply.headers, 'x-total-count')
  const headers = header === undefined ? reply.headers : withHeader(reply.headers, 'x-total-count', String(now))
  return { ...reply, headers: unjudged.length === 0 ? headers : [...headers, ['shadow-unjudged', unjudged.join(', ')]] }
}
