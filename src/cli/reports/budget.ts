/**
 * Scenarios one by one, where a run was given a budget: what is known of each, and what that took.
 *
 * Each has its counts and a range, and no rate: of a scenario that was left alone as soon as it was decided, the share that
 * passed leans towards the decision. The one rate over all of them is of the first few conversations of each.
 */
import { visible } from '../../conversation/index.ts'
import type { BudgetOutcome, ScenarioAnswer } from '../../simulate/index.ts'
import { inColumns } from '../columns.ts'
import type { Style } from '../io.ts'
import { count, interval, percent } from './words.ts'

/** Scenarios listed on a terminal, refuted ones first. */
const scenariosShown = 100

/** The lines of the report; none where there was no budget. */
export function budgetLines(budget: BudgetOutcome | undefined, style: Style): readonly string[] {
  if (budget === undefined) return []
  const sorted = byState(budget.scenarios)
  const shown = sorted.slice(0, scenariosShown)
  const rows = shown.map((answer) => [
    answer.state,
    visible(answer.scenario),
    `${answer.clean} of ${answer.clean + answer.violating}`,
    interval(answer.range),
    visible(moreWords(answer)),
  ])
  const lines = inColumns([['', '', 'without a violation', 'lies within', ''], ...rows], [])
  const paint = { proven: style.green, refuted: style.red, undecided: style.yellow }
  return [
    '',
    style.bold(`  Scenario by scenario, each held to ${percent(budget.budget.target)} without a violation`),
    ...lines.map((line, index) => {
      const answer = shown[index - 1]
      return `    ${answer === undefined ? style.dim(line) : paint[answer.state](line)}`
    }),
    ...(sorted.length > shown.length ? [`    and ${count(sorted.length - shown.length, 'more scenario')}`] : []),
    '',
    `    ${statesWords(budget)}`,
    `    ${spentWords(budget)}`,
    `    ${evenWords(budget)}`,
    ...rulesWords(budget).map((line) => style.dim(`    ${line}`)),
  ]
}

const order = ['refuted', 'undecided', 'proven'] as const

/** What is refuted first; of the others, in the order of the plan. */
export function byState(scenarios: readonly ScenarioAnswer[]): readonly ScenarioAnswer[] {
  return scenarios.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
}

/** `46 proven, 16 refuted, 5 undecided` */
export function statesWords({ scenarios }: BudgetOutcome): string {
  const n = (wanted: ScenarioAnswer['state']) => scenarios.filter(({ state }) => state === wanted).length
  return `${count(scenarios.length, 'scenario')}: ${n('proven')} proven, ${n('refuted')} refuted, ${n('undecided')} undecided`
}

/** What would decide a scenario, or what violated it. */
export function moreWords({ state, expected, clean, violating, unjudged, violated }: ScenarioAnswer): string {
  const [worst] = violated
  const by = worst === undefined ? '' : `${worst.condition} in ${worst.n}, first in trial ${worst.order}`
  const apart = unjudged === 0 ? '' : `${unjudged} unjudged`
  if (state !== 'undecided') return [by, apart].filter(Boolean).join('; ')
  if (clean + violating === 0) return apart === '' ? 'not played' : `none of ${unjudged} could be judged`
  const more =
    expected === null
      ? 'too close to its target to say how many more'
      : `about ${count(expected, 'more')} if it goes on so`
  return [more.replace(/mores\b/, 'more'), by, apart].filter(Boolean).join('; ')
}

/** What was spent, and where, against as many conversations for each. */
export function spentWords({ budget, scenarios, spent, finished }: BudgetOutcome): string {
  const each = Math.floor(budget.trials / scenarios.length)
  const had = (answer: ScenarioAnswer) => answer.clean + answer.violating + answer.unjudged
  const sum = (of: (answer: ScenarioAnswer) => number) =>
    scenarios.reduce((total, answer) => total + Math.max(0, of(answer)), 0).toLocaleString('en-GB')
  const added = sum((answer) => had(answer) - each)
  const most = budget.trials.toLocaleString('en-GB')
  const stopped = finished || spent === budget.trials ? '' : ', stopped halfway'
  return (
    `${spent.toLocaleString('en-GB')} of at most ${most} conversations spent${stopped}; against ${each.toLocaleString('en-GB')} for each, ` +
    `${sum((answer) => each - had(answer))} were not needed${added === '0' ? '' : `, and ${added} more went where the answer was open`}`
  )
}

/** The rate over all scenarios, and what it is made of. */
export function evenWords({ even, first }: BudgetOutcome): string {
  if (even === undefined) return `no rate over all scenarios: not every one had its first ${first} conversations`
  return `all scenarios alike: ${percent(even.rate)} (${interval(even)}) without a violation, by the first ${first} conversations of each, ${even.n} judged`
}

/** How ranges and decisions are to be read. */
export function rulesWords({ alpha }: BudgetOutcome): readonly string[] {
  return [
    `ranges hold however often one looks and whenever a scenario was left alone, each end with ${percent(1 - alpha)} confidence`,
    `of all scenarios called proven at most ${percent(alpha)} are wrong on average, of those called refuted as well`,
    'each conversation: a persona and a channel drawn anew, undisturbed backends; promises are counted over the first conversations alone',
  ]
}

export function budgetJson(budget: BudgetOutcome): Readonly<Record<string, unknown>> {
  const { budget: given, alpha, first, spent, finished, scenarios, even } = budget
  return {
    trials: given.trials,
    target: given.target,
    alpha,
    spent,
    finished,
    scenarios: scenarios.map(({ scenario, state, clean, violating, unjudged, range, expected, violated }) => ({
      id: scenario,
      state,
      counts: { clean, violating, unjudged, decided: clean + violating },
      /** Valid at every look, each end with confidence 1 - alpha. */
      low: range.low,
      high: range.high,
      moreExpected: expected,
      violated: violated.map(({ condition, n, order: trial }) => ({ id: condition, n, trial })),
    })),
    /** Each scenario counts the same: of its first conversations alone. */
    allScenarios:
      even === undefined
        ? null
        : {
            firstOfEach: first,
            rate: even.rate,
            held: even.successes,
            n: even.n,
            low: even.low,
            high: even.high,
            confidence: even.confidence,
            method: even.method,
          },
  }
}
