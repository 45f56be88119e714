/** Counting what a run brings while it goes on, and telling of it at the end; a suite's run in its own way. */
import type { Plan, Project, Suite } from '../simulate/index.ts'
import type { RunRecord, Store, TrialRecord } from '../store/index.ts'
import type { Given } from './command.ts'
import type { ExitCode } from './exit-codes.ts'
import type { Io } from './io.ts'

/** Takes trials as they end. */
export interface Counting {
  readonly trials: number
  add(trial: TrialRecord): void
  report(
    of: { readonly run: RunRecord; readonly store: Store; readonly project: Project },
    given: Given,
    io: Io,
  ): Promise<ExitCode>
}

/** @throws Problem `cli/bad-option` when a report is asked for that a suite has not */
export async function countingOf(
  plan: Plan & { readonly suite?: Suite },
  { pact }: Project,
  given: Given,
): Promise<Counting> {
  const { countsOf, suiteCounts } = await import('../simulate/index.ts')
  if (plan.suite !== undefined) {
    const { reportSuite, requireSuiteOptions } = await import('./reports/suite-run.ts')
    requireSuiteOptions(given)
    const counts = suiteCounts(plan.suite, [...pact.conditions, ...pact.rubrics])
    return {
      get trials() {
        return counts.trials
      },
      add: (trial) => counts.add(trial),
      report: (of, given, io) => reportSuite({ ...of, outcome: counts.outcome() }, given, io),
    }
  }
  const { reportRun } = await import('./reports/index.ts')
  const { faults, control } = plan.options
  const counts = countsOf(pact, faults !== undefined && faults.sets.length > 0, control !== undefined)
  return {
    get trials() {
      return counts.trials
    },
    add: (trial) => counts.add(trial),
    report: (of, given, io) => reportRun({ ...of, ...counts.outcome() }, given, io),
  }
}
