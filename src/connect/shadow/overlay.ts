/**
 * The overlay of one conversation: what it has written, as if the backend had done it.
 *
 * Nobody else sees it, and it is gone with the conversation.
 */
import { isObject, type Json } from '../../conversation/index.ts'
import { at, type JsonRecord } from './record.ts'
import type { Resource } from './resource.ts'

/** One record that the conversation has made, changed or deleted. */
export interface Entry {
  readonly resource: Resource
  readonly id: string
  /** Which of all the conversation touched it is, from 1. */
  readonly n: number
  /** Path of the collection that it is in, where known. */
  readonly home: string | undefined
  /** The real record when it was touched; absent for one that the conversation made. */
  readonly before?: JsonRecord
  /** Order of the changes kept. */
  readonly changes: readonly Change[]
  readonly deleted: boolean
  /** Counts up with every change. */
  readonly version: number
}

export interface Change {
  readonly set: JsonRecord
  /** Whether null removes and objects are merged, as in a JSON merge patch. */
  readonly merges?: boolean
}

/** What answered a write, kept for its Idempotency-Key. */
export interface Answer {
  readonly asked: string
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly bytes: Buffer
}

export class Overlay {
  readonly answers = new Map<string, Answer>()
  /** Real records that show what a collection's records look like, by collection and credentials. */
  readonly samples = new Map<string, JsonRecord | undefined>()
  private readonly entries = new Map<string, Entry[]>()
  private readonly made = new Map<string, number>()
  private touched = 0
  private last: Promise<unknown> = Promise.resolve()

  /** Writes of a conversation happen one after another, whatever they wait for. */
  inTurn<Result>(write: () => Promise<Result>): Promise<Result> {
    const turn = this.last.then(write, write)
    this.last = turn.catch(() => {})
    return turn
  }

  get empty(): boolean {
    return this.touched === 0
  }

  of(resource: Resource): readonly Entry[] {
    return this.entries.get(resource.name) ?? []
  }

  find(resource: Resource, id: string, home: string | undefined): Entry | undefined {
    return this.of(resource).find(
      (entry) => entry.id === id && (home === undefined || entry.home === undefined || entry.home === home),
    )
  }

  /** Whether a text is the id of a record that exists in this conversation only. */
  isVirtual(id: string): boolean {
    return this.ids.has(id)
  }

  /** An id that no real record has: `shadow-appointments-1`. The same in every play of the same conversation. */
  newId(resource: Resource): string {
    const n = (this.made.get(resource.name) ?? 0) + 1
    this.made.set(resource.name, n)
    return `shadow-${resource.name}-${n}`
  }

  create(resource: Resource, id: string, home: string | undefined, record: JsonRecord): Entry {
    this.ids.add(id)
    return this.add({ resource, id, home, changes: [{ set: record }], deleted: false })
  }

  change(entry: Entry | Untouched, change: Change): Entry {
    if (!('n' in entry)) return this.add({ ...entry, changes: [change], deleted: false })
    return this.replace({ ...entry, changes: [...entry.changes, change], version: entry.version + 1 })
  }

  delete(entry: Entry | Untouched): Entry {
    if (!('n' in entry)) return this.add({ ...entry, changes: [], deleted: true })
    return this.replace({ ...entry, deleted: true, version: entry.version + 1 })
  }

  private readonly ids = new Set<string>()

  private add(entry: Omit<Entry, 'n' | 'version'>): Entry {
    this.touched += 1
    const added = { ...entry, n: this.touched, version: 1 }
    this.entries.set(entry.resource.name, [...this.of(entry.resource), added])
    return added
  }

  private replace(entry: Entry): Entry {
    const others = this.of(entry.resource).map((each) => (each.n === entry.n ? entry : each))
    this.entries.set(entry.resource.name, others)
    return entry
  }
}

/** A real record that the conversation is about to touch. */
export type Untouched = Required<Pick<Entry, 'before'>> & Pick<Entry, 'resource' | 'id' | 'home'>

/** An entry as it now is, over the real record as it was read last; undefined when it is deleted. */
export function recordOf(entry: Entry, fresh: JsonRecord = entry.before ?? {}): JsonRecord | undefined {
  if (entry.deleted) return undefined
  let record = fresh
  for (const { set, merges } of entry.changes) {
    record = merges === true ? (merged(record, set) as JsonRecord) : { ...record, ...set }
  }
  return record
}

/** @see RFC 7396 */
function merged(value: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch
  const result: Record<string, Json> = isObject(value) ? { ...value } : {}
  for (const [field, inner] of Object.entries(patch)) {
    if (inner === null) delete result[field]
    else result[field] = merged(result[field], inner)
  }
  return result
}

/** The id of a record as text. */
export function idOf(record: Json, { settings }: Resource): string | undefined {
  const id = at(record, settings.id.split('.'))
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined
}
