/**
 * Forecasts of agents that were never seen in production, held against what they did there.
 *
 * For each agent half of the tasks are its suite and the other half is production. What is known beforehand: how it did in the
 * suite, and how each of the other agents did in the same suite and then in production. The naive forecast is that
 * production will do as the suite did. Halves are drawn in two ways: by chance, where no gap is to be foreseen but what the
 * draw of the tasks makes, and as suites come about, where they hold what other agents manage and production what is left.
 */
import { createReadStream, existsSync } from 'node:fs'
import { jsonLines, readJsonLines, unzipped } from '../src/conversation/index.ts'
import { forecastRate, keyedRandom, middle, type TriedCount } from '../src/stats/index.ts'
import { table } from './measure.ts'

const file = '../shared/data/actions/dev.jsonl.gz'
const confidence = 0.9
const splits = 20
const leastTasks = 12
const leastTrials = 30

/** By task. */
type Results = ReadonlyMap<string, TriedCount>

interface Trial {
  readonly family: string
  readonly model: string
  readonly domain: string
  readonly task_id: string
  readonly reward: number
}

export async function bench(out: (line: string) => void): Promise<void> {
  if (!existsSync(file)) return out(`actions: ${file} is not here`)
  const agents = new Map<string, Map<string, { successes: number; n: number }>>()
  for await (const item of readJsonLines(jsonLines(unzipped(createReadStream(file)), false).bytes, { file })) {
    if ('value' in item) add(agents, item.value as unknown as Trial)
  }
  const fit = [...agents].filter(([, results]) => results.size >= leastTasks && of(results).n >= leastTrials)
  out(
    `${fit.length} agents with at least ${leastTasks} tasks and ${leastTrials} trials, ${splits} splits each; 90 % intervals`,
  )
  const rows = (['by chance', 'easy ones first'] as const).map((how) => {
    const made = fit.map(([name, results]) =>
      Array.from({ length: splits }, (_, split) => foretold(name, results, fit, how, split)),
    )
    const held = overAgents(made, (some) =>
      mean(some, ({ low, high, actual }) => Number(low <= actual && actual <= high)),
    )
    const ours = (some: readonly Foretold[]) => mean(some, (each) => Math.abs(each.rate - each.actual))
    const naive = (some: readonly Foretold[]) => mean(some, (each) => Math.abs(each.suite - each.actual))
    const ratio = overAgents(made, (some) => ours(some) / naive(some))
    const all = made.flat()
    return [
      how,
      `${all.length}`,
      `${(100 * held.of).toFixed(1)} % (${(100 * held.low).toFixed(0)} to ${(100 * held.high).toFixed(0)})`,
      (100 * mean(all, ({ low, high }) => high - low)).toFixed(0),
      (100 * ours(all)).toFixed(1),
      (100 * naive(all)).toFixed(1),
      `${ratio.of.toFixed(2)} (${ratio.low.toFixed(2)} to ${ratio.high.toFixed(2)})`,
    ]
  })
  const heads = ['halves', 'forecasts', 'held', 'width', 'off by', 'naive off by', 'ratio']
  for (const line of table(heads, rows)) out(line)
  out('intervals of 95 %, by drawing agents again: the forecasts of one agent are not independent')
  out('')
}

function add(agents: Map<string, Map<string, { successes: number; n: number }>>, trial: Trial): void {
  const name = `${trial.family} ${trial.domain} ${trial.model}`
  const results = agents.get(name) ?? new Map<string, { successes: number; n: number }>()
  agents.set(name, results)
  const count = results.get(trial.task_id) ?? { successes: 0, n: 0 }
  results.set(trial.task_id, count)
  count.n += 1
  if (trial.reward > 0.5) count.successes += 1
}

function of(results: Results, tasks?: ReadonlySet<string>): TriedCount {
  let successes = 0
  let n = 0
  for (const [task, each] of results) {
    if (tasks !== undefined && !tasks.has(task)) continue
    successes += each.successes
    n += each.n
  }
  return { successes, n }
}

type Foretold = ReturnType<typeof foretold>

const mean = (some: readonly Foretold[], of: (each: Foretold) => number) =>
  some.reduce((sum, each) => sum + of(each), 0) / some.length

/** What `of` says of all forecasts, and within which ends it lies when other agents had been there. */
function overAgents(made: readonly (readonly Foretold[])[], of: (some: readonly Foretold[]) => number) {
  const random = keyedRandom(1, 'agents')
  const draws = Array.from({ length: 2000 }, () => of(made.flatMap(() => made[random.int(made.length)] ?? [])))
  return { of: of(made.flat()), ...middle(draws, 0.95) }
}

function foretold(
  name: string,
  results: Results,
  agents: readonly (readonly [string, Results])[],
  how: 'by chance' | 'easy ones first',
  split: number,
) {
  const others = agents.filter(
    ([other, theirs]) => other !== name && [...results.keys()].some((task) => theirs.has(task)),
  )
  const random = keyedRandom(split, 'halves', name, how)
  const tasks = random.shuffle([...results.keys()].sort())
  // Who the suite was made after tells nothing of how production differs from it: it was chosen to be easy for them.
  const inOrder = random.shuffle(others)
  const makers = inOrder.slice(0, Math.max(1, Math.floor(others.length / 3)))
  if (how === 'easy ones first') {
    const easy = new Map(tasks.map((task) => [task, easiness(task, makers)]))
    tasks.sort((a, b) => (easy.get(b) ?? 0) - (easy.get(a) ?? 0))
  }
  const suite = new Set(tasks.slice(0, tasks.length >> 1))
  const production = new Set(tasks.slice(tasks.length >> 1))
  const past = inOrder
    .slice(how === 'by chance' ? 0 : makers.length)
    .map(([, theirs]) => ({ test: of(theirs, suite), production: of(theirs, production) }))
    .filter(({ test, production: then }) => test.n >= 5 && then.n >= 5)
  const tested = of(results, suite)
  const actual = of(results, production)
  const forecast = forecastRate([{ weight: 1, ...tested }], {
    seed: split,
    confidence,
    draws: 1000,
    past,
    productionN: actual.n,
  })
  return { ...forecast, suite: tested.successes / tested.n, actual: actual.successes / actual.n }
}

/** How often the others manage a task, drawn towards a half where few tried. */
function easiness(task: string, others: readonly (readonly [string, Results])[]): number {
  const rates = others.flatMap(([, results]) => {
    const each = results.get(task)
    return each === undefined ? [] : [each.successes / each.n]
  })
  return (rates.reduce((sum, each) => sum + each, 0) + 0.5) / (rates.length + 1)
}
