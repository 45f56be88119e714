/**
 * What a scenario is about, as far as a knowledge base could matter to it: its words, its dates, what it expects.
 *
 * Names, telephone numbers and dates of birth of customers are left out: no knowledge base knows them.
 */
import type { Json } from '../../conversation/index.ts'
import { valuesIn } from '../../pact/index.ts'
import type { Goal, Scenario, Step } from '../scenario.ts'
import { stem, termsOf } from './terms.ts'

export interface About {
  readonly scenario: Scenario
  /** Everything in words, one text. */
  readonly text: string
  readonly terms: ReadonlySet<string>
  /** Stems of what the customer says, or has in mind; without what is on record, and how the scenario is called. */
  readonly asked: ReadonlySet<string>
  /** What the customer must be told, as written. */
  readonly expected: readonly string[]
  /** What has to be on record afterwards, as written: a service that is to be booked. */
  readonly recorded: readonly string[]
  /** Stems of the days of the week it plays on or asks about. */
  readonly weekdays: ReadonlySet<string>
  /** It ends with something in the calendar at a moment of its choice. */
  readonly places: boolean
}

const private_ = /^(?:name|phone|e-?mail|date ?of ?birth|birth|dob|patientId|id|now|startsAt)/i

export function aboutOf(scenario: Scenario): About {
  const goals = goalsOf(scenario.goal)
  const said = [
    ...goals.flatMap(({ want, say = [], wants = [] }) => [want, ...say, ...wants.map(({ ask }) => ask)]),
    ...scenario.events.flatMap(({ do: what }) => textsOf(what as Json)),
    ...(scenario.script ?? []).flatMap(stepTexts),
    ...scenario.history.map(({ text }) => text),
  ]
  const facts = scenario.facts
    .filter(({ key }) => !private_.test(key))
    .flatMap(({ value = '', say = [], wrongFirst = '', options = [] }) => [value, ...say, wrongFirst, ...options])
  const wanted = [
    ...facts,
    ...goals.flatMap(({ alternatives = [] }) => alternatives.flatMap((each) => Object.values(each))),
  ]
  const expected = [
    ...(scenario.expect.told ?? []),
    ...goals.flatMap(({ wants = [] }) => wants.flatMap(({ answer }) => answer ?? [])),
    ...(scenario.script ?? []).flatMap((step) => ('expect' in step ? (step.expect.says ?? []) : [])),
  ]
  const changes = textsOf((scenario.expect.changes ?? []) as unknown as Json)
  const text = [...said, ...wanted, ...expected].join('\n')
  const outcome = [...said, ...wanted, ...changes].join('\n')
  return {
    scenario,
    text,
    terms: new Set(
      termsOf(
        [
          scenario.id.replaceAll(/[-_.]/g, ' '),
          scenario.title ?? '',
          text,
          ...changes,
          ...textsOf(scenario.given),
        ].join('\n'),
      ),
    ),
    asked: new Set(termsOf([...said, ...expected].join('\n'))),
    expected,
    recorded: changes,
    weekdays: weekdaysIn(outcome, scenario),
    places: goals.some(({ kind }) => kind === 'book' || kind === 'change'),
  }
}

function goalsOf(goal: Goal): readonly Goal[] {
  return [goal, ...(goal.followedBy ?? []).flatMap(goalsOf)]
}

function stepTexts(step: Step): readonly string[] {
  if ('say' in step) return typeof step.say === 'string' ? [step.say] : step.say
  return 'expect' in step ? [step.expect.says ?? ''] : []
}

/** Strings of JSON, without what tells who a customer is. */
function textsOf(json: Json): readonly string[] {
  if (typeof json === 'string') return [json]
  if (json === null || typeof json !== 'object') return []
  if (Array.isArray(json)) return json.flatMap((each: Json) => textsOf(each))
  return Object.entries(json).flatMap(([key, each]) => (private_.test(key) ? [] : textsOf(each as Json)))
}

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

function weekdaysIn(text: string, { startsAt, timeZone }: Scenario): ReadonlySet<string> {
  const moment = { ...(startsAt !== undefined && { reference: startsAt }), ...(timeZone !== undefined && { timeZone }) }
  const year = startsAt?.slice(0, 4)
  const found = valuesIn(text.replaceAll('T', ' '), moment).flatMap(({ type, value }) =>
    type === 'date' ? value.split('|').flatMap((reading) => weekdayOf(reading, year)) : [],
  )
  return new Set(found.map(stem))
}

/** The day of the week of a date as values are written: `2026-03-07`, `--03-07` in the year given, `weekday:6`. */
function weekdayOf(reading: string, year: string | undefined): readonly string[] {
  const named = /^weekday:(\d)$/.exec(reading)
  if (named !== null) return [days[Number(named[1]) - 1] ?? '']
  const [, y, month = '', day = ''] = /^(\d{4}|-)-(\d{2})-(\d{2})$/.exec(reading) ?? []
  const full = y === '-' ? year : y
  return full === undefined ? [] : [days[weekdayNumber(Number(full), Number(month), Number(day))] ?? '']
}

/** Monday is 0. @see Sakamoto's method */
function weekdayNumber(year: number, month: number, day: number): number {
  const shift = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][month - 1] ?? 0
  const y = month < 3 ? year - 1 : year
  return (y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + shift + day + 6) % 7
}
