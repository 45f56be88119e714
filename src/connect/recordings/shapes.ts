/** The shape of replies, read from what a backend answered: types, formats, which fields are always there, small sets of words. */
import { isObject, type Json } from '../../conversation/index.ts'

/** What is known of one field over many replies. */
export interface FieldShape {
  /** How often its parent was there, and how often it was there too. */
  parents: number
  seen: number
  /** `text`, `whole number`, `number`, `truth`, `nothing`, `list`, `record`, `date`, `date and time`, `email`, `id`. */
  readonly kinds: Set<string>
  /** Its words where they are few and short; undefined once they are many. */
  words: Set<string> | undefined
}

export type Shape = ReadonlyMap<string, FieldShape>

const wordsAtMost = 12

/** Adds a reply to a shape. */
export function addTo(shape: Map<string, FieldShape>, json: Json, path = '$'): void {
  const field = entry(shape, path)
  if (path === '$') field.parents += 1
  field.seen += 1
  field.kinds.add(kindOf(json))
  addWord(field, json)
  if (Array.isArray(json)) {
    for (const item of json as readonly Json[]) {
      entry(shape, `${path}[*]`).parents += 1
      addTo(shape, item, `${path}[*]`)
    }
  } else if (isObject(json)) {
    const known = [...shape.keys()].filter((name) => parentOf(name) === path && !name.endsWith('[*]'))
    const names = new Set([...known, ...Object.keys(json).map((name) => `${path}.${name}`)])
    for (const name of names) entry(shape, name, field.seen - 1).parents += 1
    for (const [name, item] of Object.entries(json)) addTo(shape, item as Json, `${path}.${name}`)
  }
}

/** @param missed replies before that had a parent and not this field */
function entry(shape: Map<string, FieldShape>, path: string, missed = 0): FieldShape {
  const known = shape.get(path)
  if (known !== undefined) return known
  const made: FieldShape = { parents: missed, seen: 0, kinds: new Set(), words: new Set() }
  shape.set(path, made)
  return made
}

const parentOf = (path: string) => path.slice(0, path.lastIndexOf('.'))

function addWord(field: FieldShape, json: Json): void {
  if (field.words === undefined || json === null) return
  if (typeof json !== 'string' || !/^[A-Za-z][\w-]{1,24}$/.test(json)) field.words = undefined
  else field.words.add(json)
  if ((field.words?.size ?? 0) > wordsAtMost) field.words = undefined
}

function kindOf(json: Json): string {
  if (json === null) return 'nothing'
  if (Array.isArray(json)) return 'list'
  if (typeof json === 'object') return 'record'
  if (typeof json === 'boolean') return 'truth'
  if (typeof json === 'number') return Number.isInteger(json) ? 'whole number' : 'number'
  if (/^\d{4}-\d{2}-\d{2}$/.test(json)) return 'date'
  if (/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(json))
    return /(?:Z|[+-]\d{2}:?\d{2})$/.test(json) ? 'time with a zone' : 'time without a zone'
  if (/^[^@\s]+@[^@\s]+\.[a-z]+$/i.test(json)) return 'email'
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(json) ? 'uuid' : 'text'
}
