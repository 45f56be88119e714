/** A scenario, read for joining: who its customer is among the records, what is theirs, and when it takes place. */
import type { Json } from '../../conversation/index.ts'
import type { JsonRecord } from '../edges/edge.ts'
import { type Fields, fieldsOf, recordsIn } from '../edges/fields.ts'
import { factValues, withFacts } from '../edges/filled.ts'
import type { Scenario } from '../scenario.ts'

export interface Wish {
  readonly scenario: Scenario
  /** With its facts filled in, as the expectation of `scenario` is. */
  readonly given: JsonRecord
  readonly fields?: Fields
  /** The customer's own record; absent where they are not on file. */
  readonly person?: JsonRecord
  /** What is theirs. */
  readonly things: readonly JsonRecord[]
}

export function wishOf(scenario: Scenario): Wish {
  const facts = factValues(scenario)
  const given = withFacts(scenario.given, facts) as JsonRecord
  const expect = withFacts(scenario.expect as Json, facts) as Scenario['expect']
  const fields = fieldsOf(given)
  const told = new Set(Object.values(facts))
  const people = fields === undefined ? [] : recordsIn(given, fields.people.list)
  const person = people.find((each) => told.has(String(each[fields?.people.name ?? ''])))
  const theirs = fields?.things
  const things = theirs === undefined ? [] : recordsIn(given, theirs.list)
  return {
    scenario: { ...scenario, expect },
    given,
    ...(fields !== undefined && { fields }),
    ...(person !== undefined && { person }),
    things: things.filter((thing) => person?.[fields?.people.id ?? ''] === thing[theirs?.person ?? '']),
  }
}

/** By what a person is told from others: their id, name, number and birthday. */
export function identityOf({ fields, person }: Wish): readonly (readonly [field: string, value: Json])[] {
  if (fields === undefined || person === undefined) return []
  const { id, name, phone, birth } = fields.people
  return [id, name, phone, birth].flatMap((field) =>
    field === undefined || person[field] === undefined ? [] : [[field, person[field] ?? null] as const],
  )
}
