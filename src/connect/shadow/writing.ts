/**
 * A write, as if the backend had done it: checked against what is really there, kept in the overlay, and answered.
 *
 * The real system is only read, with the caller's own credentials: whoever may not read, may not write either.
 */
import { createHash } from 'node:crypto'
import { isObject, type Json } from '../../conversation/index.ts'
import {
  bytesOf,
  type Call,
  headerOf,
  jsonIn,
  jsonReply,
  once,
  pathOf,
  type Reply,
  replyOf,
} from '../backends/exchange.ts'
import type { Source } from '../backends/source.ts'
import { read } from './asking.ts'
import type { OpenApi } from './openapi.ts'
import { type Change, type Entry, type Overlay, recordOf, type Untouched } from './overlay.ts'
import { at, fieldOf, has, type JsonRecord, put } from './record.ts'
import { notFound, refusal, unmapped } from './refusal.ts'
import { type Action, filledPath, type Named, namesIn, type Place, type Resource } from './resource.ts'
import { listPlace } from './stretch.ts'

export interface Writing {
  readonly live: Source
  readonly call: Call
  readonly overlay: Overlay
  readonly openApi: OpenApi | undefined
  /** Status for a body that breaks the schema. */
  readonly invalid: number
  /** A moment, in ISO 8601. */
  now(): string
  /** What the conversation sees at a path of the backend. */
  see(path: string): Promise<number>
}

export async function written(writing: Writing, place: Place): Promise<Reply> {
  const { call, overlay } = writing
  const { method } = call
  const fits = { collection: /^POST$/, item: /^(?:PUT|PATCH|DELETE)$/, action: /./ }[place.kind].test(method)
  if (!fits) return unmapped(method, pathOf(call))
  const key = headerOf(call.headers, 'idempotency-key')
  const asked = createHash('sha256').update(`${method} ${call.target}\n`).update(call.body).digest('hex')
  const before = key === undefined ? undefined : overlay.answers.get(key)
  if (before !== undefined && before.asked !== asked) {
    return refusal(422, 'idempotency-key-reused', 'This Idempotency-Key came before with another request.')
  }
  if (before !== undefined) return { status: before.status, headers: before.headers, body: once(before.bytes) }
  const reply = await done(writing, place)
  if (key === undefined || reply.status >= 300) return reply
  const kept = await bytesOf(reply)
  overlay.answers.set(key, { asked, status: reply.status, headers: reply.headers, bytes: kept })
  return { ...reply, body: once(kept) }
}

async function done(writing: Writing, place: Place): Promise<Reply> {
  const body = bodyOf(writing, place)
  if ('status' in body) return body
  if (place.kind === 'collection') return created(writing, place.resource, place.named, body.fields)
  const found = await target(writing, place)
  if ('status' in found) return found
  const { overlay, call } = writing
  if (call.method === 'DELETE' && place.kind === 'item') {
    overlay.delete(found)
    return replyOf(204, 'application/json', '')
  }
  const change = place.kind === 'action' ? acted(writing, place, found, body.fields) : patched(call, body.fields)
  if ('status' in change) return change
  const missing = await missingFor(writing, place, place.kind === 'item' ? body.fields : {})
  if (missing !== undefined) return missing
  const entry = overlay.change(found, change)
  return jsonReply(200, wrapped(place.resource, recordOf(entry) ?? {}), [['etag', etagOf(entry)]])
}

/** The fields that a body gives, held against the schema. */
function bodyOf(
  { call, openApi, invalid }: Writing,
  { kind, resource }: Place,
): { readonly fields: JsonRecord } | Reply {
  if (call.method === 'DELETE') return { fields: {} }
  if (call.body.length === 0 && kind === 'item') return refusal(400, 'bad-json', 'The body is empty.')
  const json = call.body.length === 0 ? {} : jsonIn(call.body, call.headers)
  if (json === undefined) return refusal(400, 'bad-json', 'The body is no JSON. A shadow understands nothing else.')
  if (!isObject(json)) return refusal(invalid, 'bad-body', 'The body must be a JSON object.')
  const held = openApi?.hold(call.method, pathOf(call), json) ?? { body: json, problems: [] }
  if (held.problems.length > 0) {
    return refusal(invalid, 'schema', 'The body breaks the schema.', { problems: [...held.problems] })
  }
  const inner = resource.record.length === 0 ? undefined : at(held.body, resource.record)
  return { fields: isObject(inner) ? inner : held.body }
}

async function created(writing: Writing, resource: Resource, named: Named, fields: JsonRecord): Promise<Reply> {
  const { overlay } = writing
  const home = resource.homeOf(named)
  const isUnderVirtual = Object.values(named).some((value) => overlay.isVirtual(value))
  const sample = isUnderVirtual ? undefined : await sampleOf(writing, resource)
  if (sample !== undefined && 'status' in sample && 'headers' in sample) return sample as Reply
  const missing = await missingFor(writing, { kind: 'collection', named, resource }, fields)
  if (missing !== undefined) return missing
  const id = overlay.newId(resource)
  const made = filledValues(resource.settings.new as JsonRecord, named, writing.now())
  const shape = shaped((sample as { readonly like?: JsonRecord } | undefined)?.like, named, writing.now())
  const record = put({ ...shape, ...made, ...fields }, resource.settings.id.split('.'), id) as JsonRecord
  const entry = overlay.create(resource, id, home, record)
  const location = filledPath(resource.item.text, { ...named, id })
  return jsonReply(201, wrapped(resource, record), [
    ...(location === undefined ? [] : [['location', location] as const]),
    ['etag', etagOf(entry)],
  ])
}

/**
 * A real record of the collection, read once per conversation and credentials, or the reply that says that this
 * collection is not for this caller, or not there.
 */
async function sampleOf(
  { live, call, overlay }: Writing,
  resource: Resource,
): Promise<{ readonly like?: JsonRecord } | Reply> {
  const path = pathOf(call)
  const who = headerOf(call.headers, 'authorization') ?? ''
  const known = `${path}\n${who}`
  if (!overlay.samples.has(known)) {
    const found = await read(live, call, path)
    if (!found.ok && found.reply.status !== 405) return found.reply
    const place = listPlace(found.json, resource)
    const list = place && at(found.json, place)
    const first = Array.isArray(list) ? (list[0] as Json) : undefined
    overlay.samples.set(known, isObject(first) ? first : undefined)
  }
  const like = overlay.samples.get(known)
  return like === undefined ? {} : { like }
}

/** The fields of an existing record, empty, except what can be known: moments of making, and what the path names. */
function shaped(like: JsonRecord = {}, named: Named, now: string): JsonRecord {
  const fields = Object.entries(like).map(([field, value]) => {
    if (/^(?:created|updated|inserted|modified)(?:_?(?:at|on|date))?$/i.test(field) && typeof value === 'string')
      return [field, now]
    const fromPath = Object.values(named).find((segment) => segment === String(value))
    return [field, fromPath === undefined ? null : value]
  })
  return Object.fromEntries(fields) as JsonRecord
}

function filledValues(values: JsonRecord, named: Named, now: string): JsonRecord {
  const known: Named = { ...named, now }
  const fill = (value: Json) =>
    typeof value === 'string' ? value.replace(/\{(\w+)\}/g, (all, name: string) => known[name] ?? all) : value
  return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, fill(value)]))
}

/** The record that is written to: as the overlay has it, or as the real system has it now. */
async function target(
  { live, call, overlay }: Writing,
  { resource, named, id }: Exclude<Place, { kind: 'collection' }>,
): Promise<Entry | Untouched | Reply> {
  const home = resource.homeOf(named)
  const entry = overlay.find(resource, id, home)
  if (entry?.deleted === true) return notFound(`${resource.name} ${id}`)
  if (entry !== undefined) return changedSince(call, etagOf(entry)) ?? entry
  if (overlay.isVirtual(id) || id.startsWith('shadow-')) return notFound(`${resource.name} ${id}`)
  const found = await read(live, call, resource.itemPath(named, id))
  if (!found.ok) return found.reply
  const before = at(found.json, resource.record)
  if (!isObject(before)) {
    const message = `The shadow does not find the record in what the real system answered for ${resource.name} ${id}.`
    return refusal(502, 'shadow-unreadable', message, { yaml: `resources:\n  ${resource.name}:\n    record: $.…` })
  }
  return changedSince(call, headerOf(found.reply.headers, 'etag')) ?? { resource, id, home, before }
}

function changedSince(call: Call, etag: string | undefined): Reply | undefined {
  const wanted = headerOf(call.headers, 'if-match')
  if (wanted === undefined || wanted.trim() === '*' || etag === undefined) return undefined
  if (wanted.split(',').some((each) => each.trim() === etag)) return undefined
  return refusal(412, 'changed-since', 'The record has changed since it was read.')
}

export const etagOf = ({ n, version }: Entry) => `"shadow-${n}-${version}"`

/** Fields that a PUT does not name keep their value: what the backend would make of them is not known. */
function patched(call: Call, fields: JsonRecord): Change {
  const merges = /merge-patch/.test(headerOf(call.headers, 'content-type') ?? '')
  return merges ? { set: fields, merges } : { set: fields }
}

function acted(
  writing: Writing,
  place: { readonly action: Action; readonly named: Named },
  found: Entry | Untouched,
  fields: JsonRecord,
): Change | Reply {
  const { action, named } = place
  const record = 'n' in found ? recordOf(found) : found.before
  if (action.when !== undefined && !has(record ?? {}, action.when as JsonRecord)) {
    return refusal(409, 'conflict', `${action.name} is not possible for this record as it is.`)
  }
  const taken = action.take.filter((field) => fields[field] !== undefined).map((field) => [field, fields[field]])
  return { set: { ...Object.fromEntries(taken), ...filledValues(action.set as JsonRecord, named, writing.now()) } }
}

/** The first of the records that must exist and does not. */
async function missingFor(
  writing: Writing,
  { kind, resource, named }: { readonly kind: string; readonly resource: Resource; readonly named: Named },
  fields: JsonRecord,
): Promise<Reply | undefined> {
  for (const pattern of resource.settings['must-exist']) {
    const names = namesIn(pattern)
    const isNew = kind === 'collection' || names.some((name) => fieldOf(fields, name) !== undefined)
    if (!isNew) continue
    const known = Object.fromEntries(
      names
        .map((name) => [name, named[name] ?? scalar(fieldOf(fields, name))])
        .filter(([, value]) => value !== undefined),
    ) as Named
    const isOfPath = names.every((name) => named[name] !== undefined)
    const path = filledPath(pattern, known)
    const status = path === undefined ? 404 : await writing.see(path)
    if (status < 300) continue
    if (isOfPath) return notFound(`${pattern} for ${pathOf(writing.call)}`)
    return refusal(
      writing.invalid,
      'reference',
      `${names.join(', ')} refers to nothing that exists (${path ?? pattern}).`,
    )
  }
  return undefined
}

const scalar = (value: Json | undefined) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined

export function wrapped({ record }: Resource, value: JsonRecord): Json {
  return put({}, record, value)
}
