/**
 * The whole engine in a made-up production: 20 promises on two channels and two versions, and all measures, under one
 * budget. First every promise is kept exactly as promised and nothing changes: alarms are false, and counted against the
 * budget. Then one promise falls, and it is counted how long that takes to be told.
 */

import type { WatchedPromise } from '../src/observe/drift/budget.ts'
import { type Change, driftEngine, type Sighting } from '../src/observe/drift/engine.ts'
import { measures } from '../src/observe/drift/measures.ts'
import { memoryOf } from '../src/observe/drift/memory.ts'
import { sighting } from '../src/observe/drift/production.sample.ts'
import { keyedRandom } from '../src/stats/index.ts'

const dayMs = 86_400_000
const perDay = 1000
const targets = [0.995, 0.98, 0.95, 0.9, 0.8]
const severities = ['critical', 'major', 'major', 'minor'] as const
const promises: readonly WatchedPromise[] = Array.from({ length: 20 }, (_, at) => ({
  id: `promise-${at + 1}`,
  target: targets[at % targets.length] ?? 0.95,
  severity: severities[at % severities.length] ?? 'minor',
  isRead: false,
}))
/** Of the budget in these runs, so that there is something to count: one false alarm in two days. */
const quietDays = 2
const runs = 8
const quietFor = 12_000
const falls = [
  { id: 'promise-1', drop: 0.04 },
  { id: 'promise-3', drop: 0.04 },
  { id: 'promise-4', drop: 0.1 },
]
const fallRuns = 12
const fallsAt = 1500

export function printEngine(out: (line: string) => void): void {
  const counts = Array.from({ length: runs }, (_, run) => falseAlarms(run))
  const mean = (counts.reduce((a, b) => a + b, 0) / runs).toFixed(1)
  const allowed = quietFor / (quietDays * perDay)
  out(
    `The whole engine: ${promises.length} promises, each kept exactly as promised, 2 channels x 2 versions, ${measures.length} measures`,
  )
  out(
    `${runs} productions of ${quietFor} conversations, ${perDay} a day, at most one false alarm in ${quietDays} days:`,
  )
  out(`false alarms ${counts.join(' ')}; mean ${mean}, allowed ${allowed}`)
  out('')
  out(`One promise falls after ${fallsAt} conversations; at most one false alarm in 90 days; ${fallRuns} runs`)
  out(
    '| promise | severity | from | to | told | mean delay | median | p90 (conversations of the whole project, over 4 streams) |',
  )
  out('|---|---|---|---|---|---|---|---|')
  for (const { id, drop } of falls) printFall(id, drop, out)
}

function printFall(id: string, drop: number, out: (line: string) => void): void {
  const delays = Array.from({ length: fallRuns }, (_, run) => delayOf(id, drop, run)).flatMap((delay) => delay ?? [])
  delays.sort((a, b) => a - b)
  const at = (share: number) => delays[Math.floor(share * (delays.length - 1))] ?? Number.NaN
  const mean = delays.reduce((a, b) => a + b, 0) / delays.length
  const { target = 0, severity } = promises.find((promise) => promise.id === id) ?? {}
  out(
    `| ${id} | ${severity} | ${target} | ${(target - drop).toFixed(3)} | ${delays.length} of ${fallRuns} | ${mean.toFixed(0)} | ${at(0.5)} | ${at(0.9)} |`,
  )
}

function falseAlarms(run: number): number {
  const engine = driftEngine('bench', memoryOf([]), { promises, quietDays })
  let alarms = 0
  for (let n = 0; n < quietFor; n += 1) alarms += raised(engine.see(conversation(run, n, {}))).length
  return alarms
}

/** Conversations of the whole project from the fall to its alarm; nothing when it was not told. */
function delayOf(id: string, drop: number, run: number): number | undefined {
  const engine = driftEngine('bench', memoryOf([]), { promises })
  for (let n = 0; n < fallsAt + 8000; n += 1) {
    const changes = raised(engine.see(conversation(100 + run, n, n < fallsAt ? {} : { [id]: drop })))
    if (n >= fallsAt && changes.some(({ stream }) => stream.startsWith(`${id}/`))) return n - fallsAt + 1
  }
  return undefined
}

function raised(changes: readonly Change[]): readonly Change[] {
  return changes.filter(({ what }) => what === 'raised')
}

function conversation(run: number, n: number, drops: Readonly<Record<string, number>>): Sighting {
  const random = keyedRandom(11, run, n)
  const atMs = Math.round((n * dayMs) / perDay)
  const world = { channel: random.pick(['chat', 'voice']), version: random.pick(['1', '2']) }
  const plain = sighting(run * 1_000_000 + n, atMs, world)
  const findings = promises.map(({ id, target }) =>
    random.chance(1 - target + (drops[id] ?? 0))
      ? { condition: id, outcome: 'violated' as const, because: 'it was', at: [] }
      : { condition: id, outcome: 'held' as const },
  )
  return { ...plain, findings }
}
