/** Results of a tool by the paths of their fields, `$.slots[*].start`: what stands there, and in which records. */
import { fieldsIn } from '../../connect/index.ts'
import { isObject, type Json, type JsonObject } from '../../conversation/index.ts'

/** One result beside the others of its tool. */
export interface Compared {
  readonly tool: string
  readonly got: Json
  readonly here: Fields
  /** The others, whole and by their fields. */
  readonly others: readonly Json[]
  readonly elsewhere: readonly Fields[]
}

/** Values by path. Records in lists have paths too, so that every field has a parent. */
export type Fields = ReadonlyMap<string, readonly Json[]>

export function fieldsOf(json: Json): Fields {
  const fields = fieldsIn(json).map(({ path, values }) => [path, values] as const)
  const parents = fields.map(([path]) => [parentOf(path), [{}]] as const)
  return new Map<string, readonly Json[]>([['$', [json]], ...parents, ...fields])
}

/** Fields that all the others have and this one does not, though it has the record that they would stand in. */
export const goneFrom = ({ here, elsewhere }: Compared): readonly string[] =>
  [...(elsewhere[0]?.keys() ?? [])].filter(
    (path) => here.get(parentOf(path))?.some(isObject) && !here.has(path) && elsewhere.every((each) => each.has(path)),
  )

/** Fields that none of the others has. */
export const newIn = ({ here, elsewhere }: Compared): readonly string[] =>
  [...here.keys()].filter((path) => !elsewhere.some((each) => each.has(path)))

/** What kind of value stands there; several where values differ. */
export const kindsOf = (values: readonly Json[] = []): string => [...new Set(values.map(kindOf))].sort().join(' or ')

function kindOf(json: Json): string {
  if (json === null) return 'null'
  return Array.isArray(json) ? 'list' : typeof json
}

export const parentOf = (path: string) => path.slice(0, path.lastIndexOf('.'))
export const nameOf = (path: string) => path.slice(path.lastIndexOf('.') + 1)

/** The same JSON with each record at a path changed. */
export function withRecords(json: Json, path: string, change: (record: JsonObject) => JsonObject, at = '$'): Json {
  if (Array.isArray(json)) return json.map((item: Json) => withRecords(item, path, change, `${at}[*]`))
  if (!isObject(json)) return json
  if (at === path) return change(json)
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [name, withRecords(value, path, change, `${at}.${name}`)]),
  )
}

/** The records that stand at a path. */
export function recordsAt(json: Json, path: string): readonly JsonObject[] {
  const found: JsonObject[] = []
  withRecords(json, path, (record) => {
    found.push(record)
    return record
  })
  return found
}

/** A field as the record has it that is most like this one in its other fields. */
export function likeliest(record: JsonObject, field: string, known: readonly JsonObject[]): Json {
  const alike = (other: JsonObject) =>
    Object.entries(record).filter(([name, value]) => JSON.stringify(other[name]) === JSON.stringify(value)).length
  let best: JsonObject = {}
  for (const other of known) if (best[field] === undefined || alike(other) > alike(best)) best = other
  return best[field] ?? null
}
