/**
 * Scenarios as people write them: one file per topic, `defaults` below every scenario of the file.
 *
 * The file is generous where one way of writing is plainly meant (`time: 14:00` for a fact) and strict
 * where a slip would change the test: unknown keys, facts nobody defined, two scenarios of one id.
 */
import { type Document, openDocument } from '../document.ts'
import { Problem, Problems } from '../problem.ts'
import { momentNames, nextMoment } from './awkward-moments.ts'
import type { SetsIn } from './fault-files.ts'
import { isZone } from './local-time.ts'
import type { Goal, Scenario, ScheduledEvent } from './scenario.ts'
import { type FactForm, factOf, isCountable } from './scenario-facts.ts'
import { type EventForm, type Form, fileForm, type GoalForm, type ScenarioForm } from './scenario-form.ts'

/**
 * Reads one file of scenarios.
 *
 * @throws Problems with everything that is wrong, each with its place
 */
export function parseScenarios(yaml: string | Uint8Array, file: string): readonly Scenario[] {
  return parseScenarioFile(yaml, file).scenarios
}

/** All that stands in a file of scenarios. */
export interface ScenarioFile {
  readonly scenarios: readonly Scenario[]
  /** Fault sets for these scenarios alone. */
  readonly faults: SetsIn
}

/** The same with the fault sets that stand beside them. @throws Problems with everything that is wrong */
export function parseScenarioFile(yaml: string | Uint8Array, file: string): ScenarioFile {
  const document = openDocument(yaml, { file, schema: fileForm, code: 'scenario/invalid' })
  const { defaults = {}, scenarios, faults = {} } = document.value
  const problems = scenarios.flatMap((scenario, index) => complaints(merged(defaults, scenario), index, document))
  problems.push(...duplicates(scenarios, document))
  if (problems.length > 0) throw new Problems(problems)
  return {
    scenarios: scenarios.map((scenario) => ({ ...scenarioOf(scenario.id, merged(defaults, scenario)), file })),
    faults: { file, sets: faults },
  }
}

/** Mappings are merged key by key, one level deep; anything else is replaced. */
function merged(defaults: Form, { id: _, ...own }: ScenarioForm): Form {
  return {
    ...defaults,
    ...own,
    ...(defaults.facts !== undefined && { facts: { ...defaults.facts, ...own.facts } }),
    ...(defaults.given !== undefined && { given: { ...defaults.given, ...own.given } }),
    ...(defaults.expect !== undefined && { expect: { ...defaults.expect, ...own.expect } }),
    tags: [...(defaults.tags ?? []), ...(own.tags ?? [])],
  }
}

function complaints(form: Form, index: number, document: Document<unknown>): Problem[] {
  const problem = (path: readonly (string | number)[], message: string, hint: string) =>
    new Problem({ code: 'scenario/invalid', message, hint, at: document.place(['scenarios', index, ...path]) })
  const known = Object.keys(form.facts ?? {})
  const unknownFact = (fact: string, path: readonly (string | number)[]) =>
    known.includes(fact)
      ? []
      : [
          problem(
            path,
            `The fact "${fact}" is not defined in this scenario.`,
            known.length === 0 ? 'Define it under "facts".' : `Defined here: ${known.join(', ')}.`,
          ),
        ]
  const goals = form.goal === undefined ? [] : [form.goal, ...(form.goal.then ?? [])]
  return [
    ...(form.goal === undefined && form.script === undefined
      ? [problem([], 'A scenario needs a goal, or a script, or both.', 'Write "goal: { want: ..., kind: ask }".')]
      : []),
    ...momentComplaints(form, problem),
    ...goals.flatMap(({ needs = [] }) => needs.flatMap((fact) => unknownFact(fact, ['goal', 'needs']))),
    ...goals.flatMap(({ alternatives = [] }) =>
      alternatives.flatMap((option) =>
        Object.keys(option).flatMap((fact) => unknownFact(fact, ['goal', 'alternatives'])),
      ),
    ),
    ...(form.events ?? []).flatMap(({ do: what }, at) =>
      'correct' in what ? unknownFact(what.correct.fact, ['events', at, 'do', 'correct', 'fact']) : [],
    ),
  ]
}

/** What cannot be counted from when the conversation begins, or when it should begin at all. */
function momentComplaints(
  form: Form,
  problem: (path: readonly (string | number)[], message: string, hint: string) => Problem,
): Problem[] {
  const { timeZone = 'UTC', facts = {} } = form
  if (!isZone(timeZone))
    return [problem(['timeZone'], `There is no time zone "${timeZone}".`, 'Write an IANA name: America/New_York.')]
  const startsAt = startOf(form)
  const never =
    form.startsAt !== undefined && startsAt === undefined
      ? [problem(['startsAt'], `In ${timeZone} there is no such moment.`, 'Name a "timeZone" whose clocks change.')]
      : []
  const relative = Object.entries(facts).flatMap(([key, form]) => {
    const fact = form as FactForm
    if (fact.in === undefined || isCountable(key, fact, startsAt === undefined ? {} : { startsAt })) return []
    const hint = 'Write "in" for a date or a time, without a value, where "startsAt" says when the conversation begins.'
    return [problem(['facts', key], `"in: ${fact.in}" of the fact "${key}" means nothing.`, hint)]
  })
  return [...never, ...relative]
}

function duplicates(scenarios: readonly ScenarioForm[], document: Document<unknown>): Problem[] {
  const first = new Map<string, number>()
  return scenarios.flatMap(({ id }, index) => {
    if (!first.has(id)) {
      first.set(id, index)
      return []
    }
    const at = document.place(['scenarios', index, 'id'])
    return [
      new Problem({
        code: 'scenario/invalid',
        message: `Two scenarios are called "${id}".`,
        hint: 'Give one of them another id.',
        at,
      }),
    ]
  })
}

function scenarioOf(id: string, form: Form): Scenario {
  const { goal, facts: factForms = {}, events = [], expect = {}, startsAt: _, ...rest } = form
  const startsAt = startOf(form)
  const beginning = {
    ...(startsAt !== undefined && { startsAt }),
    ...(form.timeZone !== undefined && { timeZone: form.timeZone }),
  }
  const facts = Object.entries(factForms).map(([key, fact]) => factOf(key, fact as FactForm, beginning))
  const tellable = facts.filter(({ value, disclose }) => value !== undefined && disclose !== 'never')
  return {
    tags: [],
    given: {},
    history: [],
    personas: [],
    channels: [],
    faults: [],
    ...(present(rest) as Partial<Scenario>),
    ...(startsAt !== undefined && { startsAt }),
    id,
    goal:
      goal === undefined
        ? { want: form.title ?? id, kind: 'ask', needs: [] }
        : goalOf(
            goal,
            tellable.map(({ key }) => key),
          ),
    facts,
    events: events.map(eventOf),
    expect: expect as Scenario['expect'],
  }
}

/** A goal needs everything that can be told, unless goals follow and it is not plain which of them needs what. */
function goalOf({ then: following, ...goal }: GoalForm, tellable: readonly string[]): Goal {
  if (following === undefined) return { ...goal, needs: goal.needs ?? tellable } as Goal
  const followedBy = following.map((next) => ({ ...next, needs: next.needs ?? [] })) as Goal[]
  return { ...(goal as Goal), needs: goal.needs ?? [], followedBy }
}

/** When the conversation begins, in ISO 8601; undefined where nothing says, and where there is no such moment. */
function startOf({ startsAt, timeZone = 'UTC' }: Form): string | undefined {
  if (startsAt === undefined) return undefined
  if (typeof startsAt === 'object') return nextMoment(startsAt.at, startsAt.after, timeZone)
  const name = momentNames.find((each) => each === startsAt)
  return name === undefined ? startsAt : nextMoment(name, '2026-01-01', timeZone)
}

/** Without the fields that nobody wrote. */
function present<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Fields>
}

function eventOf({ turn, after, do: what }: EventForm): ScheduledEvent {
  return { when: turn === undefined ? { after: after ?? 'asked' } : { turn }, do: what as ScheduledEvent['do'] }
}
