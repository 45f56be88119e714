/**
 * For each changed fact, a scenario in which a customer asks for it: told what is true now, never what was.
 *
 * What surrounds the question (who the customer is, which records exist) is taken from a scenario of the project that
 * only asks, so that a probe needs nothing that the project does not have. A changed field for which no question is
 * known gets no probe, and is listed as such.
 */
import { keyedRandom } from '../../stats/index.ts'
import type { Goal, Scenario } from '../scenario.ts'
import { parseScenarios } from '../scenario-file.ts'
import { scenariosText } from '../scenario-text.ts'
import type { KnowledgeChange, KnowledgeDifference, Side } from './changes.ts'
import type { KnowledgeFact } from './passage.ts'
import { isWeekday, offering, questionFor, subjectName } from './questions.ts'
import { termsOf } from './terms.ts'

export interface Probe {
  readonly scenario: Scenario
  readonly change: KnowledgeChange
  /** What the agent has to say; absent where something is gone. */
  readonly now?: Side
  /** What it must not say any more; absent where something is new. */
  readonly was?: Side
}

export interface Probes {
  readonly probes: readonly Probe[]
  readonly without: readonly KnowledgeChange[]
}

export function knowledgeProbes(
  { changes }: KnowledgeDifference,
  scenarios: readonly Scenario[],
  seed: number,
): Probes {
  const merged = oncePerSubject(changes.filter((change) => !isToldByAnother(change, changes)))
  const taken = new Set(scenarios.map(({ id }) => id))
  const probes = merged.flatMap((change) =>
    draftsFor(change, scenarios, seed).map(({ scenario, ...rest }) => ({
      ...rest,
      change,
      scenario: checked({ ...scenario, id: ownId(scenario.id, taken) }),
    })),
  )
  return { probes, without: merged.filter((change) => !probes.some((probe) => probe.change === change)) }
}

/** A yes that became a no, beside a value that says how: `no discounts` and `10 % for students`. */
function isToldByAnother({ kind, after }: KnowledgeChange, changes: readonly KnowledgeChange[]): boolean {
  return (
    kind === 'rule' && changes.some((each) => each.kind !== 'rule' && after && each.after?.passage === after.passage)
  )
}

/** A service that is gone, or new, in several files is one subject: the passage that says most is kept. */
function oncePerSubject(changes: readonly KnowledgeChange[]): readonly KnowledgeChange[] {
  const bySubject = new Map<string, KnowledgeChange>()
  for (const change of changes) {
    const side = change.after ?? change.before
    const isRecord = change.kind === 'passage' && change.what !== 'reworded' && side?.passage.form === 'record'
    const key = isRecord ? JSON.stringify([change.what, termsOf(subjectName(side))]) : change.key
    const before = bySubject.get(key)
    bySubject.set(key, before === undefined ? change : richer(before, change))
  }
  return [...bySubject.values()]
}

/** Both passages' facts under the first one's name. */
function richer(one: KnowledgeChange, other: KnowledgeChange): KnowledgeChange {
  const join = (a: Side | undefined, b: Side | undefined): Side | undefined =>
    a && b && { ...a, passage: { ...a.passage, facts: [...a.passage.facts, ...b.passage.facts] } }
  const before = join(one.before, other.before)
  const after = join(one.after, other.after)
  return { ...one, ...(before && { before }), ...(after && { after }) }
}

type Draft = Omit<Probe, 'change'>

function draftsFor(change: KnowledgeChange, scenarios: readonly Scenario[], seed: number): readonly Draft[] {
  const { before, after, kind, what } = change
  const isSubject = kind === 'passage' && what !== 'reworded' && (after ?? before)?.passage.form === 'record'
  if (isSubject && after !== undefined) return draftsForNew(change.key, after, scenarios, seed)
  if (isSubject && before !== undefined) return draftsForGone(change.key, before, scenarios, seed)
  const side = after ?? before
  if (side === undefined) return []
  const question = questionFor(kind, side, keyedRandom(seed, 'retest', change.key))
  if (question === undefined) return []
  const told = isTellable(after?.fact) ? after?.said : undefined
  const scenario = asking(question, told, nameOf(side, kind), scenarios)
  return [{ scenario, ...(after && { now: after }), ...(before && { was: before }) }]
}

/** Is it known, and is everything known that people ask of such a thing? */
function draftsForNew(key: string, side: Side, scenarios: readonly Scenario[], seed: number): readonly Draft[] {
  const name = subjectName(side)
  const own: KnowledgeFact = { kind: 'name', said: name }
  const question = keyedRandom(seed, 'retest', key).pick(offering(name))
  const offered = {
    scenario: asking(question, name, `${name} offered`, scenarios),
    now: { ...side, said: name, fact: own },
  }
  const facts = side.passage.facts.flatMap((fact): readonly Draft[] => {
    if (!isTellable(fact) || fact.kind === 'name') return []
    const now = { ...side, said: fact.said, fact }
    const ask = questionFor(fact.kind, now, keyedRandom(seed, 'retest', key, fact.kind))
    return ask === undefined ? [] : [{ scenario: asking(ask, fact.said, nameOf(now, fact.kind), scenarios), now }]
  })
  // Of a day it is asked when it is open, which is what is known of it.
  return isWeekday(name) ? facts : [offered, ...facts]
}

/** It is asked for, and booked where the project has a scenario that books it. */
function draftsForGone(key: string, side: Side, scenarios: readonly Scenario[], seed: number): readonly Draft[] {
  const name = subjectName(side)
  const question = keyedRandom(seed, 'retest', key).pick(offering(name))
  const was = { ...side, said: name }
  const asked = { scenario: asking(question, undefined, `${name} gone`, scenarios), was }
  const called = side.passage.names.map((each) => termsOf(each).join(' '))
  const isIt = (value: string | undefined) => value !== undefined && called.includes(termsOf(value).join(' '))
  const donor = scenarios.find(
    ({ goal, facts, events }) => goal.kind === 'book' && events.length === 0 && facts.some(({ value }) => isIt(value)),
  )
  if (donor === undefined) return [asked]
  const { want, kind, needs } = donor.goal
  const goal: Goal = { want, kind, needs, onRefusal: 'accept' }
  const { title: _, file: __, ...rest } = donor
  const scenario: Scenario = {
    ...rest,
    id: idOf(`${name} not booked`),
    tags: ['retest'],
    goal,
    expect: { changes: [] },
  }
  return [asked, { scenario, was }]
}

function asking(question: string, answer: string | undefined, about: string, scenarios: readonly Scenario[]): Scenario {
  const donor = donorOf(scenarios)
  const { given = {}, facts = [], startsAt, timeZone, personas = [], channels = [] } = donor ?? {}
  return {
    id: idOf(about),
    tags: ['retest'],
    goal: {
      want: wantOf(question),
      kind: 'ask',
      needs: [],
      wants: [{ ask: question, ...(answer !== undefined && { answer }) }],
    },
    facts,
    events: [],
    expect: { ...(answer !== undefined && { told: [answer] }), ...(donor?.expect.changes && { changes: [] }) },
    given,
    history: [],
    personas,
    channels,
    faults: [],
    ...(startsAt !== undefined && { startsAt }),
    ...(timeZone !== undefined && { timeZone }),
  }
}

/** `do you offer crowns` is said of oneself as `know whether you offer crowns`. */
function wantOf(question: string): string {
  return `know ${question
    .replace(/^can you tell me /, '')
    .replace(/^do you /, 'whether you ')
    .replace(/^is (.+) something you do$/, 'whether you do $1')}`
}

/** The plainest scenario that only asks: the fewest records given, the first of those by id. */
function donorOf(scenarios: readonly Scenario[]): Scenario | undefined {
  const size = ({ given }: Scenario) => JSON.stringify(given).length
  return scenarios
    .filter(
      ({ goal, script, faults, expect, history }) =>
        goal.kind === 'ask' &&
        goal.needs.length === 0 &&
        goal.onRefusal === undefined &&
        script === undefined &&
        faults.length + history.length === 0 &&
        expect.handoff === undefined,
    )
    .sort((a, b) => size(a) - size(b) || (a.id < b.id ? -1 : 1))[0]
}

/** A yes, a no, and a bare number cannot be looked for in what an agent says. */
function isTellable(fact: KnowledgeFact | undefined): fact is KnowledgeFact {
  return fact !== undefined && fact.kind !== 'rule'
}

function nameOf(side: Side, kind: KnowledgeChange['kind']): string {
  const field = side.fact?.field
  return `${subjectName(side)} ${kind === 'passage' ? '' : (field ?? (kind === 'name' ? side.said : kind))}`
}

const idOf = (words: string) =>
  `retest-${words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '')}`

function ownId(id: string, taken: Set<string>): string {
  let own = id
  for (let n = 2; taken.has(own); n += 1) own = `${id}-${n}`
  taken.add(own)
  return own
}

/** As it will be when it is kept in a file: what the schema of scenarios refuses is a bug here. */
function checked(scenario: Scenario): Scenario {
  const [read] = parseScenarios(scenariosText([scenario], scenario.id), 'probe')
  const { file: _, ...kept } = read as Scenario
  return kept
}
