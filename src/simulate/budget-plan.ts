/**
 * A plan that is not laid out beforehand: so many trials in all, spent on the scenarios whose answer is still open.
 *
 * Each trial of a scenario is brought by a persona and on a channel that are drawn anew, evenly. Taken in turns instead,
 * early trials would always be the same customers, and a scenario that only the last of them break could be called proven
 * before they had their say. A trial has its place from its scenario and its turn alone, whatever was spent before.
 */
import { keyedRandom, type Spend, spend, type Tried } from '../stats/index.ts'
import { always, cells, type Plan, type PlannedTrial, type PlanOptions, trialOf } from './plan.ts'

/** How much may be spent, and on which question. */
export interface Budget {
  /** Trials in all. */
  readonly trials: number
  /** What each scenario is held to: the share of its trials without a violation, a fraction. */
  readonly target: number
}

export interface BudgetPlan extends Plan {
  readonly budget: Budget
  /** Of the decisions for a target, at most this share is wrong on average; of those against as well. */
  readonly alpha: number
  /** Trials that every scenario gets, whatever they show. */
  readonly first: number
  /** The trial of a scenario, by its place among the scenarios and its turn, both from 0. */
  trialAt(scenario: number, turn: number): PlannedTrial
  /** The scenario's place and the turn of a trial, by the trial's place. */
  placeOf(index: number): { readonly scenario: number; readonly turn: number }
  /** What to play next, from what was seen of each scenario. */
  next(tried: readonly Tried[]): Spend
}

const ALPHA = 0.05
/** So many of each scenario are had in any case: they alone can be counted together without regard to what they showed. */
const FIRST = 5
const LEAST_ROUND = 20

/** @param options of the plan that is played in full without a budget; its repeats, faults and control are not used */
export function budgetPlan(options: PlanOptions, budget: Budget): BudgetPlan {
  const { scenarios, seed } = options
  const turns = scenarios.map((scenario) => turnsOf(scenario, options))
  const round = Math.max(LEAST_ROUND, 2 * scenarios.length)
  const trialAt = (at: number, turn: number): PlannedTrial => {
    const scenario = scenarios[at]
    if (scenario === undefined) throw new RangeError(`the plan has no scenario ${at}`)
    return trialOf({
      scenario,
      ...(turns[at] as Turns)(turn),
      index: at + turn * scenarios.length,
      runSeed: seed,
      faults: always(scenario, options),
    })
  }
  return {
    options,
    budget,
    alpha: ALPHA,
    first: FIRST,
    size: budget.trials,
    trialAt,
    placeOf: (index) => ({ scenario: index % scenarios.length, turn: Math.floor(index / scenarios.length) }),
    next: (tried) => spend(tried, { target: budget.target, alpha: ALPHA, budget: budget.trials, first: FIRST, round }),
    *trials() {
      for (let index = 0; index < budget.trials; index += 1) {
        yield trialAt(index % scenarios.length, Math.floor(index / scenarios.length))
      }
    },
  }
}

type Turn = Pick<PlannedTrial, 'persona' | 'channel' | 'repeat'>
type Turns = (turn: number) => Turn

/** Who brings a scenario at each turn; drawn as far as was asked for. */
function turnsOf(scenario: PlanOptions['scenarios'][number], options: PlanOptions): Turns {
  const { control: _, ...undisturbed } = options
  const who = cells(scenario, undisturbed)
  const times = who.map(() => 0)
  const drawn: Turn[] = []
  return (turn) => {
    while (drawn.length <= turn) {
      const at = keyedRandom(options.seed, 'budget', scenario.id, drawn.length).int(who.length)
      const repeat = times[at] ?? 0
      times[at] = repeat + 1
      const { persona, channel } = who[at] as Turn
      drawn.push({ persona, channel, repeat })
    }
    return drawn[turn] as Turn
  }
}
