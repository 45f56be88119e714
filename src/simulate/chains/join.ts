/**
 * Two scenarios as one: a customer who wants two things in one conversation.
 *
 * The customer is the first scenario's, and the second's records become theirs: its ids, names, numbers and birthdays
 * are renamed where they are those of its customer, or are taken. Nothing else is made up, and where the two
 * contradict each other there is no such scenario.
 */
import type { Json } from '../../conversation/index.ts'
import type { JsonRecord } from '../edges/edge.ts'
import { recordsIn } from '../edges/fields.ts'
import type { Fact, Goal, Scenario } from '../scenario.ts'
import { unjoinable } from './unjoinable.ts'
import { identityOf, type Wish, wishOf } from './wish.ts'

/** @returns why they cannot be joined, in words, where they cannot */
export function joined(one: Scenario, other: Scenario): Scenario | string {
  const [first, second] = [wishOf(one), wishOf(other)]
  const because = unjoinable(first, second)
  if (because !== undefined) return because
  const names = renamings(first, second)
  if (typeof names === 'string') return names
  const facts = factsOf(first, second, names)
  if (typeof facts === 'string') return facts
  const given = givenOf(first, second, names)
  if (typeof given === 'string') return given
  return { ...settingsOf(one, other), facts, given, expect: expectOf(first, second, names) }
}

type Names = ReadonlyMap<Json, Json>

/** What the second scenario's values are called in the joined one. */
function renamings(first: Wish, second: Wish): Names | string {
  const names = new Map<Json, Json>()
  const mine = new Map(identityOf(first))
  for (const [field, value] of identityOf(second)) {
    const own = mine.get(field)
    if (own !== undefined && own !== value) names.set(value, own)
  }
  for (const [list, field] of idFields(second)) {
    const taken = new Set(recordsIn(first.given, list).map((record) => record[field]))
    for (const record of recordsIn(second.given, list)) {
      const id = record[field]
      if (record === second.person || id === undefined || !taken.has(id)) continue
      if (typeof id !== 'string') return `both have a record ${JSON.stringify(id)} in ${list}`
      const fresh = freshId(id, taken)
      taken.add(fresh)
      names.set(id, fresh)
    }
  }
  return names
}

function idFields({ fields }: Wish): readonly (readonly [list: string, field: string])[] {
  if (fields === undefined) return []
  const { people, things } = fields
  return [[people.list, people.id], ...(things === undefined ? [] : [[things.list, things.id] as const])]
}

function freshId(like: string, taken: ReadonlySet<Json | undefined>): string {
  for (let number = 301; ; number += 1) {
    const id = `${like.replace(/\d+$/, '')}${number}`
    if (!taken.has(id)) return id
  }
}

function renamed(value: Json, names: Names): Json {
  const name = names.get(value)
  if (name !== undefined) return name
  if (Array.isArray(value)) return value.map((item: Json) => renamed(item, names))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, renamed(item, names)]))
}

function factsOf({ scenario: first }: Wish, { scenario: second }: Wish, names: Names): readonly Fact[] | string {
  const facts = [...first.facts]
  for (const fact of second.facts) {
    const known = first.facts.find(({ key }) => key === fact.key)
    const name = fact.value === undefined ? undefined : names.get(fact.value)
    if (known === undefined) {
      const { say: _, wrongFirst: __, ...plain } = fact
      facts.push(name === undefined ? fact : { ...plain, value: String(name) })
    } else if (known.value !== fact.value && known.value !== name) {
      return `both have a ${fact.key} to tell, and a customer has one`
    }
  }
  return facts
}

function givenOf(first: Wish, second: Wish, names: Names): JsonRecord | string {
  const given: Record<string, Json> = { ...first.given }
  const theirs = renamed(second.given, names) as JsonRecord
  for (const [key, value] of Object.entries(theirs)) {
    const own = given[key]
    if (own === undefined) given[key] = value
    else if (isMoment(value, second.scenario) && isMoment(own, first.scenario)) continue
    else {
      const both = together(own, value, key === first.fields?.people.list ? first.fields.people.id : 'id')
      if (both === undefined) return `both say something of "${key}", and not the same`
      given[key] = both
    }
  }
  return given
}

const isMoment = (value: Json, { startsAt = '' }: Scenario) => startsAt !== '' && value === startsAt.slice(0, 16)

/** Records of both, the first's where they are the same; nothing where they say different things of one. */
function together(own: Json, other: Json, id: string): Json | undefined {
  if (JSON.stringify(own) === JSON.stringify(other)) return own
  if (!Array.isArray(own) || !Array.isArray(other)) return undefined
  const records = [...(own as readonly JsonRecord[])]
  for (const record of other as readonly JsonRecord[]) {
    const at = records.findIndex((known) => known[id] !== undefined && known[id] === record[id])
    const known = records[at]
    if (known === undefined) records.push(record)
    else if (Object.keys(record).some((key) => known[key] !== undefined && known[key] !== record[key])) return undefined
    else records[at] = { ...record, ...known }
  }
  return records
}

function expectOf({ scenario: first }: Wish, { scenario: second }: Wish, names: Names): Scenario['expect'] {
  const { changes, told, calls, handoff } = renamed(second.expect as Json, names) as Scenario['expect']
  const { expect } = first
  return {
    ...expect,
    ...((expect.changes ?? changes) !== undefined && { changes: [...(expect.changes ?? []), ...(changes ?? [])] }),
    ...((expect.told ?? told) !== undefined && { told: [...new Set([...(expect.told ?? []), ...(told ?? [])])] }),
    ...((expect.calls ?? calls) !== undefined && { calls: [...(expect.calls ?? []), ...(calls ?? [])] }),
    ...(handoff !== undefined && { handoff }),
  }
}

function settingsOf(first: Scenario, second: Scenario): Omit<Scenario, 'facts' | 'given' | 'expect'> {
  const { file: _, repeats, maxTurns, startsAt, timeZone } = first
  const turns = maxTurns ?? second.maxTurns
  return {
    id: `${first.id}-then-${second.id}`,
    title: `${first.title ?? first.goal.want}. Then: ${second.title ?? second.goal.want}`,
    tags: [...new Set([...first.tags, ...second.tags, 'chains'])],
    goal: goalOf(first.goal, second.goal),
    events: [],
    history: [],
    personas: first.personas.length > 0 ? first.personas : second.personas,
    channels: first.channels.length > 0 ? first.channels : second.channels,
    faults: first.faults,
    ...(repeats !== undefined && { repeats }),
    ...(turns !== undefined && { maxTurns: turns + (maxTurns === undefined ? 0 : (second.maxTurns ?? 0)) }),
    ...(startsAt !== undefined && { startsAt }),
    ...(timeZone !== undefined && { timeZone }),
  }
}

function goalOf(first: Goal, { followedBy = [], ...second }: Goal): Goal {
  return { ...first, followedBy: [...(first.followedBy ?? []), second, ...followedBy] }
}
