/**
 * What trials within a budget save against as many for each scenario, and how often they decide wrongly.
 *
 * First on the example: 60 conversations of each scenario are had, then it is counted how many of them would have done when
 * each scenario is left alone once it is decided, and how many more scenarios are decided when what is saved goes to those
 * that are open. Then with rates that are known, many times over: shares of wrong decisions, and ranges that miss.
 */
import { fileURLToPath } from 'node:url'
import { judge, stateOf } from '../src/pact/index.ts'
import { type BudgetPlan, budgetPlan, openProject, planOf, readProject, run } from '../src/simulate/index.ts'
import {
  anytimeRange,
  benjaminiHochberg,
  binomialCdf,
  binomialTail,
  certifyCounts,
  clopperPearson,
  keyedRandom,
  type Spend,
  spend,
  type Tried,
} from '../src/stats/index.ts'
import { table } from './measure.ts'

const EACH = 60
const ALPHA = 0.05
const targets = [0.8, 0.9]

export async function bench(out: (line: string) => void): Promise<void> {
  for (const line of await onTheExample()) out(line)
  out('')
  for (const line of wrongDecisions()) out(line)
  out('')
  for (const line of peeking()) out(line)
}

async function onTheExample(): Promise<readonly string[]> {
  const file = fileURLToPath(new URL('../examples/harbor-dental/fieldproof.yaml', import.meta.url))
  const project = await readProject(file)
  const opened = await openProject(project, process.env)
  try {
    const { options } = planOf(project, { faults: 'none', control: false })
    const scenarios = options.scenarios.length
    const plan = budgetPlan(options, { trials: EACH * scenarios, target: 0.9 })
    const had = outcomes(plan, (trials) =>
      run({
        id: 'bench',
        plan: { trials: () => trials },
        stage: opened.stage,
        judge: (conversation) => judge(project.pact, conversation),
        concurrency: opened.concurrency,
        signal: new AbortController().signal,
        onTrial: ({ index, verdict }) => had.note(index, stateOf(verdict)),
      }),
    )
    await had.play(options.scenarios.map(() => EACH))
    const rows: string[][] = []
    for (const target of targets) {
      const fixed = options.scenarios.map(({ id }, at) => ({ id, ...had.counts(at, EACH) }))
      rows.push(row(`fixed: ${EACH} of each`, target, EACH * scenarios, fixedDecisions(fixed, target)))
      for (const most of [EACH, EACH * scenarios]) {
        const budget = { target, alpha: ALPHA, budget: EACH * scenarios, round: 2 * scenarios, most }
        const { each, spent } = await spentOn(had, options.scenarios, budget)
        const name = most === EACH ? `until decided, at most ${EACH} of each` : 'until decided, the rest where open'
        rows.push(row(name, target, spent, each))
      }
    }
    const head = [`example, ${scenarios} scenarios`, 'target', 'conversations', 'proven', 'refuted', 'undecided']
    return table(head, rows)
  } finally {
    await opened.close()
  }
}

type State = ReturnType<typeof stateOf>

/** Outcomes of conversations that were had, each had once. */
function outcomes(plan: BudgetPlan, have: (trials: ReturnType<BudgetPlan['trialAt']>[]) => Promise<unknown>) {
  const states = plan.options.scenarios.map((): State[] => [])
  return {
    note(index: number, state: State): void {
      const { scenario, turn } = plan.placeOf(index)
      ;(states[scenario] as State[])[turn] = state
    },
    /** @param upTo how many of each scenario there have to be */
    async play(upTo: readonly number[]): Promise<void> {
      const missing = upTo.flatMap((n, scenario) =>
        Array.from({ length: n }, (_, turn) => turn)
          .filter((turn) => states[scenario]?.[turn] === undefined)
          .map((turn) => plan.trialAt(scenario, turn)),
      )
      if (missing.length > 0) await have(missing)
    },
    counts(scenario: number, n: number): Omit<Tried, 'id'> {
      const of = (wanted: State) => (states[scenario] ?? []).slice(0, n).filter((state) => state === wanted).length
      return { successes: of('clean'), failures: of('violating'), unjudged: of('unjudged') }
    },
  }
}

async function spentOn(
  had: ReturnType<typeof outcomes>,
  scenarios: readonly { readonly id: string }[],
  options: Parameters<typeof spend>[1],
): Promise<Spend> {
  const n = scenarios.map(() => 0)
  for (;;) {
    const now = spend(
      scenarios.map(({ id }, at) => ({ id, ...had.counts(at, n[at] ?? 0) })),
      options,
    )
    if (now.finished) return now
    for (const [at, { next }] of now.each.entries()) n[at] = (n[at] ?? 0) + next
    await had.play(n)
  }
}

/** The strongest usual way with a fixed number: exact tests, held to the same share of wrong decisions. */
function fixedDecisions(tried: readonly Tried[], target: number): readonly { readonly state: string }[] {
  const above = tried.map(({ successes, failures }) => binomialTail(successes, successes + failures, target))
  const below = tried.map(({ successes, failures }) => binomialCdf(successes, successes + failures, target))
  const proven = benjaminiHochberg(above, ALPHA)
  const refuted = benjaminiHochberg(below, ALPHA)
  return tried.map((_, at) => ({ state: proven[at] ? 'proven' : refuted[at] ? 'refuted' : 'undecided' }))
}

function row(
  name: string,
  target: number,
  conversations: number,
  each: readonly { readonly state: string }[],
): string[] {
  const n = (wanted: string) => String(each.filter(({ state }) => state === wanted).length)
  return [name, String(target), String(conversations), n('proven'), n('refuted'), n('undecided')]
}

const RUNS = 400
const TARGET = 0.9

/** Rates that scenarios have: at the target either decision is wrong. */
const worlds: Readonly<Record<string, readonly number[]>> = {
  'all at the target': Array(40).fill(0.9),
  'half at the target, half sound': [...Array(20).fill(0.9), ...Array(20).fill(1)],
  'near it on both sides': [...Array(20).fill(0.88), ...Array(20).fill(0.92)],
  'as agents are': [...Array(22).fill(1), ...Array(8).fill(0.97), ...Array(4).fill(0.88), ...Array(6).fill(0.3)],
}

function wrongDecisions(): readonly string[] {
  const rows = Object.entries(worlds).map(([name, rates]) => {
    const runs = Array.from({ length: RUNS }, (_, seed) => decided(rates, seed))
    const mean = (of: (one: Decided) => number) => runs.reduce((sum, one) => sum + of(one), 0) / RUNS
    const percent = (share: number) => `${(100 * share).toFixed(1)} %`
    return [
      name,
      mean(({ spent }) => spent).toFixed(0),
      percent(mean(({ proven }) => proven / rates.length)),
      percent(mean(({ refuted }) => refuted / rates.length)),
      percent(mean(({ proven, provenWrong }) => provenWrong / Math.max(1, proven))),
      percent(mean(({ refuted, refutedWrong }) => refutedWrong / Math.max(1, refuted))),
      percent(mean(({ missed }) => missed / rates.length)),
    ]
  })
  const head = [
    `${RUNS} runs, 40 scenarios, target ${TARGET}`,
    `of ${EACH * 40}`,
    'proven',
    'refuted',
    'wrongly proven',
    'wrongly refuted',
    'range ever missed',
  ]
  return [...table(head, rows), 'wrong: of those decided so, on average; promised is at most 5 %, and 10 % for ranges']
}

interface Decided {
  readonly spent: number
  readonly proven: number
  readonly provenWrong: number
  readonly refuted: number
  readonly refutedWrong: number
  /** Scenarios whose range did not hold the rate at some look. */
  readonly missed: number
}

function decided(rates: readonly number[], seed: number): Decided {
  let tried: readonly Tried[] = rates.map((_, at) => ({ id: String(at), successes: 0, failures: 0 }))
  const missed = new Set<number>()
  for (;;) {
    const now = spend(tried, { target: TARGET, alpha: ALPHA, budget: EACH * rates.length, round: 2 * rates.length })
    for (const [at, rate] of rates.entries()) if (misses(now.each[at] as Tried, rate)) missed.add(at)
    if (now.finished) {
      const of = (state: string) => now.each.flatMap((each, at) => (each.state === state ? [rates[at] ?? 0] : []))
      return {
        spent: now.spent,
        proven: of('proven').length,
        provenWrong: of('proven').filter((rate) => rate <= TARGET).length,
        refuted: of('refuted').length,
        refutedWrong: of('refuted').filter((rate) => rate >= TARGET).length,
        missed: missed.size,
      }
    }
    tried = now.each.map(({ id, successes, failures, next }, at) => {
      const passed = Array.from({ length: next }, (_, turn) =>
        keyedRandom(seed, id, successes + failures + turn).chance(rates[at] ?? 0),
      ).filter(Boolean).length
      return { id, successes: successes + passed, failures: failures + next - passed }
    })
  }
}

const ranges = new Map<string, ReturnType<typeof anytimeRange>>()

function misses({ successes, failures }: Tried, rate: number): boolean {
  const key = `${successes}/${failures}`
  const range = ranges.get(key) ?? anytimeRange(successes, failures, ALPHA)
  ranges.set(key, range)
  return rate < range.low || rate > range.high
}

/** What goes wrong without: one scenario exactly at its target, looked at after every trial. */
function peeking(): readonly string[] {
  const looks = 300
  const wrong = { 'a usual interval, 90 %': 0, 'evidence as here, alone': 0 }
  const said = new Map<string, readonly [boolean, boolean]>()
  for (let seed = 0; seed < RUNS; seed += 1) {
    const random = keyedRandom(seed, 'peeking')
    const ever = [false, false]
    for (let n = 1, successes = 0; n <= looks; n += 1) {
      if (random.chance(TARGET)) successes += 1
      const key = `${successes}/${n}`
      const now = said.get(key) ?? decisionsAt(successes, n)
      said.set(key, now)
      for (const at of [0, 1]) ever[at] ||= now[at] === true
    }
    if (ever[0]) wrong['a usual interval, 90 %'] += 1
    if (ever[1]) wrong['evidence as here, alone'] += 1
  }
  const rows = Object.entries(wrong).map(([name, n]) => [name, `${((100 * n) / RUNS).toFixed(1)} %`])
  return table([`at its target, ${looks} looks`, 'decided at some look, wrongly'], rows)
}

function decisionsAt(successes: number, n: number): readonly [boolean, boolean] {
  const { low, high } = clopperPearson(successes, n, 0.9)
  const { state } = certifyCounts(successes, n - successes, { target: TARGET, alpha: ALPHA })
  return [low > TARGET || high < TARGET, state !== 'undecided']
}
