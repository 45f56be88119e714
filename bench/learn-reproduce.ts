/**
 * Violations of the example recorded as production would record them, and played again from that record alone: what was said
 * and when, and what each tool was asked and answered. Nothing tells of the simulation: no seeds, faults or scenarios.
 *
 * One of each kind, each so many times, judged by the same promise. What cannot be seen from outside, such as what was kept in
 * the backend and never asked for, is what keeps the others from coming again.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PlayableCase, placesIn, readCase, writeCase } from '../src/cli/cases/folder.ts'
import { wallClock } from '../src/connect/index.ts'
import type { Conversation } from '../src/conversation/index.ts'
import { type Again, playedAgain, reproductionOf, UsualAnswers } from '../src/learn/index.ts'
import { type Observatory, openObservatory } from '../src/observe/index.ts'
import { judge } from '../src/pact/index.ts'
import {
  type OpenProject,
  openProject,
  type PlannedTrial,
  planOf,
  playTrial,
  readProject,
  run,
} from '../src/simulate/index.ts'
import { clusteredRate } from '../src/stats/index.ts'
import type { TrialRecord } from '../src/store/index.ts'
import { table } from './measure.ts'
import { recordedOutside } from './recorded-outside.ts'

/** The project on the server. */
const production = 'default'
/** Kinds of violations. */
const wanted = 20
const runsEach = 5
/** Cases at the same time; most of a play is waiting. */
const atOnce = 6

const { signal } = new AbortController()
const project = await readProject('examples/harbor-dental/fieldproof.yaml')
const judged = (conversation: Conversation) => judge(project.pact, conversation)

interface Violation {
  readonly conversation: Conversation
  readonly condition: string
  readonly scenario: string
  /** Of the customer: the number that they wrote from. */
  readonly known: Readonly<Record<string, string>>
}

export async function bench(out: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'fieldproof-bench-'))
  const opened = await openProject(project, process.env)
  try {
    const talks = await talksIn(opened)
    const startMs = performance.now()
    const observatory = await observed([...talks.values()], folder)
    const violations = await violationsIn(observatory, talks)
    const played = await playedAll(violations, observatory, folder, opened)
    await observatory.close()
    const seconds = (performance.now() - startMs) / 1000
    for (const line of lines(played, talks.size)) out(line)
    out(`${seconds.toFixed(0)} s`)
    out('')
  } finally {
    await opened.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Talk {
  readonly trial: PlannedTrial
  readonly record: TrialRecord
}

/** By the names that production has for them. */
async function talksIn({ stage, concurrency }: OpenProject): Promise<ReadonlyMap<string, Talk>> {
  const plan = planOf(project)
  const trials = new Map([...plan.trials()].map((trial) => [trial.id, trial]))
  const talks: Talk[] = []
  await run({
    ...{ id: 'learn', plan, stage, judge: judged, concurrency, signal },
    onTrial(record) {
      const trial = trials.get(record.id)
      if (trial !== undefined) talks.push({ trial, record })
    },
  })
  talks.sort((a, b) => a.trial.index - b.trial.index)
  return new Map(talks.map((talk, at) => [`c-${at}`, talk]))
}

async function observed(talks: readonly Talk[], folder: string): Promise<Observatory> {
  const clock = wallClock()
  const observatory = await openObservatory({ folder, grading: { pact: project.pact }, clock, now: () => Date.now() })
  const body = talks.map(({ record }, at) => JSON.stringify(recordedOutside(`c-${at}`, record.conversation)))
  const taken = { project: production, reader: 'conversations', contentType: 'application/x-ndjson' }
  await observatory.take({ ...taken, body: Buffer.from(body.join('\n')) })
  await observatory.settled()
  return observatory
}

/** Of each kind that broke in production, by promise and what the customer came for, the first; in turn one of each promise. */
async function violationsIn(
  { observed }: Observatory,
  talks: ReadonlyMap<string, Talk>,
): Promise<readonly Violation[]> {
  const kinds = new Map<string, Violation>()
  for await (const { conversation, verdict } of observed.gradings(production, {})) {
    const talk = talks.get(conversation.id)
    const phone = talk?.trial.scenario.facts.find(({ key }) => key === 'phone')?.value
    for (const { condition, outcome } of verdict.findings) {
      const kind = `${condition} ${talk?.record.scenario}`
      if (outcome !== 'violated' || phone === undefined || kinds.has(kind)) continue
      kinds.set(kind, { conversation, condition, scenario: talk?.record.scenario ?? '', known: { phone } })
    }
  }
  const nth = new Map<string, number>()
  return [...kinds.values()]
    .map((violation) => {
      const turn = nth.get(violation.condition) ?? 0
      nth.set(violation.condition, turn + 1)
      return { violation, turn }
    })
    .sort((a, b) => a.turn - b.turn)
    .map(({ violation }) => violation)
    .slice(0, wanted)
}

interface Played extends Violation {
  readonly again: Again
}

async function playedAll(
  violations: readonly Violation[],
  observatory: Observatory,
  folder: string,
  { stage }: OpenProject,
): Promise<readonly Played[]> {
  const cases: (Violation & PlayableCase)[] = []
  for (const violation of violations) {
    const own = join(folder, 'cases', `${cases.length}`)
    writeCase(own, { reproduction: await caseOf(violation, observatory, own), seen: '' })
    cases.push({ ...violation, ...readCase(own, project) })
  }
  const played: Played[] = []
  const play = (trial: PlannedTrial) => playTrial(trial, stage, signal)
  const work = async () => {
    for (let next = cases.shift(); next !== undefined; next = cases.shift()) {
      const { trial, condition } = next
      const again = await playedAgain({ trial, condition, runs: runsEach, concurrency: runsEach, play, judge: judged })
      played.push({ ...next, again })
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return played
}

async function caseOf({ conversation, condition, known }: Violation, { observed }: Observatory, folder: string) {
  const usual = new UsualAnswers()
  for await (const { conversation: other } of observed.gradings(production, {}))
    if (other.id !== conversation.id) usual.add(other)
  const { recordingAt, persona } = placesIn(folder, project)
  const { backends, mcp, personas } = project.settings
  return reproductionOf(conversation, {
    ...{ condition, backends, mcp, usual, recordingAt, known },
    ...{ personas: personas.slice(0, 1), fittedPersona: persona, needed: ['phone'] },
  })
}

function lines(played: readonly Played[], talks: number): readonly string[] {
  const promises = [...new Set(played.map(({ condition }) => condition))].sort()
  const rows = [...promises, undefined].map((promise) => {
    const own = played.filter(({ condition }) => promise === undefined || condition === promise)
    const plays = own.map(({ again: { violated } }) => ({ successes: violated?.successes ?? 0, n: violated?.n ?? 0 }))
    const decided = plays.filter(({ n }) => n > 0)
    const came = decided.filter(({ successes }) => successes > 0).length
    return [
      promise ?? 'all',
      `${came} of ${decided.length}`,
      decided.length === 0 ? '' : shown(clusteredRate(decided)),
      `${own.length - decided.length}`,
    ]
  })
  const others = played.filter(({ again: { violated } }) => violated?.rate !== 1)
  return [
    `${talks} conversations, recorded as production would; ${played.length} kinds of violations, ${runsEach} plays each`,
    ...table(['promise', 'came again', 'of all plays', 'undecided'], rows),
    ...others.map(
      ({ condition, scenario, again: { violated, because } }) =>
        `  ${condition} of ${scenario}: ${violated?.successes ?? 0} of ${violated?.n ?? 0}${because.map((each) => `; ${each}`).join('')}`,
    ),
  ]
}

const shown = ({ successes, n, low, high }: ReturnType<typeof clusteredRate>) =>
  `${successes} of ${n} (${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)} %)`
