/** `fieldproof report`: tells of a run that was kept as if it had just ended. */
import type { Command } from '../command.ts'
import { projectOption, storeOption } from '../options.ts'
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
    const { store, project } = await openProjectStore(given, io)
    try {
      const run = await findRun(store, given.arguments[0])
      if (run.kept < run.planned) io.err(`Run ${run.id} was stopped after ${run.kept} of ${run.planned} trials.`)
      if (run.pact.hash !== project.pact.hash) {
        io.err(
          'The pact has changed since this run. Findings are those of then; targets and severities are those of now.',
        )
      }
      const outcome = await gather(store, run.id, project.pact)
      return await reportRun({ run, ...outcome, store, project }, given, io)
    } finally {
      await store.close()
    }
  },
}
