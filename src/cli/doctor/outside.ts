/** Checks of what a project reaches: what it starts, the agent, its backends. */
import { type ProbeReport, probe, type Verifier } from '../../connect/index.ts'
import {
  type OpenProject,
  openProject,
  type PlannedTrial,
  type Project,
  planOf,
  type Stage,
  type Values,
  valuesOf,
} from '../../simulate/index.ts'
import type { Io } from '../io.ts'
import { count } from '../reports/words.ts'
import { type Check, gap, ok, skipped, wrong } from './check.ts'

/** Starts what the project starts, looks at everything once with the values of its first trial, and ends it again. */
export async function* outsideChecks(project: Project, io: Io): AsyncGenerator<Check> {
  let opened: OpenProject
  try {
    opened = await openProject(project, io.env, undefined, io.interrupted)
  } catch (thrown) {
    yield* wrong(project.settings.start === undefined ? 'agent' : 'start', thrown)
    yield skipped('agent, verifiers', 'not looked at')
    return
  }
  try {
    if (project.settings.start !== undefined) {
      const { command } = project.settings.start
      yield ok('start', `${[command].flat().join(' ')} is ready`)
    }
    yield* stageChecks(project, opened, io)
  } finally {
    await opened.close()
  }
}

async function* stageChecks(project: Project, { stage, unplaced }: OpenProject, io: Io): AsyncGenerator<Check> {
  const [trial] = planOf(project).trials()
  if (trial === undefined) return
  let values: Values = valuesOf(trial, stage)
  if (stage.prepare !== undefined) {
    try {
      const prepare = await stage.prepare(values, io.interrupted)
      values = { ...values, prepare }
      yield ok('prepare', `answered ${Object.keys(prepare).join(', ') || 'nothing to name'}`)
    } catch (thrown) {
      yield* wrong('prepare', thrown, 'See what the backend says to this request; it is what every trial begins with.')
      yield skipped('agent, verifiers', 'not looked at')
      return
    }
  }
  const seen: string[] = []
  let behind: ReturnType<NonNullable<Stage['behind']>['open']> | undefined
  try {
    const emit = (event: { readonly type: string; readonly tool?: string }) => {
      if (event.tool !== undefined) seen.push(event.tool)
    }
    behind = stage.behind?.open({ id: 'probe', seed: trial.seed, faults: [], turn: () => 1, emit }, values)
    values = { ...values, ...behind?.values }
  } catch (thrown) {
    yield* wrong('backends', thrown)
  }
  const trials = firstOnChannels(project)
  for (const { channel, ...rest } of trials) {
    // What was prepared and stands behind the agent is the first trial's; the customer is the channel's own.
    const its = { ...values, ...valuesOf({ channel, ...rest }, stage), ...pick(values, ['prepare', 'backends', 'mcp']) }
    const customer = its.customer as Values
    const report = await probe(stage.agent, { values: its, customer, channel, signal: io.interrupted })
    yield* agentChecks(report, trials.length === 1 ? 'agent' : `agent on ${channel}`)
  }
  for (const line of stage.agent.told?.() ?? []) {
    yield gap('agent', line, 'Have it use what it is given in its environment: docs/how-to/channels.md.')
  }
  yield* backendChecks(project, seen, unplaced())
  for (const verifier of stage.verifiers) yield* verifierChecks(verifier, values, io)
  behind?.close()
}

/** The first trial on each channel that is played. */
function firstOnChannels(project: Project): readonly PlannedTrial[] {
  const first = new Map<string, PlannedTrial>()
  for (const trial of planOf(project).trials()) if (!first.has(trial.channel)) first.set(trial.channel, trial)
  return [...first.values()]
}

function pick(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)))
}

async function* verifierChecks(verifier: Verifier, values: Values, io: Io): AsyncGenerator<Check> {
  const about = `verifier ${verifier.id}`
  try {
    const records = Object.keys(await verifier.read(values, io.interrupted)).length
    yield ok(about, `${verifier.explain()}: ${count(records, 'record')} now`)
  } catch (thrown) {
    yield* wrong(about, thrown, 'Run the same request or query by hand, with the values of a trial.')
  }
}

/** One "Hello" may call nothing; what it calls and nobody can place would stay out of every ledger. */
function backendChecks(
  { settings: { backends, mcp }, faults }: Project,
  seen: readonly string[],
  unplaced: ReturnType<OpenProject['unplaced']>,
): readonly Check[] {
  const names = Object.keys({ ...backends, ...mcp })
  if (names.length === 0) return []
  const lost = unplaced.map(({ backend, n, example, by }) =>
    gap(
      'backends',
      `${count(n, 'call')} to ${backend} belonged to no conversation, such as ${example}`,
      `Calls are told apart by ${by}. Have the agent send it, or say under "correlate:" what it does send.`,
    ),
  )
  const called =
    seen.length === 0 ? 'the first message called none of them' : `it called ${[...new Set(seen)].join(', ')}`
  return [
    ok('backends', `${names.join(', ')} behind proxies, ${count(faults.length, 'fault set')}; ${called}`),
    ...lost,
  ]
}

function agentChecks(report: ProbeReport, about: string): readonly Check[] {
  const { outcome, reachedBy, events, answeredMs, problem, failure } = report
  if (outcome === 'failed') return wrong(about, problem ?? failure)
  if (outcome === 'silent') {
    return wrong(
      about,
      new Error(`${reachedBy}: it took the message "Hello" and said nothing`),
      'If it does answer, compare the selector for the reply with an answer of the agent.',
    )
  }
  const said = events.find((event) => event.type === 'message')
  const text = said?.type === 'message' ? `"${clipped(said.text)}"` : 'no words, but deeds'
  return [ok(about, `${reachedBy}: answered in ${answeredMs} ms: ${text}`)]
}

function clipped(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 60 ? `${line.slice(0, 60)}…` : line
}
