/**
 * Violations of the example made small: found as the demonstration finds them, twenty of them, each of another kind as far as
 * there are so many. Each becomes a regression scenario, which has to fail with the receptionist as it is and to pass with the
 * mended one.
 *
 * Sizes are words that the customer says. Every counterexample is played again on seeds that the search has not used.
 */
import type { Conversation } from '../src/conversation/index.ts'
import { type Counterexample, counterexample, regressionOf } from '../src/learn/index.ts'
import { judge } from '../src/pact/index.ts'
import {
  type OpenProject,
  openProject,
  type PlannedTrial,
  parseScenarios,
  plan,
  planOf,
  playTrial,
  readProject,
  run,
  scenariosText,
} from '../src/simulate/index.ts'
import { hash64 } from '../src/stats/index.ts'
import type { TrialRecord } from '../src/store/index.ts'
import { median, table } from './measure.ts'
import { mendedReceptionist } from './mended-receptionist.ts'

/** Of the run; others with SEED=2 and so on. */
const seed = Number(process.env.SEED ?? 1)
const wanted = 20
/** Of each regression scenario with each of the two receptionists. */
const runsEach = 5
/** Most of a play is waiting. */
const atOnce = 10

const { signal } = new AbortController()
const project = await readProject('examples/harbor-dental/fieldproof.yaml')
const judged = (conversation: Conversation) => judge(project.pact, conversation)

interface Violation {
  readonly trial: PlannedTrial
  readonly record: TrialRecord
  readonly condition: string
}

interface Small extends Violation {
  readonly small: Counterexample
}

export async function bench(out: (line: string) => void): Promise<void> {
  const asItIs = await openProject(project, process.env)
  const mended = mendedReceptionist()
  const asMended = await openProject(await readProject(mended.project), process.env)
  try {
    const kinds = await violationsOf(asItIs)
    const startMs = performance.now()
    const { small, gone } = await madeSmall(chosenOf(mendable(kinds)), asItIs)
    const seconds = (performance.now() - startMs) / 1000
    out(
      `${kinds.flat().length} violations of ${kinds.length} kinds; ${small.length} of them made small; ${gone} more came again neither from their words nor from going on after them`,
    )
    for (const line of table(columns, small.map(rowOf))) out(line)
    const shares = small.map(({ small: { from, to } }) => to.words / from.words)
    const again = small.filter(({ small: { certified } }) => certified.violated > 0).length
    out(
      `median size ${(100 * median(shares)).toFixed(0)} % of the words; ${again} of ${small.length} break it again on fresh seeds; ${seconds.toFixed(0)} s`,
    )
    await guards(small, [asItIs, asMended], out)
    out('')
  } finally {
    await Promise.all([asItIs.close(), asMended.close()])
    mended.remove()
  }
}

/** All that broke, by promise and scenario, in the order of the plan. */
async function violationsOf({ stage, concurrency }: OpenProject): Promise<readonly (readonly Violation[])[]> {
  const whole = planOf(project, { seed })
  const trials = new Map([...whole.trials()].map((trial) => [trial.id, trial]))
  const found: Violation[] = []
  await run({
    ...{ id: 'learn', plan: whole, stage, judge: judged, concurrency, signal },
    onTrial(record) {
      const trial = trials.get(record.id)
      if (trial === undefined) return
      for (const { condition, outcome } of record.verdict.findings)
        if (outcome === 'violated') found.push({ trial, record, condition })
    },
  })
  const kinds = new Map<string, Violation[]>()
  for (const each of found.sort((a, b) => a.trial.index - b.trial.index)) {
    const kind = `${each.condition} ${each.record.scenario}`
    kinds.set(kind, [...(kinds.get(kind) ?? []), each])
  }
  return [...kinds.values()]
}

/** Under faults a promise may be beyond any agent: where it breaks without them too, those are what there is to mend. */
function mendable(kinds: readonly (readonly Violation[])[]): readonly (readonly Violation[])[] {
  const isPlain = ({ trial }: Violation) => trial.faults.length === 0
  const plain = new Set(kinds.flat().flatMap((each) => (isPlain(each) ? [each.condition] : [])))
  return kinds.map((each) => each.filter((one) => !plain.has(one.condition) || isPlain(one)))
}

/**
 * One of each kind, in turn one of each promise, in an order that follows from their names: agents are not the same twice,
 * and one kind more or less must not change all others.
 */
function chosenOf(kinds: readonly (readonly Violation[])[]): readonly Violation[] {
  const taken = new Map<string, number>()
  return kinds
    .flatMap(([first]) => first ?? [])
    .map((violation) => ({ violation, lot: hash64(`${violation.condition} ${violation.record.scenario}`) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .map(({ violation }) => {
      const nth = taken.get(violation.condition) ?? 0
      taken.set(violation.condition, nth + 1)
      return { violation, nth }
    })
    .sort((a, b) => a.nth - b.nth)
    .map(({ violation }) => violation)
}

/** As many as are wanted; the next takes the place of one that did not come again. */
async function madeSmall(violations: readonly Violation[], { stage }: OpenProject) {
  const waiting = [...violations]
  const small: Small[] = []
  let begun = 0
  let gone = 0
  const work = async () => {
    while (begun < wanted) {
      const next = waiting.shift()
      if (next === undefined) return
      begun += 1
      const { trial, record, condition } = next
      const play = (each: PlannedTrial) => playTrial(each, stage, signal)
      const found = await counterexample({
        ...{ trial, condition, play, judge: judged },
        conversation: record.conversation,
      })
      if ('to' in found) small.push({ ...next, small: found })
      else {
        gone += 1
        begun -= 1
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  const places = new Map(violations.map(({ trial, condition }, at) => [`${trial.id} ${condition}`, at]))
  const place = ({ trial, condition }: Small) => places.get(`${trial.id} ${condition}`) ?? 0
  return { small: small.sort((a, b) => place(a) - place(b)), gone }
}

const columns = ['promise', 'scenario', 'turns', 'words', 'slips', 'faults', 'then', 'again', 'plays']
const rowOf = ({ condition, record, small: { from, to, trial, certified, plays } }: Small) => [
  ...[condition, record.scenario],
  ...(['turns', 'words', 'edits', 'faults'] as const).map((what) => `${from[what]} to ${to[what]}`),
  trial.scenario.script?.some((step) => 'simulate' in step) === true ? 'goes on' : '',
  ...[`${certified.violated} of ${certified.n}`, `${plays}`],
]

/** Each as its file says it, with both receptionists. */
async function guards(
  small: readonly Small[],
  [asItIs, asMended]: readonly [OpenProject, OpenProject],
  out: (line: string) => void,
): Promise<void> {
  const origin = {
    run: 'learn',
    trial: 0,
    at: '2026-03-02T09:00:00Z',
    agent: 'receptionist',
    pactHash: project.pact.hash,
  }
  const counts: { readonly id: string; readonly unfixed: number; readonly fixed: number }[] = []
  for (const { small: found } of small) {
    const { scenario, heading } = regressionOf(found, origin, project)
    const [unfixed, fixed] = await Promise.all(
      [asItIs, asMended].map((opened) => brokenIn(scenariosText([scenario], heading), found.condition, opened)),
    )
    counts.push({ id: scenario.id, unfixed: unfixed ?? 0, fixed: fixed ?? 0 })
  }
  const fails = counts.filter(({ unfixed }) => unfixed > 0).length
  const passes = counts.filter(({ fixed }) => fixed === 0).length
  out(
    `as regression scenarios, ${runsEach} runs each: fails unfixed ${fails}/${counts.length}, passes fixed ${passes}/${counts.length}`,
  )
  for (const { id, unfixed, fixed } of counts)
    if (unfixed < runsEach || fixed > 0)
      out(`  ${id}: broken in ${unfixed} of ${runsEach} unfixed, ${fixed} of ${runsEach} fixed`)
}

async function brokenIn(yaml: string, condition: string, { stage }: OpenProject): Promise<number> {
  const planned = plan({
    scenarios: parseScenarios(yaml, 'regression.yaml'),
    ...{ personas: project.personas, channels: ['chat'], repeats: runsEach, seed: 1, persona: project.persona },
    faultSet: (id) => {
      const found = project.faults.find((set) => set.id === id)
      if (found === undefined) throw new Error(`no fault set "${id}"`)
      return found
    },
  })
  const talks = await Promise.all([...planned.trials()].map((trial) => playTrial(trial, stage, signal)))
  const broke = ({ findings }: ReturnType<typeof judged>) =>
    findings.some((finding) => finding.condition === condition && finding.outcome === 'violated')
  return talks.filter((talk) => broke(judged(talk))).length
}
