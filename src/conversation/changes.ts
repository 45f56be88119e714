/**
 * What changed in a backend between a verifier's reading before a conversation and the one after it.
 *
 * A record is known by its key, so a record whose key changed counts as one removed and one added.
 * Fields are compared exactly here; whoever judges decides what counts as the same value.
 */
import type { Conversation, Json } from './conversation.ts'
import { isObject } from './json.ts'

/** One record that differs between two readings. */
export type Change =
  | { readonly kind: 'added'; readonly key: string; readonly after: Json }
  | { readonly kind: 'removed'; readonly key: string; readonly before: Json }
  | {
      readonly kind: 'changed'
      readonly key: string
      readonly before: Json
      readonly after: Json
      readonly fields: readonly FieldChange[]
    }

/** One field of a record that differs. A side on which the field is absent is left out. */
interface FieldChange {
  /** Steps into the record: `['address', 'city']`. Empty when the record is not an object. */
  readonly path: readonly string[]
  readonly before?: Json
  readonly after?: Json
}

type Records = Readonly<Record<string, Json>>

/** Both readings of one verifier; a side that was never read is absent. */
export interface Readings {
  readonly before?: Records
  readonly after?: Records
  /** Index of the last reading among the conversation's events. */
  readonly at: number
}

/** The records that were added, removed or changed, ordered by key. */
export function changesBetween(before: Records, after: Records): readonly Change[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return keys.flatMap((key) => changeOf(key, before[key], after[key]))
}

function changeOf(key: string, before: Json | undefined, after: Json | undefined): readonly Change[] {
  if (before === undefined) return after === undefined ? [] : [{ kind: 'added', key, after }]
  if (after === undefined) return [{ kind: 'removed', key, before }]
  const fields = fieldChanges(before, after, [])
  return fields.length === 0 ? [] : [{ kind: 'changed', key, before, after, fields }]
}

function fieldChanges(before: Json | undefined, after: Json | undefined, path: readonly string[]): FieldChange[] {
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
    return names.flatMap((name) => fieldChanges(before[name], after[name], [...path, name]))
  }
  if (identical(before, after)) return []
  return [{ path, ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }]
}

function identical(one: Json | undefined, other: Json | undefined): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => identical(item, other[index]))
  }
  if (isObject(one) && isObject(other)) return fieldChanges(one, other, []).length === 0
  return one === other
}

/** Each verifier's first reading before and last reading after, by verifier. */
export function readingsOf({ events }: Pick<Conversation, 'events'>): ReadonlyMap<string, Readings> {
  const readings = new Map<string, Readings>()
  for (const [at, event] of events.entries()) {
    if (event.type !== 'state') continue
    const known = readings.get(event.verifier)
    if (event.when === 'after') readings.set(event.verifier, { ...known, after: event.records, at })
    else readings.set(event.verifier, { before: event.records, ...known, at })
  }
  return readings
}
