/** The plan that a run's choices make of a project. */
import { Problem } from '../problem.ts'
import {
  type Budget,
  type BudgetPlan,
  budgetPlan,
  type FaultChoiceSettings,
  type Plan,
  type Project,
  planOf,
  type Suite,
  suitePlanOf,
} from '../simulate/index.ts'

/** What decides which trials a run has; kept with the run, so that it can be resumed and replayed. */
export interface RunChoices {
  readonly seed: number
  readonly repeats: number
  readonly scenarios?: readonly string[]
  readonly tags?: readonly string[]
  /** Absent in runs from before there were faults. */
  readonly faults?: FaultChoiceSettings
  /** Absent in runs from before there were controls. */
  readonly control?: boolean
  /** The project's suite instead of everything with everything. */
  readonly suite?: true
  /** Trials in all, spent where answers are open, instead of as many for each scenario. */
  readonly budget?: Budget
}

/** What a run plays: everything with everything, the rows of a suite, or trials within a budget. */
export type RunPlan = Plan & { readonly suite?: Suite; readonly within?: BudgetPlan }

/** @throws Problem `cli/nothing-to-do` when the choices leave no scenario */
export function planFor(project: Project, choices: RunChoices): RunPlan {
  const { seed, repeats, scenarios, tags, faults = 'none', control = false } = choices
  const chosen = project.scenarios.filter(
    (scenario) =>
      (scenarios === undefined || scenarios.includes(scenario.id)) &&
      (tags === undefined || tags.some((tag) => scenario.tags.includes(tag))),
  )
  if (chosen.length > 0 && choices.suite === true) {
    return suitePlanOf(project, { seed, repeats, scenarios: chosen.map(({ id }) => id) })
  }
  if (chosen.length > 0 && choices.budget !== undefined) {
    const { options } = planOf({ ...project, scenarios: chosen }, { seed, repeats, faults: 'none', control: false })
    const within = budgetPlan(options, choices.budget)
    return { ...within, within }
  }
  if (chosen.length > 0) return planOf({ ...project, scenarios: chosen }, { seed, repeats, faults, control })
  const known = project.scenarios.map(({ id }) => id)
  throw new Problem({
    code: 'cli/nothing-to-do',
    message: 'No scenario of the project fits what was asked for.',
    hint: `Scenarios: ${known.slice(0, 12).join(', ')}${known.length > 12 ? ', …' : ''}.`,
  })
}
