/** A plan on a terminal: its size, what it asks of the agent and of models, and how rare a failure it could see. */
import type { BudgetPlan, PlannedTrial, Project } from '../../simulate/index.ts'
import { certification, type Sight, sightOf } from '../../stats/index.ts'
import { commandLine, type WayBack } from '../again.ts'
import { inColumns } from '../columns.ts'
import type { Style } from '../io.ts'
import type { RunPlan } from '../plans.ts'
import { suitePlanLines } from './suite.ts'
import { count, percent } from './words.ts'

const scenariosShown = 40
const sharesShown = 12

/** What conversations of an earlier run took. */
export interface Usual {
  readonly run: string
  /** Of the customer, per conversation. */
  readonly messages: number
  /** Of real time per conversation, side by side as they were; absent where the run did not end at one go. */
  readonly ms?: number
}

/** What a plan is told with. */
export interface Known {
  /** Undefined where no run is kept. */
  readonly usual: Usual | undefined
  readonly back: WayBack
}

export function planReport(plan: RunPlan, project: Project, known: Known, style: Style): readonly string[] {
  const scenarios = counted(plan, ({ scenario }) => scenario.id)
  const personas = counted(plan, ({ persona }) => persona.id)
  const channels = counted(plan, ({ channel }) => channel)
  const faults = counted(plan, (trial) => trial.faults.map(({ id }) => id).join(' and ') || 'undisturbed')
  return [
    style.bold(
      `${project.settings.project}: ${plan.within === undefined ? '' : 'at most '}${count(plan.size, 'conversation')} over ${count(scenarios.size, 'scenario')}`,
    ),
    `  personas: ${shares(personas)}`,
    `  channels: ${shares(channels)}`,
    ...(faults.size > 1 ? [`  backends: ${shares(faults)}`] : []),
    '',
    ...(plan.within === undefined ? [...scenarioLines(scenarios, style), ''] : []),
    ...costLines(plan, project, known),
    '',
    ...sightOrRules(plan, { undisturbed: faults.get('undisturbed') ?? plan.size, scenarios: scenarios.size }, style),
  ]
}

function counted(plan: RunPlan, key: (trial: PlannedTrial) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const trial of plan.trials()) counts.set(key(trial), (counts.get(key(trial)) ?? 0) + 1)
  return counts
}

/** `rename-id 3, nest-name 3 and 107 more`. */
function shares(counts: ReadonlyMap<string, number>): string {
  const more = counts.size - sharesShown
  const shown = [...counts].slice(0, more > 1 ? sharesShown : counts.size).map(([id, n]) => `${id} ${n}`)
  return `${shown.join(', ')}${more > 1 ? ` and ${more} more` : ''}`
}

function scenarioLines(scenarios: ReadonlyMap<string, number>, style: Style): readonly string[] {
  const rows = [...scenarios].slice(0, scenariosShown).map(([id, n]) => [String(n), id])
  const rest = scenarios.size - scenariosShown
  return [
    ...inColumns([['trials', 'scenario'], ...rows], [0]).map(
      (line, index) => `  ${index === 0 ? style.dim(line) : line}`,
    ),
    ...(rest > 0 ? [`  and ${count(rest, 'more scenario')}`] : []),
  ]
}

function costLines(plan: RunPlan, { settings, pact }: Project, { usual, back }: Known): readonly string[] {
  const most = plan.size * settings.runs.maxTurns
  const expected = usual === undefined ? '' : `about ${rounded(plan.size * usual.messages)}, going by ${usual.run}; `
  const jurors = pact.rubrics.reduce((sum, { jury = 'default' }) => sum + (pact.juries[jury]?.jurors.length ?? 0), 0)
  return [
    `  messages to the agent: ${expected}at most ${most.toLocaleString('en-GB')} customer turns`,
    `  questions to models: ${jurors === 0 ? 'none' : `${(plan.size * jurors).toLocaleString('en-GB')}, ${jurors} per conversation`}`,
    `  time: ${usual?.ms === undefined ? unknownTime(plan, usual, back) : `about ${duration(plan.size * usual.ms)}, going by ${usual.run}`}`,
  ]
}

/** How long an agent takes cannot be known before it was asked: why not, and the smallest run that tells. */
function unknownTime(plan: RunPlan, usual: Usual | undefined, { words }: WayBack): string {
  const why = usual === undefined ? 'no run is kept' : `${usual.run} did not end at one go`
  const [first] = plan.trials()
  const command = commandLine('simulate', ...(first === undefined ? [] : ['--scenario', first.scenario.id]), ...words)
  return `not known, because ${why}; one of a single scenario is enough to go by: ${command}`
}

/** `2 s`, `14 min`, `3.5 h`; short of a second counts as one. */
function duration(ms: number): string {
  if (ms < 90_000) return `${Math.max(1, Math.round(ms / 1000))} s`
  return ms < 5_400_000 ? `${Math.round(ms / 60_000)} min` : `${(ms / 3_600_000).toFixed(1)} h`
}

const rounded = (n: number) => Number(n.toPrecision(2)).toLocaleString('en-GB')

function sightOrRules(
  { suite, within }: RunPlan,
  { undisturbed, scenarios }: { readonly undisturbed: number; readonly scenarios: number },
  style: Style,
): readonly string[] {
  if (suite !== undefined) return suitePlanLines(suite, style)
  return within === undefined ? sightLines(undisturbed, scenarios) : budgetPlanLines(within, style)
}

/** What a budget buys: how little decides a scenario, and what it cannot decide. */
function budgetPlanLines({ budget, alpha, first, options }: BudgetPlan, style: Style): readonly string[] {
  const n = options.scenarios.length
  const { target, trials } = budget
  const together = certification({ target, alpha }).moreNeeded ?? Infinity
  const alone = certification({ target, alpha: alpha / n }).moreNeeded ?? Infinity
  const words = alone === together ? String(together) : `${together} to ${alone}`
  const short = trials < first * n
  return [
    style.bold(
      `  Budget: ${count(trials, 'conversation')}, ${Math.floor(trials / n)} of each scenario if all were open to the end`,
    ),
    `    each scenario is held to ${percent(target)} of its conversations without a violation`,
    `    first ${first} of each; then it is left alone once it is decided, and the rest goes where it is not`,
    `    without any violation, a scenario is proven after ${words} conversations, fewer the more are proven together`,
    ...(short ? [`    It is too small for ${first} of each: no rate over all scenarios will be told.`] : []),
    `  It can hardly decide scenarios that are near ${percent(target)}: the nearer, the more conversations they take.`,
  ]
}

/**
 * Both ways of reading: a failure that any conversation may meet is sought by every conversation; one that
 * belongs to a situation is sought only once per scenario, however often it is repeated.
 */
function sightLines(conversations: number, scenarios: number): readonly string[] {
  const each = sightOf({ scenarios: conversations, repeats: 1, icc: 0 })
  const bySituation = sightOf({ scenarios, repeats: 1, icc: 0 })
  return [
    '  What it can see, with 95 % confidence:',
    `    It cannot see failures that strike fewer than ${share(each)} conversations${buys(each, 'conversation')}.`,
    `    It cannot see failures that lie in fewer than ${share(bySituation)} situations${buys(bySituation, 'scenario')}; repeats do not help.`,
  ]
}

/** `1 in 67`; a suite of one or two sees only what nearly always happens. */
function share({ oneIn }: Sight): string {
  return oneIn < 2 ? 'nearly all' : `1 in ${oneIn.toLocaleString('en-GB')}`
}

function buys({ next: [goal] }: Sight, unit: string): string {
  if (goal === undefined) return ''
  return `; ${count(goal.moreScenarios, `more ${unit}`)} buy${goal.moreScenarios === 1 ? 's' : ''} 1 in ${goal.oneIn.toLocaleString('en-GB')}`
}
