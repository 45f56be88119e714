/** The real list behind a list that the conversation sees: read from its beginning, as far as it is needed. */
import { isObject, type Json } from '../../conversation/index.ts'
import { type Call, headerOf, pathOf, type Reply } from '../backends/exchange.ts'
import type { Source } from '../backends/source.ts'
import { type Read, read } from './asking.ts'
import type { Paging } from './query.ts'
import { at, type JsonRecord, namesOf, put } from './record.ts'
import { refusal } from './refusal.ts'
import type { Resource } from './resource.ts'

/** The real list from its beginning, as far as it was read. */
export interface Stretch {
  readonly first: Read
  readonly place: readonly string[]
  readonly records: readonly JsonRecord[]
  /** Whether nothing comes after it. */
  readonly whole: boolean
  readonly limit: number | undefined
}

/** Reads the real list from its beginning. A reply that is no list is passed on, or refused when it is a success. */
export async function stretchOf(
  live: Source,
  call: Call,
  resource: Resource,
  paging: Paging,
  touched: number,
): Promise<Stretch | Reply> {
  const path = pathOf(call)
  const ask = (query: URLSearchParams) => read(live, call, `${query}` === '' ? path : `${path}?${query}`)
  const step = paging.limit === undefined ? undefined : stepOf(paging, touched)
  const isCursor = resource.settings.paging?.next !== undefined
  const opening = step === undefined ? paging.opening() : paging.stretch(0, step)
  const first = isCursor ? await read(live, call, call.target) : await ask(opening ?? new URLSearchParams())
  if (!first.ok) return first.reply
  const place = listPlace(first.json, resource)
  const records = place && recordsAt(first.json, place)
  if (place === undefined || records === undefined) return unreadable(resource)
  const begun = { first, place, records }
  if (isCursor) return { ...begun, whole: endsHere(first, resource), limit: undefined }

  const total = totalOf(first, resource)
  const limit = paging.limit ?? (isPart(records, total, paging) ? records.length : undefined)
  if (limit === undefined) return { ...begun, whole: true, limit }
  const more = { paging, place, total, step: step ?? records.length, need: paging.before(limit) + limit + touched }
  const all = await further(records, more, ask)
  if (all === undefined) return unreadable(resource)
  return 'status' in all ? all : { ...begun, ...all, limit }
}

/** Whether a list that was asked for without a limit came as a page nevertheless. */
function isPart(records: readonly JsonRecord[], total: number | undefined, { skips }: Paging): boolean {
  return skips || (total !== undefined && total > records.length)
}

interface More {
  readonly paging: Paging
  readonly place: readonly string[]
  readonly total: number | undefined
  /** How many records are asked for at once. */
  readonly step: number
  /** How many records are wanted in all. */
  readonly need: number
}

/** Reads on until there are enough, or there is nothing more. Undefined when a further page cannot be read. */
async function further(
  begun: readonly JsonRecord[],
  { paging, place, total, step, need }: More,
  ask: (query: URLSearchParams) => Promise<Read>,
): Promise<Pick<Stretch, 'records' | 'whole'> | Reply | undefined> {
  const records = [...begun]
  let whole = ends(begun.length, step, records.length, total)
  while (!whole && records.length < need) {
    const next = paging.stretch(records.length, step)
    if (next === undefined) break
    const more = await ask(next)
    if (!more.ok) return more.reply
    const added = recordsAt(more.json, place)
    if (added === undefined) return undefined
    records.push(...added)
    whole = ends(added.length, step, records.length, total)
  }
  return { records, whole }
}

/** How many are asked for at once: a page, or all that is needed where the backend knows no second page. */
function stepOf(paging: Paging, touched: number): number {
  const size = paging.limit ?? 0
  return paging.stretch(1, size) === undefined ? size + touched : size
}

function ends(got: number, asked: number, sofar: number, total: number | undefined): boolean {
  return got === 0 || (total === undefined ? got < asked : sofar >= total)
}

function endsHere({ json }: Read, { settings }: Resource): boolean {
  const next = at(json, namesOf(settings.paging?.next ?? '$'))
  return next === undefined || next === null || next === '' || next === false
}

/** Nothing real can refer to what only this conversation has. */
export function nothingReal(resource: Resource, { limit }: Paging): Stretch {
  const place = namesOf(resource.settings.list ?? '$')
  const total = resource.settings.count
  const empty = put({}, place, [])
  const json = total === undefined ? empty : put(empty, namesOf(total), 0)
  const reply = { status: 200, headers: [['content-type', 'application/json'] as const], body: none() }
  return { first: { reply, ok: true, json }, place, records: [], whole: true, limit }
}

async function* none(): AsyncIterable<Uint8Array> {}

/** Where the list stands in a reply: as said, or the only list there is. */
export function listPlace(
  json: Json | undefined,
  { name, settings }: { readonly name: string; readonly settings: { readonly list?: string | undefined } },
): readonly string[] | undefined {
  if (settings.list !== undefined) return namesOf(settings.list)
  if (Array.isArray(json)) return []
  if (!isObject(json)) return undefined
  if (Array.isArray(json[name])) return [name]
  const lists = Object.keys(json).filter((field) => Array.isArray(json[field]))
  return lists.length === 1 ? lists : undefined
}

function recordsAt(json: Json | undefined, place: readonly string[]): readonly JsonRecord[] | undefined {
  const list = at(json, place)
  return Array.isArray(list) && list.every((each: Json) => isObject(each)) ? (list as JsonRecord[]) : undefined
}

function unreadable({ name }: Resource): Reply {
  const message = `The shadow does not find the records of ${name} in the list that the real system answered.`
  return refusal(502, 'shadow-unreadable', message, { yaml: `resources:\n  ${name}:\n    list: $.…` })
}

export function totalPlace(
  json: Json | undefined,
  { settings }: Pick<Resource, 'settings'>,
): readonly string[] | undefined {
  const places = settings.count === undefined ? [['total'], ['totalCount'], ['total_count']] : [namesOf(settings.count)]
  return places.find((place) => typeof at(json, place) === 'number')
}

export function totalOf({ json, reply }: Read, resource: Resource): number | undefined {
  const place = totalPlace(json, resource)
  const told = place === undefined ? headerOf(reply.headers, 'x-total-count') : at(json, place)
  return told === undefined || !/^\d+$/.test(String(told)) ? undefined : Number(told)
}
