/** `fieldproof bless`: names a run as what later runs are compared with. Nothing else ever changes a baseline. */
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { projectOption, storeOption } from '../options.ts'

export const bless: Command = {
  name: 'bless',
  summary: 'name a run as what later runs are compared with',
  arguments: [{ form: '[run]', description: 'id of a run, or the beginning of one; the newest when left out' }],
  options: [projectOption, storeOption, { form: '--as <name>', description: 'its name; baseline when left out' }],
  examples: ['fieldproof bless', 'fieldproof bless 20260302-091500-3f2a --as release-4'],

  async run(given, io) {
    const { baselineName, findRun } = await import('../find-run.ts')
    const { openProjectStore } = await import('../stores.ts')
    const { store } = await openProjectStore(given, io)
    try {
      const name = (given.options.as as string | undefined) ?? baselineName
      const run = await findRun(store, given.arguments[0])
      const before = await store.blessed(name)
      await store.bless(name, run.id)
      const instead = before === undefined || before === run.id ? '' : `, instead of ${before}`
      io.out(`${run.id} is now "${name}"${instead}.`)
      if (run.kept < run.planned) {
        io.err(`It was stopped after ${run.kept} of ${run.planned} trials; only those can be compared.`)
      }
      return exitCodes.ok
    } finally {
      await store.close()
    }
  },
}
