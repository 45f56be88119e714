/** Awkward records as scenarios: every edge in one line, and which of them a project's scenarios can have. */
import type { Json } from '../../conversation/index.ts'
import { keyedRandom } from '../../stats/index.ts'
import type { Fact, Scenario } from '../scenario.ts'
import { deletedMidway } from './deleted-midway.ts'
import type { Base, Edge, JsonRecord, Twist } from './edge.ts'
import { type FieldHints, type Fields, fieldsOf, recordsIn } from './fields.ts'
import { factValues, withFacts } from './filled.ts'
import { foreignNumber } from './foreign-number.ts'
import { mergedMidway } from './merged-midway.ts'
import { nameChanged } from './name-changed.ts'
import { otherLocation } from './other-location.ts'
import { isTouched } from './touched.ts'
import { twoAccounts } from './two-accounts.ts'

export const edges: readonly Edge[] = [
  twoAccounts,
  nameChanged,
  otherLocation,
  foreignNumber,
  mergedMidway,
  deletedMidway,
]

export interface EdgesOptions {
  readonly scenarios: readonly Scenario[]
  readonly seed: number
  /** Names of what the project can have happen in the backends. */
  readonly changes?: readonly string[]
  /** What the fields of the records mean, where the guess would be wrong. */
  readonly fields?: FieldHints
}

/** What came of one scenario. */
export interface EdgesOf {
  readonly base: string
  /** What its records were taken to mean; absent where no edge was tried. */
  readonly fields?: Fields
  readonly made: readonly { readonly edge: string; readonly scenario: Scenario }[]
  /** What could not be made, and why. */
  readonly not: readonly { readonly edge?: string; readonly because: string }[]
}

/** Every edge of every scenario that has people among its records and expects a change. Same seed, same scenarios. */
export function edgesOf(options: EdgesOptions): readonly EdgesOf[] {
  const taken = new Set(options.scenarios.map(({ id }) => id))
  return options.scenarios.map((scenario) => {
    const base = baseOf(scenario, options)
    if (typeof base === 'string') return { base: scenario.id, made: [], not: [{ because: base }] }
    const made: { edge: string; scenario: Scenario }[] = []
    const not: { edge: string; because: string }[] = []
    for (const edge of edges) {
      const id = `${scenario.id}-${edge.id}`
      const twist = taken.has(id)
        ? `there is a scenario "${id}" already`
        : edge.twist(base, keyedRandom(options.seed, 'edge', edge.id, scenario.id))
      if (typeof twist === 'string') not.push({ edge: edge.id, because: twist })
      else made.push({ edge: edge.id, scenario: twisted(base, edge, id, twist) })
    }
    return { base: scenario.id, fields: base.fields, made, not }
  })
}

/** @returns why no edge can be made of it, in words */
function baseOf(
  scenario: Scenario,
  { changes = [], fields: hints }: Omit<EdgesOptions, 'scenarios' | 'seed'>,
): Base | string {
  if ((scenario.expect.changes ?? []).length === 0) return 'it expects no change'
  if (scenario.script !== undefined) return 'it follows a script'
  if (JSON.stringify(scenario.expect).includes('{{given.'))
    return 'what it expects is read from its records by position'
  const facts = factValues(scenario)
  const given = withFacts(scenario.given, facts) as JsonRecord
  const fields = fieldsOf(given, hints)
  if (fields === undefined) return 'no list among its records holds people with an id, a name and a phone or a birthday'
  const people = recordsIn(given, fields.people.list)
  const told = new Set(Object.values(facts))
  const person = people.find((each) => told.has(String(each[fields.people.name])))
  if (person === undefined) return 'none of the people is the customer by name'
  const things = fields.things === undefined ? [] : recordsIn(given, fields.things.list)
  if (!isTouched(scenario.expect, person[fields.people.id], fields, things))
    return "what it expects is on nobody's account"
  const others = people.filter((each) => each !== person)
  const expect = withFacts(scenario.expect as Json, facts) as Scenario['expect']
  return { scenario: { ...scenario, expect }, fields, given, person, others, things, changes }
}

function twisted({ scenario, fields, given }: Base, edge: Edge, id: string, twist: Twist): Scenario {
  const { title, people, things, facts = [], events = [], expect = scenario.expect } = twist
  const { file: _, ...base } = scenario
  return {
    ...base,
    id,
    title: scenario.title === undefined ? title : `${scenario.title}. ${title}`,
    tags: [...scenario.tags, 'edges', edge.id],
    facts: [...scenario.facts, ...facts.filter(({ key }) => scenario.facts.every((known: Fact) => known.key !== key))],
    events: [...scenario.events, ...events],
    given: {
      ...given,
      ...(people !== undefined && { [fields.people.list]: people }),
      ...(things !== undefined && fields.things !== undefined && { [fields.things.list]: things }),
    },
    expect,
  }
}

export type { Edge } from './edge.ts'
export { type FieldHints, fieldWords } from './fields.ts'
