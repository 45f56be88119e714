/**
 * What came of a run within a budget: an answer for each scenario, and one rate over all of them.
 *
 * Scenarios that are broken were soon left alone and those at the target were played most, so the share of all trials that
 * pass is the rate of nothing and is not among it. The rate over all scenarios is of the first few trials of each, which
 * were had whatever they showed: every scenario counts the same.
 */
import { stateOf } from '../pact/index.ts'
import {
  anytimeRange,
  type ClusteredRate,
  clusteredRate,
  type GateState,
  type Interval,
  type Tried,
} from '../stats/index.ts'
import type { TrialRecord } from '../store/index.ts'
import type { Budget, BudgetPlan } from './budget-plan.ts'

/** What is known of one scenario. */
export interface ScenarioAnswer {
  readonly scenario: string
  readonly state: GateState
  /** Conversations without a violation, with one, and those that say nothing. */
  readonly clean: number
  readonly violating: number
  readonly unjudged: number
  /** Between which rates it lies: each end holds at every look with confidence 1 - alpha, for this scenario alone. */
  readonly range: Interval
  /** Further conversations until it is decided if things go on as seen; 0 when decided, null when that is out of sight. */
  readonly expected: number | null
  /** What was violated, most often first, each with its earliest trial. */
  readonly violated: readonly Violated[]
}

interface Violated {
  readonly condition: string
  readonly n: number
  /** Of its earliest conversation: the place in the plan, and the id. */
  readonly order: number
  readonly conversation: string
}

export interface BudgetOutcome {
  readonly budget: Budget
  readonly alpha: number
  /** Conversations of each scenario that `even` is about. */
  readonly first: number
  readonly spent: number
  /** Nothing is left to be played. */
  readonly finished: boolean
  /** In the order of the plan. */
  readonly scenarios: readonly ScenarioAnswer[]
  /** Conversations without a violation, of the first few of each scenario; absent until every scenario had those. */
  readonly even?: ClusteredRate
}

/** Counts the trials of a run within a budget as they come in. */
export interface BudgetCounts {
  readonly trials: number
  /** Whether a trial is among the first few of its scenario, which may be counted together with others. */
  isEven(index: number): boolean
  add(trial: Pick<TrialRecord, 'id' | 'index' | 'scenario' | 'verdict'>): void
  outcome(): BudgetOutcome
}

export function budgetCounts(plan: BudgetPlan): BudgetCounts {
  const arms = plan.options.scenarios.map(({ id }) => new Arm(id))
  const isEven = (index: number) => plan.placeOf(index).turn < plan.first
  let trials = 0
  return {
    get trials() {
      return trials
    },
    isEven,
    add(trial) {
      const { index, scenario } = trial
      const place = plan.placeOf(index)
      const arm = arms[place.scenario]
      if (arm?.id !== scenario) return
      trials += 1
      arm.add(place.turn, trial)
    },
    outcome() {
      const { each, finished } = plan.next(arms.map((arm) => arm.tried()))
      const { budget, alpha, first } = plan
      const even = arms.map((arm) => arm.among(first))
      const decided = even.filter(({ n }) => n > 0)
      return {
        budget,
        alpha,
        first,
        spent: trials,
        finished,
        scenarios: each.map(({ id, state, successes, failures, unjudged = 0, expected }, at) => ({
          scenario: id,
          state,
          clean: successes,
          violating: failures,
          unjudged,
          range: anytimeRange(successes, failures, alpha),
          expected,
          violated: arms[at]?.violated() ?? [],
        })),
        ...(even.every(({ had }) => had === first) && decided.length > 0 && { even: clusteredRate(decided) }),
      }
    },
  }
}

type State = ReturnType<typeof stateOf>

class Arm {
  readonly id: string
  private readonly states: State[] = []
  private readonly conditions = new Map<string, Violated>()

  constructor(id: string) {
    this.id = id
  }

  add(turn: number, { id, index: order, verdict }: Pick<TrialRecord, 'id' | 'index' | 'verdict'>): void {
    this.states[turn] = stateOf(verdict)
    for (const { condition, outcome } of verdict.findings) {
      if (outcome !== 'violated') continue
      const known = this.conditions.get(condition)
      const earliest = known !== undefined && known.order < order ? known : { order, conversation: id }
      this.conditions.set(condition, { ...earliest, condition, n: (known?.n ?? 0) + 1 })
    }
  }

  /** Up to the first turn that is missing: of a round that was stopped, quick trials are there and slow ones are not. */
  tried(): Tried {
    return { id: this.id, ...countsOf(this.whole()) }
  }

  /** The first few turns. */
  among(first: number): { readonly successes: number; readonly n: number; readonly had: number } {
    const states = this.whole().slice(0, first)
    const { successes, failures } = countsOf(states)
    return { successes, n: successes + failures, had: states.length }
  }

  violated(): readonly Violated[] {
    return [...this.conditions.values()].sort((a, b) => b.n - a.n || a.order - b.order)
  }

  private whole(): readonly State[] {
    const gap = Array.from(this.states).indexOf(undefined as never)
    return gap === -1 ? this.states : this.states.slice(0, gap)
  }
}

function countsOf(states: readonly State[]): { successes: number; failures: number; unjudged: number } {
  const n = (wanted: State) => states.filter((state) => state === wanted).length
  return { successes: n('clean'), failures: n('violating'), unjudged: n('unjudged') }
}
