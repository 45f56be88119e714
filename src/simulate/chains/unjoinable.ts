/**
 * Why two scenarios cannot be one conversation of one customer.
 *
 * What is refused is what would make the joined scenario say something that neither of them says: a second
 * appointment where the customer speaks of "my appointment", a second date where they know one, an event that would
 * strike the other wish.
 */
import type { Expected, Json } from '../../conversation/index.ts'
import type { Scenario } from '../scenario.ts'
import type { Wish } from './wish.ts'

export function unjoinable(first: Wish, second: Wish): string | undefined {
  return (
    oneOf(first.scenario, second.scenario) ??
    settings(first.scenario, second.scenario) ??
    moments(first.scenario, second.scenario) ??
    expectations(first.scenario.expect, second.scenario.expect) ??
    theirs(first, second)
  )
}

function oneOf(...scenarios: readonly Scenario[]): string | undefined {
  for (const { id, script, events, history, expect, goal } of scenarios) {
    if (script !== undefined) return `${id} follows a script`
    if (events.length > 0) return `${id} has events, which would strike the other wish`
    if (history.length > 0) return `${id} has a history`
    if (expect.changes?.length === 0 && ['book', 'change', 'cancel'].includes(goal.kind))
      return `${id} is about a wish that comes to nothing in its own records`
    if (JSON.stringify(expect).includes('{{')) return `what ${id} expects is known only when it is played`
  }
  return undefined
}

function settings(first: Scenario, second: Scenario): string | undefined {
  const differ = (a: readonly string[], b: readonly string[]) => a.length > 0 && b.length > 0 && `${a}` !== `${b}`
  if (differ(first.personas, second.personas)) return 'they have different personas'
  if (differ(first.channels, second.channels)) return 'they are had on different channels'
  if (`${[...first.faults].sort()}` !== `${[...second.faults].sort()}`) return 'they are under different faults'
  return first.timeZone === second.timeZone ? undefined : 'they take place in different time zones'
}

/** "Tomorrow" must mean in one conversation what it meant in two. */
function moments(first: Scenario, second: Scenario): string | undefined {
  const day = ({ startsAt = '' }: Scenario) => startsAt.slice(0, 10)
  if (day(first) === day(second) || isTimeless(second)) return undefined
  return 'they take place on different days'
}

function isTimeless({ facts, expect, given }: Scenario): boolean {
  const speaksOfTime = facts.some(
    ({ type, say = [] }) => type === 'date' || type === 'time' || say.some((way) => /day|tomorrow|week/i.test(way)),
  )
  const times = (value: unknown) => /"\d{4}-\d\d-\d\dT/.test(JSON.stringify(value))
  const lists = Object.values(given).filter((value) => typeof value === 'object')
  return !speaksOfTime && !times(expect) && !times(lists)
}

function expectations(first: Expected, second: Expected): string | undefined {
  if (first.handoff === true) return 'the first ends with a person'
  if (first.handoff === false && second.handoff === true) return 'one wants a person brought in, the other does not'
  if ((first.otherwise ?? 'unchanged') !== (second.otherwise ?? 'unchanged'))
    return 'one lets anything else change, the other nothing'
  const none = ({ calls }: Expected) => calls !== undefined && calls.length === 0
  const some = ({ calls = [], changes = [] }: Expected) => calls.length + changes.length > 0
  if ((none(first) && some(second)) || (none(second) && some(first))) return 'one wants nothing written, the other does'
  return undefined
}

function theirs(first: Wish, second: Wish): string | undefined {
  const onFile = ({ person }: Wish) => person !== undefined
  const speaksOfPeople = ({ fields, given, person }: Wish) =>
    person !== undefined || fields !== undefined || Object.values(given).some((value) => isEmptyList(value))
  if (onFile(first) !== onFile(second) && speaksOfPeople(first) && speaksOfPeople(second))
    return 'the customer is on file in one, and not in the other'
  if (first.things.length > 0 && second.things.length > 0)
    return 'both are about something that the customer has already, and they could not say which'
  const adds = (first.scenario.expect.changes ?? []).some((change) => 'added' in change)
  if (adds && second.things.length > 0)
    return 'the first adds to what the customer has, and the second would no longer be plain'
  return taken(first, second) ?? taken(second, first)
}

const isEmptyList = (value: Json) => Array.isArray(value) && value.length === 0

/** A moment that one of them expects to get and that somebody in the records of the other has. */
function taken({ scenario }: Wish, { given }: Wish): string | undefined {
  const records = JSON.stringify(given)
  const moments = JSON.stringify(scenario.expect).match(/\d{4}-\d\d-\d\dT\d\d:\d\d/g) ?? []
  return moments.some((moment) => records.includes(moment))
    ? 'what one wants is taken in the records of the other'
    : undefined
}
