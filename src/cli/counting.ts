/** Counting what a run brings while it goes on, and telling of it at the end; a suite's run in its own way. */
import type { BudgetPlan, Project } from '../simulate/index.ts'
import type { RunRecord, Store, TrialRecord } from '../store/index.ts'
import type { Given } from './command.ts'
import type { ExitCode } from './exit-codes.ts'
import type { Io } from './io.ts'
import type { RunPlan } from './plans.ts'
import type { Addition } from './reports/reported.ts'

/** Takes trials as they end. */
export interface Counting {
  readonly trials: number
  add(trial: TrialRecord): void
  report(
    of: {
      readonly run: RunRecord
      readonly store: Store
      readonly project: Project
      readonly addition?: Addition
    },
    given: Given,
    io: Io,
  ): Promise<ExitCode>
}

/** @throws Problem `cli/bad-option` when a report is asked for that a suite has not */
export async function countingOf(plan: RunPlan, { pact }: Project, given: Given): Promise<Counting> {
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
  if (plan.within !== undefined) return withinBudget(plan.within, pact)
  const { reportRun } = await import('./reports/index.ts')
  const { faults, control, channels, scenarios } = plan.options
  const places = new Set([...channels, ...scenarios.flatMap((scenario) => scenario.channels)])
  const counts = countsOf(pact, faults !== undefined && faults.sets.length > 0, control !== undefined, places.size > 1)
  return {
    get trials() {
      return counts.trials
    },
    add: (trial) => counts.add(trial),
    report: (of, given, io) => reportRun({ ...of, ...counts.outcome() }, given, io),
  }
}

/** Promises are counted over the first few conversations of each scenario: later ones went where the answer was open. */
async function withinBudget(plan: BudgetPlan, pact: Project['pact']): Promise<Counting> {
  const { budgetCounts, countsOf } = await import('../simulate/index.ts')
  const { reportRun } = await import('./reports/index.ts')
  const counts = budgetCounts(plan)
  const even = countsOf(pact, false)
  return {
    get trials() {
      return counts.trials
    },
    add(trial) {
      counts.add(trial)
      if (counts.isEven(trial.index)) even.add(trial)
    },
    report: (of, given, io) =>
      reportRun({ ...of, ...even.outcome(), budget: counts.outcome(), isEven: counts.isEven }, given, io),
  }
}
