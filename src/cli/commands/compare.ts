/** `fieldproof compare`: holds a run against the one that was blessed, trial by trial. */
import { Problem } from '../../problem.ts'
import type { Store, StoredRun } from '../../store/index.ts'
import type { Command, Given } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { projectOption, share, storeOption } from '../options.ts'

/** Two points: about what people notice, and what some 200 pairs can prove when nothing breaks. */
const defaultMargin = 0.02

export const compare: Command = {
  name: 'compare',
  summary: 'say whether a run is no worse than the blessed one, trial by trial',
  arguments: [{ form: '[run]', description: 'id of a run, or the beginning of one; the newest when left out' }],
  options: [
    projectOption,
    storeOption,
    { form: '--baseline <run>', description: 'what to compare with: a name, or an id; baseline when left out' },
    {
      form: '--margin <share>',
      description: 'the largest loss that is acceptable: 0.02 or 2%; 2% when left out',
      read: share('--margin', '0.02'),
    },
    { form: '--require-proof', description: 'end with 3 unless it is proven to be no worse' },
  ],
  examples: ['fieldproof compare', 'fieldproof compare latest --baseline release-4 --margin 1%'],

  async run(given, io) {
    const { findRun } = await import('../find-run.ts')
    const { compareRuns } = await import('../../simulate/index.ts')
    const { comparisonReport } = await import('../reports/comparison.ts')
    const { openProjectStore } = await import('../stores.ts')
    const { store, project } = await openProjectStore(given, io)
    try {
      const old = await findBaseline(store, given)
      const fresh = await findRun(store, given.arguments[0])
      requireTwo(old, fresh)
      tellDifferences(old, fresh, io)
      const comparison = await compareRuns(store.trials(old.id), store.trials(fresh.id), {
        conditions: [...project.pact.conditions, ...project.pact.rubrics],
        margin: (given.options.margin as number | undefined) ?? defaultMargin,
      })
      for (const line of comparisonReport(comparison, { old: old.id, fresh: fresh.id }, io.style)) io.out(line)
      if (comparison.state === 'refuted') return exitCodes.broken
      return comparison.state === 'undecided' && given.options.requireProof === true
        ? exitCodes.undecided
        : exitCodes.ok
    } finally {
      await store.close()
    }
  },
}

async function findBaseline(store: Store, { options }: Given): Promise<StoredRun> {
  const { baselineName, findRun } = await import('../find-run.ts')
  const named = options.baseline as string | undefined
  if (named !== undefined) return findRun(store, named)
  if ((await store.blessed(baselineName)) !== undefined) return findRun(store, baselineName)
  throw new Problem({
    code: 'cli/no-baseline',
    message: 'No run has been blessed as the baseline.',
    hint: 'Bless the run that later ones are to be held against with "fieldproof bless <run>", or name one with --baseline.',
  })
}

function requireTwo(old: StoredRun, fresh: StoredRun): void {
  if (old.id !== fresh.id) return
  throw new Problem({
    code: 'cli/same-run',
    message: `Run ${old.id} would be compared with itself.`,
    hint: 'Start a new run with "fieldproof simulate", or name two different ones: fieldproof compare <run> --baseline <run>.',
  })
}

/** What differs between the runs besides the agent, and so could be taken for it. */
function tellDifferences(old: StoredRun, fresh: StoredRun, io: Io): void {
  if (old.pact.hash !== fresh.pact.hash) {
    io.err('The pact changed between these runs: a difference may be the pact and not the agent.')
  }
  if (old.seed !== fresh.seed) {
    io.err(
      `The runs have different seeds, ${old.seed} and ${fresh.seed}, so their trials are not pairs. Use the same --seed.`,
    )
  }
  if ([old, fresh].some(({ settings }) => (settings as { readonly suite?: true } | null)?.suite === true)) {
    io.err('A run of a suite is compared: shares and differences are over its even mix, which is not production’s.')
  }
  if ([old, fresh].some(({ settings }) => (settings as { readonly budget?: object } | null)?.budget !== undefined)) {
    io.err(
      'A run within a budget is compared: scenarios that were open longest have most pairs, so shares are not over all scenarios alike.',
    )
  }
  for (const { id, kept, planned } of [old, fresh]) {
    if (kept < planned) io.err(`Run ${id} was stopped after ${kept} of ${planned} trials.`)
  }
}
