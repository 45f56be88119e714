/** The trials of a suite: its rows in order, repeats last, so that an early end has seen most of them. */
import { always, type Plan, type PlannedTrial, type PlanOptions, trialOf } from './plan.ts'
import type { Suite, SuiteRow } from './suite.ts'

/** A plan whose trials are a suite's rows. */
export interface SuitePlan extends Plan {
  readonly suite: Suite
}

/** @param options of the plan that the suite is composed from; its seed decides every draw of a trial */
export function suitePlan(suite: Suite, options: PlanOptions): SuitePlan {
  const often = ({ scenario, times }: SuiteRow) => times * (scenario.repeats ?? options.repeats)
  const rounds = Math.max(0, ...suite.rows.map(often))
  return {
    suite,
    options,
    size: suite.rows.reduce((sum, row) => sum + often(row), 0),
    *trials(): Generator<PlannedTrial> {
      let index = 0
      for (let repeat = 0; repeat < rounds; repeat += 1) {
        for (const row of suite.rows) {
          if (repeat >= often(row)) continue
          const { scenario, persona, channel } = row
          yield trialOf({
            scenario,
            persona,
            channel,
            repeat,
            index,
            runSeed: options.seed,
            faults: [...always(scenario, options), ...row.faults],
          })
          index += 1
        }
      }
    },
  }
}
