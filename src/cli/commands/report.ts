/** `fieldproof report`: tells of a run that was kept as if it had just ended. */
import type { Project } from '../../simulate/index.ts'
import type { Store, StoredRun } from '../../store/index.ts'
import type { Command, Given } from '../command.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { projectOption, storeOption } from '../options.ts'
import type { RunChoices } from '../plans.ts'
import type { ProbeChoices } from '../probing.ts'
import { reportOptions } from '../reports/options.ts'

export const report: Command = {
  name: 'report',
  summary: 'tell what came of a run that was kept, on the terminal and in files',
  arguments: [
    {
      form: '[run]',
      description: 'id of a run, the beginning of one, a name it was blessed with; the newest when left out',
    },
  ],
  options: [projectOption, storeOption, ...reportOptions],
  examples: [
    'fieldproof report',
    'fieldproof report --html report.html',
    'fieldproof report baseline --junit junit.xml',
  ],

  async run(given, io) {
    const { gather } = await import('../../simulate/index.ts')
    const { findRun } = await import('../find-run.ts')
    const { reportRun } = await import('../reports/index.ts')
    const { openProjectStore } = await import('../stores.ts')
    const { probeChoicesOf } = await import('../probing.ts')
    const { store, project } = await openProjectStore(given, io)
    try {
      const run = await findRun(store, given.arguments[0])
      if (run.kept < run.planned) io.err(`Run ${run.id} was stopped after ${run.kept} of ${run.planned} trials.`)
      const probes = probeChoicesOf(run)
      if (probes !== undefined) return await reportProbes(run, probes, store, project, given, io)
      if (run.pact.hash !== project.pact.hash) {
        io.err(
          'The pact has changed since this run. Findings are those of then; targets and severities are those of now.',
        )
      }
      if (isPlannedAnew(run)) return await reportAnew(run, store, project, given, io)
      const outcome = await gather(store, run.id, project.pact)
      return await reportRun({ run, ...outcome, store, project }, given, io)
    } finally {
      await store.close()
    }
  },
}

/** Runs whose trials mean something only within their plan: those of a suite, and those within a budget. */
function isPlannedAnew({ settings }: StoredRun): boolean {
  const { suite, budget } = (settings ?? {}) as Partial<RunChoices>
  return suite === true || budget !== undefined
}

/** Rows are composed anew from the project as it is now, so trials of rows that are no more are in no count. */
async function reportAnew(run: StoredRun, store: Store, project: Project, given: Given, io: Io): Promise<ExitCode> {
  const { countingOf } = await import('../counting.ts')
  const { planFor } = await import('../plans.ts')
  const counts = await countingOf(planFor(project, run.settings as unknown as RunChoices), project, given)
  for await (const trial of store.trials(run.id)) counts.add(trial)
  if (counts.trials < run.kept) {
    const what = (run.settings as Partial<RunChoices> | null)?.suite === true ? 'suite has' : 'scenarios have'
    io.err(
      `The ${what} changed since this run: ${run.kept - counts.trials} of ${run.kept} conversations are in no count.`,
    )
  }
  return await counts.report({ run, store, project }, given, io)
}

/** Judged anew, so that detectors of now speak of conversations of then. */
async function reportProbes(
  run: StoredRun,
  choices: ProbeChoices,
  store: Store,
  project: Project,
  given: Given,
  io: Io,
): Promise<ExitCode> {
  const { probeCounts } = await import('../probe-counts.ts')
  const { probeSetFor } = await import('../probing.ts')
  const counts = await probeCounts(await probeSetFor(project, choices), run.pact)
  for await (const trial of store.trials(run.id)) counts.add(trial)
  return await counts.tell({ run, store, project }, given, io)
}
