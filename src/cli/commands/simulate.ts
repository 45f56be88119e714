/** `fieldproof simulate`: plays the trials of a project, judges them, keeps them and tells what came of it. */
import { Problem } from '../../problem.ts'
import type { OpenProject, Project, RunOptions } from '../../simulate/index.ts'
import type { RunEnd, RunRecord, Store, TrialRecord } from '../../store/index.ts'
import { commandLine, wayBack } from '../again.ts'
import type { Command, Given } from '../command.ts'
import type { Counting } from '../counting.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { juryChoices, juryOptions } from '../jury-options.ts'
import {
  budgetIn,
  budgetOption,
  faultsIn,
  faultsOption,
  projectOption,
  storeOption,
  suiteOption,
  targetOption,
  wholeNumber,
} from '../options.ts'
import type { RunChoices, RunPlan } from '../plans.ts'
import { reportOptions } from '../reports/options.ts'
import type { Addition } from '../reports/reported.ts'
import { freshRunId } from '../run-ids.ts'

export const simulate: Command = {
  name: 'simulate',
  summary: 'play the trials of a project against its agent, and judge them',
  arguments: [{ form: '[folder]', description: 'folder with fieldproof.yaml; this one when left out' }],
  options: [
    projectOption,
    storeOption,
    { form: '--scenario <id...>', description: 'only these scenarios' },
    { form: '--tag <tag...>', description: 'only scenarios with one of these tags' },
    {
      form: '-n, --repeats <n>',
      description: 'trials per scenario, persona and channel',
      read: wholeNumber('--repeats', 1),
    },
    { form: '--seed <n>', description: 'decides every draw', read: wholeNumber('--seed', 0) },
    {
      form: '-c, --concurrency <n>',
      description: 'trials at the same time, at most',
      read: wholeNumber('--concurrency', 1),
    },
    faultsOption,
    suiteOption,
    budgetOption,
    targetOption,
    { form: '--resume [run]', description: 'do what is missing of a run that was stopped; the newest when left out' },
    ...reportOptions,
    ...juryOptions,
  ],
  startsProgram: true,
  examples: [
    'fieldproof simulate',
    'fieldproof simulate examples/harbor-dental --repeats 5 --html report.html',
    'fieldproof simulate --budget 2000 --target 0.9',
    'fieldproof simulate --resume',
    'fieldproof simulate -- node bot.js',
  ],

  async run(given, io) {
    const { findProject } = await import('../find-project.ts')
    const { openStoreOf } = await import('../stores.ts')
    const project = await findProject(given, io)
    const store = await openStoreOf(given, project, io)
    try {
      return await simulateInto(store, project, given, io)
    } finally {
      await store.close()
    }
  },
}

/**
 * Plays the trials of a project into a store, judges and reports them.
 *
 * @param onTrial is shown every trial once it is judged
 * @param addition what else the reports shall say, asked for when all is played
 */
export async function simulateInto(
  store: Store,
  project: Project,
  given: Given,
  io: Io,
  onTrial: (trial: TrialRecord) => void = () => {},
  addition?: () => Addition,
): Promise<ExitCode> {
  const { openProject } = await import('../../simulate/index.ts')
  const { judging } = await import('../judging.ts')
  const { liveBars } = await import('../live-bars.ts')
  const { planFor } = await import('../plans.ts')
  const { countingOf } = await import('../counting.ts')

  const old = await runToResume(given, store)
  const choices = old === undefined ? choicesIn(given, project) : (old.settings as unknown as RunChoices)
  const plan = planFor(project, choices)
  const judge = judging(project.pact, io, juryChoices(given))
  const record = old ?? (await newRun(store, project, plan, choices, io))
  const counts = await countingOf(plan, project, given)
  if (old !== undefined) {
    for await (const trial of store.trials(old.id)) counts.add(trial)
  }
  const concurrency = (given.options.concurrency as number | undefined) ?? project.settings.runs.concurrency
  const opened = await openProject(project, io.env, concurrency, io.interrupted).catch((thrown: unknown) => {
    if (!io.interrupted.aborted) throw thrown
  })
  if (opened === undefined) {
    io.err('Stopped before any trial was kept.')
    return exitCodes.interrupted
  }
  try {
    await store.openRun(record)
    const bars = liveBars(io, plan.size, counts.trials)
    io.err(`${project.settings.project}: ${sizeWords(plan)} against ${opened.stage.agent.explain()}`)
    await play(plan, {
      id: record.id,
      stage: opened.stage,
      judge,
      concurrency: opened.concurrency,
      signal: io.interrupted,
      store,
      onTrial(trial) {
        counts.add(trial)
        bars.add(trial.verdict)
        onTrial(trial)
      },
    })
    bars.end()
  } catch (thrown) {
    io.live([])
    tellRest(record, counts.trials, plan.size, project, given, io)
    throw thrown
  } finally {
    await opened.close()
  }
  for (const line of notedLines(opened)) io.err(line)
  const stopped = io.interrupted.aborted
  const how = stopped ? 'interrupted' : 'complete'
  await store.closeRun(record.id, { endedAt: io.now().toISOString(), how, ...plannedIn(plan, counts, how) })
  const code = await counts.report(
    { run: record, store, project, ...(addition !== undefined && { addition: addition() }) },
    given,
    io,
  )
  for (const line of judge.told()) io.out(line)
  if (!stopped) return code
  if (counts.trials === 0) io.err('Stopped before any trial was kept.')
  tellRest(record, counts.trials, plan.size, project, given, io)
  return exitCodes.interrupted
}

const sizeWords = ({ within, size }: RunPlan) => `${within === undefined ? '' : 'at most '}${size} trials`

/** Within a budget, how many trials there are to be is known when it is over. */
function plannedIn(plan: RunPlan, { trials }: Counting, how: RunEnd['how']): Pick<RunEnd, 'planned'> {
  return plan.within === undefined || how === 'interrupted' ? {} : { planned: trials }
}

async function play(plan: RunPlan, how: Omit<RunOptions, 'plan' | 'store'> & { readonly store: Store }): Promise<void> {
  const { run, runWithin } = await import('../../simulate/index.ts')
  if (plan.within === undefined) await run({ ...how, plan })
  else await runWithin({ ...how, plan: plan.within })
}

/** What belonged to no conversation: calls to backends, and what the agent sent. */
function notedLines(opened: OpenProject): readonly string[] {
  return [...unplacedLines(opened.unplaced()), ...(opened.stage.agent.told?.() ?? [])]
}

/** Calls that nobody could place met no fault and are in no ledger, so whoever reads the report has to know. */
function unplacedLines(unplaced: ReturnType<OpenProject['unplaced']>): readonly string[] {
  return unplaced.map(
    ({ backend, n, example, by }) =>
      `${n} calls to ${backend} belonged to no conversation (${by}), such as ${example}: they met no fault and are not in the ledger.`,
  )
}

/** How to go on with a run that has ended early; nothing when there is nothing to go on with. */
function tellRest({ id }: RunRecord, kept: number, planned: number, project: Project, given: Given, io: Io): void {
  if (kept === 0 || kept === planned) return
  io.err(`Stopped after ${kept} of ${planned} trials; they are kept. To do the rest:`)
  io.err(`  ${commandLine('simulate', '--resume', id, ...wayBack(project.folder, given, io).words)}`)
}

function choicesIn(given: Given, { settings: { runs } }: Project): RunChoices {
  const { options } = given
  const budget = budgetIn(given, runs)
  return {
    seed: (options.seed as number | undefined) ?? runs.seed,
    repeats: (options.repeats as number | undefined) ?? runs.repeats,
    faults: faultsIn(options.faults) ?? runs.faults,
    control: runs.control,
    ...(options.suite === true && { suite: true as const }),
    ...(budget !== undefined && { budget }),
    ...(options.scenario !== undefined && { scenarios: options.scenario as string[] }),
    ...(options.tag !== undefined && { tags: options.tag as string[] }),
  }
}

async function newRun(store: Store, project: Project, plan: RunPlan, choices: RunChoices, io: Io): Promise<RunRecord> {
  const startedAt = io.now().toISOString()
  const { pact, settings } = project
  const agent = settings.agent as { id: string; version?: string }
  return {
    id: await freshRunId(store, startedAt, pact.hash.slice(0, 4)),
    startedAt,
    agent: { id: agent.id, ...(agent.version !== undefined && { version: agent.version }) },
    pact: { id: pact.id, version: pact.version, hash: pact.hash },
    planned: plan.size,
    seed: choices.seed,
    settings: choices as never,
  }
}

async function runToResume({ options }: Given, store: Store): Promise<RunRecord | undefined> {
  const wanted = options.resume as string | true | undefined
  if (wanted === undefined) return undefined
  const { probeChoicesOf } = await import('../probing.ts')
  const runs = (await store.runs()).filter((each) => probeChoicesOf(each) === undefined)
  const found = runs.find(({ id, kept, planned }) => (wanted === true ? kept < planned : id === wanted))
  if (found !== undefined) return found
  throw new Problem({
    code: 'cli/no-such-run',
    message: wanted === true ? 'No run in this store was stopped halfway.' : `This store has no run "${wanted}".`,
    hint:
      runs.length === 0
        ? 'The store is empty. Start a run without --resume.'
        : `Runs here: ${runs
            .slice(0, 5)
            .map(({ id, kept, planned }) => `${id} (${kept} of ${planned})`)
            .join(', ')}.`,
  })
}
