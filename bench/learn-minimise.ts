/**
 * Violations of the example made small: found as the demonstration finds them, twenty of them, each of another kind as far as
 * there are so many.
 *
 * Sizes are words that the customer says. Every counterexample is played again on seeds that the search has not used.
 */
import { counterexample } from '../src/learn/index.ts'
import { judge } from '../src/pact/index.ts'
import { openProject, type PlannedTrial, planOf, playTrial, readProject, run } from '../src/simulate/index.ts'
import { keyedRandom } from '../src/stats/index.ts'
import type { TrialRecord } from '../src/store/index.ts'
import { median, table } from './measure.ts'

const wanted = 20

export async function bench(out: (line: string) => void): Promise<void> {
  const project = await readProject('examples/harbor-dental/fieldproof.yaml')
  const { signal } = new AbortController()
  const opened = await openProject(project, process.env)
  try {
    const judged = (conversation: TrialRecord['conversation']) => judge(project.pact, conversation)
    const plan = planOf(project)
    const found = new Map<string, { trial: PlannedTrial; record: TrialRecord; condition: string }[]>()
    const trials = new Map([...plan.trials()].map((trial) => [trial.id, trial]))
    await run({
      id: 'learn',
      plan,
      stage: opened.stage,
      judge: judged,
      concurrency: opened.concurrency,
      signal,
      onTrial(record) {
        const trial = trials.get(record.id)
        for (const { condition, outcome } of record.verdict.findings) {
          if (outcome !== 'violated' || trial === undefined) continue
          const key = `${condition} ${record.scenario}`
          found.set(key, [...(found.get(key) ?? []), { trial, record, condition }])
        }
      },
    })
    const random = keyedRandom(1, 'violations')
    const chosen = spread(random.shuffle([...found.values()].map((each) => random.pick(each))))
    const startMs = performance.now()
    const rows: string[][] = []
    const shares: number[] = []
    let again = 0
    const waiting = [...chosen]
    let begun = 0
    let gone = 0
    const work = async () => {
      for (let next = waiting.shift(); next !== undefined && begun < wanted; next = waiting.shift()) {
        const { trial, record, condition } = next
        begun += 1
        const small = await counterexample({
          trial,
          conversation: record.conversation,
          condition,
          play: (each) => playTrial(each, opened.stage, signal),
          judge: judged,
        })
        if (!('to' in small)) {
          gone += 1
          begun -= 1
          continue
        }
        const { from, to, certified, plays } = small
        shares.push(to.words / from.words)
        if (certified.violated > 0) again += 1
        rows.push([
          condition,
          record.scenario,
          `${from.turns} to ${to.turns}`,
          `${from.words} to ${to.words}`,
          `${from.faults} to ${to.faults}`,
          `${certified.violated} of ${certified.n}`,
          `${plays}`,
        ])
      }
    }
    await Promise.all(Array.from({ length: Math.min(4, opened.concurrency) }, work))
    const seconds = (performance.now() - startMs) / 1000
    out(
      `${[...found.values()].flat().length} violations of ${found.size} kinds; ${shares.length} of them made small; ${gone} more did not come again from the words alone`,
    )
    for (const line of table(['promise', 'scenario', 'turns', 'words', 'faults', 'again', 'plays'], rows)) out(line)
    out(
      `median size ${(100 * median(shares)).toFixed(0)} % of the words; ${again} of ${shares.length} break it again on fresh seeds; ${seconds.toFixed(0)} s`,
    )
    out('')
  } finally {
    await opened.close()
  }
}

/** One of each promise first, then the next of each. */
function spread<Item extends { readonly condition: string }>(items: readonly Item[]): readonly Item[] {
  const taken = new Map<string, number>()
  return items
    .map((item) => {
      const nth = taken.get(item.condition) ?? 0
      taken.set(item.condition, nth + 1)
      return { item, nth }
    })
    .sort((a, b) => a.nth - b.nth)
    .map(({ item }) => item)
}
