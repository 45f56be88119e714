/** A plan on a terminal: its size, what it asks of the agent and of models, and how rare a failure it could see. */
import type { Plan, PlannedTrial, Project } from '../../simulate/index.ts'
import { type Sight, sightOf } from '../../stats/index.ts'
import { inColumns } from '../columns.ts'
import type { Style } from '../io.ts'
import { count } from './words.ts'

const scenariosShown = 40

/** @param usual messages per conversation in an earlier run */
export function planReport(
  plan: Plan,
  project: Project,
  usual: { readonly run: string; readonly messages: number } | undefined,
  style: Style,
): readonly string[] {
  const scenarios = counted(plan, ({ scenario }) => scenario.id)
  const personas = counted(plan, ({ persona }) => persona.id)
  const channels = counted(plan, ({ channel }) => channel)
  return [
    style.bold(
      `${project.settings.project}: ${count(plan.size, 'conversation')} over ${count(scenarios.size, 'scenario')}`,
    ),
    `  personas: ${shares(personas)}`,
    `  channels: ${shares(channels)}`,
    '',
    ...scenarioLines(scenarios, style),
    '',
    ...costLines(plan, project, usual),
    '',
    ...sightLines(plan.size, scenarios.size),
  ]
}

function counted(plan: Plan, key: (trial: PlannedTrial) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const trial of plan.trials()) counts.set(key(trial), (counts.get(key(trial)) ?? 0) + 1)
  return counts
}

const shares = (counts: ReadonlyMap<string, number>) => [...counts].map(([id, n]) => `${id} ${n}`).join(', ')

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

function costLines(
  plan: Plan,
  { settings, pact }: Project,
  usual: { readonly run: string; readonly messages: number } | undefined,
): readonly string[] {
  const most = plan.size * settings.runs.maxTurns
  const expected = usual === undefined ? '' : `about ${rounded(plan.size * usual.messages)}, as in ${usual.run}; `
  const jurors = pact.rubrics.reduce((sum, { jury = 'default' }) => sum + (pact.juries[jury]?.jurors.length ?? 0), 0)
  return [
    `  messages to the agent: ${expected}${most.toLocaleString('en-GB')} turns at most`,
    `  questions to models: ${jurors === 0 ? 'none' : `${(plan.size * jurors).toLocaleString('en-GB')}, ${jurors} per conversation`}`,
  ]
}

const rounded = (n: number) => Number(n.toPrecision(2)).toLocaleString('en-GB')

/**
 * Both ways of reading: a failure that any conversation may meet is sought by every conversation; one that
 * belongs to a situation is sought only once per scenario, however often it is repeated.
 */
function sightLines(conversations: number, scenarios: number): readonly string[] {
  const each = sightOf({ scenarios: conversations, repeats: 1, icc: 0 })
  const bySituation = sightOf({ scenarios, repeats: 1, icc: 0 })
  return [
    '  What it could see, with 95 % confidence:',
    `    a failure that can happen in any conversation: ${sight(each, 'conversation')}`,
    `    a failure that a situation always brings: ${sight(bySituation, 'scenario')}`,
    '  Repeats sharpen only the first; for the second, write more scenarios.',
  ]
}

function sight({ oneIn, next }: Sight, unit: string): string {
  const [goal] = next
  const more =
    goal === undefined
      ? ''
      : `; ${count(goal.moreScenarios, `more ${unit}`)} would buy 1 in ${goal.oneIn.toLocaleString('en-GB')}`
  const here =
    oneIn < 2 ? 'only one that happens nearly always' : `none that is rarer than 1 in ${oneIn.toLocaleString('en-GB')}`
  return `${here}${more}`
}
