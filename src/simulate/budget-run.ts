/**
 * A run within a budget: rounds of trials, each planned from what the rounds before it have shown.
 *
 * What is next depends on whole rounds alone, never on which trial happened to finish first, so a run that was stopped
 * goes on as if it had not been, and the same seed gives the same trials however many are played side by side.
 */
import { stateOf } from '../pact/index.ts'
import type { Store } from '../store/index.ts'
import type { BudgetPlan } from './budget-plan.ts'
import { type RunOptions, run } from './run.ts'

export interface BudgetRunOptions extends Omit<RunOptions, 'plan' | 'works' | 'store'> {
  readonly plan: BudgetPlan
  /** Where trials are kept; what of the run is there already is not played again. */
  readonly store?: Pick<Store, 'save' | 'trialIds' | 'trials'>
}

/**
 * Plays rounds until every scenario is decided, or the budget is spent.
 *
 * @throws what `run` throws
 */
export async function runWithin(options: BudgetRunOptions): Promise<void> {
  const { plan, store, signal, onTrial } = options
  const states = new Map<string, ReturnType<typeof stateOf>>()
  if (store !== undefined)
    for await (const { id, verdict } of store.trials(options.id)) states.set(id, stateOf(verdict))
  const tried = plan.options.scenarios.map(({ id }) => ({ id, successes: 0, failures: 0, unjudged: 0 }))
  while (!signal.aborted) {
    const { each, finished } = plan.next(tried)
    if (finished) return
    const round = each.flatMap(({ next, successes, failures, unjudged = 0 }, scenario) =>
      Array.from({ length: next }, (_, at) => ({
        scenario,
        trial: plan.trialAt(scenario, successes + failures + unjudged + at),
      })),
    )
    const missing = round.filter(({ trial }) => !states.has(trial.id)).map(({ trial }) => trial)
    await run({
      ...options,
      plan: { trials: () => missing },
      works: states.size > 0,
      onTrial(trial) {
        states.set(trial.id, stateOf(trial.verdict))
        onTrial?.(trial)
      },
    })
    for (const { scenario, trial } of round) note(tried[scenario], states.get(trial.id))
  }
}

type Noted = { successes: number; failures: number; unjudged: number }

function note(tried: Noted | undefined, state: ReturnType<typeof stateOf> | undefined): void {
  if (tried === undefined || state === undefined) return
  tried[state === 'clean' ? 'successes' : state === 'violating' ? 'failures' : 'unjudged'] += 1
}
