/** What the fields of a scenario's records mean: as told, else guessed from their names and values. */
import { isObject, type Json } from '../../conversation/index.ts'

export type JsonRecord = Readonly<Record<string, Json>>

/** Which list holds people, which what is theirs, and what their fields are called. */
export interface Fields {
  readonly people: PeopleFields
  readonly things?: ThingFields
}

interface PeopleFields {
  readonly list: string
  readonly id: string
  readonly name: string
  readonly phone?: string
  readonly birth?: string
  readonly location?: string
}

interface ThingFields {
  readonly list: string
  readonly id: string
  /** Field that holds the id of whose it is. */
  readonly person: string
  readonly location?: string
}

/** What somebody knows better than the guess. */
export interface FieldHints {
  readonly people?: Partial<PeopleFields>
  readonly things?: Partial<ThingFields>
}

/** The records of a list; none where it is not a list of records. */
export function recordsIn(given: JsonRecord, list: string): readonly JsonRecord[] {
  const value = given[list]
  return Array.isArray(value) && value.every(isObject) ? value : []
}

/** @returns nothing where no list holds people with an id and a name */
export function fieldsOf(given: JsonRecord, hints: FieldHints = {}): Fields | undefined {
  const lists = Object.keys(given).filter((list) => recordsIn(given, list).length > 0)
  const people = lists.flatMap((list) => peopleIn(list, given, hints.people) ?? [])[0]
  if (people === undefined) return undefined
  const ids = new Set(recordsIn(given, people.list).map((person) => person[people.id]))
  const things = lists.flatMap((list) =>
    list === people.list ? [] : (thingsIn(list, given, ids, hints.things) ?? []),
  )[0]
  return { people, ...(things !== undefined && { things }) }
}

/** In one line, so that a wrong guess is seen. */
export function fieldWords({ people, things }: Fields): string {
  const words = (fields: object) =>
    Object.entries(fields)
      .map(([meaning, field]) => `${meaning}: ${field}`)
      .join(', ')
  return `people { ${words(people)} }${things === undefined ? '' : `, theirs { ${words(things)} }`}`
}

function peopleIn(list: string, given: JsonRecord, hints: Partial<PeopleFields> = {}): PeopleFields | undefined {
  if (hints.list !== undefined && hints.list !== list) return undefined
  const records = recordsIn(given, list)
  const id = hints.id ?? fieldWith(records, /^(id|key|number)$|Id$|_id$/)
  const name = hints.name ?? fieldWith(records, /^(full)?_?name$/i) ?? fieldWith(records, /name/i)
  const phone = hints.phone ?? fieldWith(records, /phone|mobile|cell|tel/i, /^\+?[\d ()-]{7,}$/)
  const birth = hints.birth ?? fieldWith(records, /birth|dob|born/i)
  if (id === undefined || name === undefined || (phone ?? birth) === undefined) return undefined
  const location = hints.location ?? fieldWith(records, places)
  return {
    list,
    id,
    name,
    ...(phone !== undefined && { phone }),
    ...(birth !== undefined && { birth }),
    ...(location !== undefined && { location }),
  }
}

function thingsIn(
  list: string,
  given: JsonRecord,
  ids: ReadonlySet<Json | undefined>,
  hints: Partial<ThingFields> = {},
): ThingFields | undefined {
  if (hints.list !== undefined && hints.list !== list) return undefined
  const records = recordsIn(given, list)
  const id = hints.id ?? fieldWith(records, /^(id|key|number)$/)
  const person =
    hints.person ?? fieldNames(records).find((field) => field !== id && records.every((each) => ids.has(each[field])))
  if (id === undefined || person === undefined) return undefined
  const location = hints.location ?? fieldWith(records, places)
  return { list, id, person, ...(location !== undefined && { location }) }
}

const places = /^(location|office|store|shop|branch|site|clinic|salon|restaurant)(Id|_id)?$/i

/** A field whose name fits and, where values say something, whose values do; else one whose values alone do. */
function fieldWith(records: readonly JsonRecord[], name: RegExp, value?: RegExp): string | undefined {
  const fields = fieldNames(records)
  const byValue = (field: string) =>
    value !== undefined && records.every((record) => value.test(String(record[field] ?? '')))
  return (
    fields.find((field) => name.test(field)) ?? fields.find((field) => byValue(field) && !/date|birth/i.test(field))
  )
}

const fieldNames = (records: readonly JsonRecord[]) => [...new Set(records.flatMap((record) => Object.keys(record)))]
