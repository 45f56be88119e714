/**
 * A digest: what a report shows besides the summary, gathered in one reading of a run.
 *
 * Holds counts and the ids of conversations worth looking at, never a conversation, so that a run of
 * 50,000 trials costs no more memory than one of 500.
 */
import type { Finding, Promised, Severity } from '../../pact/index.ts'
import type { TrialRecord } from '../../store/index.ts'

/** What one condition came to in one scenario. */
export interface Cell {
  held: number
  violated: number
  unjudged: number
}

/** A conversation worth looking at. */
export interface Pointer {
  readonly id: string
  readonly order: number
  readonly scenario: string
  readonly violated: readonly string[]
  /** Sum over the violated conditions: 100 for a critical one, 10 for a major, 1 for a minor. */
  readonly badness: number
}

export interface Digest {
  /** Scenario, then condition. Scenarios in the order of the plan. */
  readonly cells: ReadonlyMap<string, ReadonlyMap<string, Cell>>
  /** Conversations to show: worst first, at least one for each violated condition. */
  readonly worst: readonly Pointer[]
  /** How many conversations have a violation. */
  readonly violating: number
  /** Some conversations that could not be judged, each for a reason of its own. */
  readonly unjudged: readonly Pointer[]
}

const weightOf: Readonly<Record<Severity, number>> = { critical: 100, major: 10, minor: 1 }
/** Conversations kept that fail alike: same scenario, same conditions. The third teaches nothing new. */
const alikeKept = 2
const unjudgedKept = 5

/** @param shown conversations in `worst`, at most */
export async function digestOf(
  trials: AsyncIterable<Pick<TrialRecord, 'id' | 'index' | 'scenario' | 'verdict'>>,
  promises: readonly Pick<Promised, 'id' | 'severity'>[],
  shown: number,
): Promise<Digest> {
  const weight = weights(promises)
  const cells = new Map<string, Map<string, Cell>>()
  const candidates = new Map<string, Pointer[]>()
  const unjudged = new Map<string, Pointer>()
  let violating = 0

  for await (const trial of trials) {
    const { findings } = trial.verdict
    const row = cells.get(trial.scenario) ?? new Map<string, Cell>()
    cells.set(trial.scenario, row)
    for (const finding of findings) count(row, finding)
    const pointer = pointerTo(trial, weight)
    if (pointer.violated.length > 0) {
      violating += 1
      keep(candidates, pointer)
    } else keepUnjudged(unjudged, pointer, findings)
  }
  return { cells, worst: chosen([...candidates.values()].flat(), shown), violating, unjudged: [...unjudged.values()] }
}

/** How much a violation of each condition weighs when conversations are put in order. Unknown ones weigh 1. */
export function weights(promises: readonly Pick<Promised, 'id' | 'severity'>[]): (condition: string) => number {
  const severity = new Map(promises.map((promise) => [promise.id, promise.severity]))
  return (condition) => weightOf[severity.get(condition) ?? 'minor']
}

export function pointerTo(
  { id, index, scenario, verdict }: Pick<TrialRecord, 'id' | 'index' | 'scenario' | 'verdict'>,
  weight: (condition: string) => number,
): Pointer {
  const violated = verdict.findings
    .filter(({ outcome }) => outcome === 'violated')
    .map(({ condition }) => condition)
    .sort((a, b) => weight(b) - weight(a))
  const badness = violated.reduce((sum, condition) => sum + weight(condition), 0)
  return { id, order: index, scenario, violated, badness }
}

/** Worst first; of equals, the earlier in the plan. */
export function byBadness(a: Pointer, b: Pointer): number {
  return b.badness - a.badness || a.order - b.order
}

function count(row: Map<string, Cell>, { condition, outcome }: Finding): void {
  if (outcome === 'not-applicable') return
  const cell = row.get(condition) ?? { held: 0, violated: 0, unjudged: 0 }
  row.set(condition, cell)
  cell[outcome] += 1
}

function keep(candidates: Map<string, Pointer[]>, pointer: Pointer): void {
  const signature = JSON.stringify([pointer.scenario, ...pointer.violated])
  const alike = candidates.get(signature) ?? []
  candidates.set(signature, alike)
  if (alike.length < alikeKept) alike.push(pointer)
}

function keepUnjudged(kept: Map<string, Pointer>, pointer: Pointer, findings: readonly Finding[]): void {
  const reason = findings.find((finding) => finding.outcome === 'unjudged')
  if (reason?.outcome !== 'unjudged' || kept.size >= unjudgedKept || kept.has(reason.because)) return
  kept.set(reason.because, pointer)
}

/** One for each condition before a second for any; then the worst. What fails like another comes last. */
function chosen(candidates: readonly Pointer[], shown: number): readonly Pointer[] {
  const sorted = [...candidates].sort(byBadness)
  const picked = new Set<Pointer>()
  const seen = new Set<string>()
  for (const pointer of sorted) {
    if (pointer.violated.every((condition) => seen.has(condition))) continue
    picked.add(pointer)
    for (const condition of pointer.violated) seen.add(condition)
  }
  const kinds = new Set([...picked].map(kindOf))
  const first = sorted.filter(
    (pointer) => !picked.has(pointer) && !kinds.has(kindOf(pointer)) && kinds.add(kindOf(pointer)),
  )
  const rest = sorted.filter((pointer) => !picked.has(pointer) && !first.includes(pointer))
  return [...picked, ...first, ...rest].slice(0, Math.max(shown, picked.size)).sort(byBadness)
}

const kindOf = ({ scenario, violated }: Pointer) => JSON.stringify([scenario, ...violated])
