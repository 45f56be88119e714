/** How drift stands: the budget, what is watched and how far each is from an alarm, and how soon a fall would be told. */
import type { Observed } from '../../store/index.ts'
import { betweenFalseAlarms, hoursToSee, perDay, shares } from './budget.ts'
import { type DriftTerms, massOf } from './engine.ts'
import { measures } from './measures.ts'
import { memoryOf } from './memory.ts'
import type { AskedRow, InUse, JudgeRow, MeasureRow, PromiseRow, Row, TrafficRow } from './rows.ts'
import { streamOf } from './rows.ts'

/** The fall that `fallHours` is about. */
const fall = 0.04

interface WatchedStream {
  readonly stream: string
  readonly channel: string
  /** Conversations counted. */
  readonly n: number
  readonly lastMs: number
  /** Its share of the evidence that raises an alarm, a fraction. */
  readonly evidence: number
  /** The id of its alarm, where one stands. */
  readonly alarm?: string
}

export interface PromiseStream extends WatchedStream {
  readonly condition: string
  readonly version: string
  readonly target: number
  readonly violated: number
  /** About how many hours a fall of four points takes to be told; null where nothing comes. */
  readonly fallHours: number | null
}

export interface MeasureStream extends WatchedStream {
  readonly measure: string
  readonly words: string
  readonly isShare: boolean
  /** Values of the reference that are still to come; 0 when it is complete. */
  readonly gathering: number
  /** Mean of the reference, and of what came since. Absent before there are any. */
  readonly before?: number
  readonly since?: number
}

export interface DriftOverview {
  /** Conversations a day that detectors count. */
  readonly perDay: number
  /** Conversations between false alarms, at least, on average. */
  readonly between: number
  readonly quietDays: number
  readonly promises: readonly PromiseStream[]
  readonly measures: readonly MeasureStream[]
  readonly inUse: readonly (InUse & { readonly channel: string })[]
  /** What canary questions showed, by agent. Empty where none are asked. */
  readonly asked: readonly Omit<AskedRow, 'kind'>[]
  /** Conversations that the jury reads again and again, and what it found last; absent where no jury reads. */
  readonly jury?: { readonly anchors: number; readonly last?: NonNullable<JudgeRow['last']> }
}

export async function driftOverview(
  observed: Observed,
  project: string,
  terms: DriftTerms,
  nowMs: number,
): Promise<DriftOverview> {
  const { quietDays = 90, referenceSize = 300 } = terms
  const rows: readonly Row[] = [...memoryOf(await observed.detectors.all(project)).all()]
  const traffic = rows.find((row): row is TrafficRow => row.kind === 'traffic')
  const between = traffic === undefined ? Number.NaN : betweenFalseAlarms(traffic, nowMs, quietDays)
  const share = shares(terms.promises)
  const judge = rows.find((row): row is JudgeRow => row.kind === 'judge')
  return {
    perDay: traffic === undefined ? 0 : perDay(traffic, nowMs),
    between,
    quietDays,
    promises: rows.flatMap((row) =>
      row.kind === 'promise' ? [promiseStream(row, share.promises.get(row.condition) ?? 0, between)] : [],
    ),
    measures: rows.flatMap((row) =>
      row.kind === 'measure' ? [measureStream(row, share.measure, between, referenceSize)] : [],
    ),
    inUse: rows.flatMap((row) =>
      row.kind === 'context' ? row.inUse.map((each) => ({ ...each, channel: row.channel })) : [],
    ),
    asked: rows.flatMap((row) => {
      if (row.kind !== 'asked') return []
      const { kind: _, ...asked } = row
      return [asked]
    }),
    ...(judge && { jury: { anchors: judge.anchors.length, ...(judge.last && { last: judge.last }) } }),
  }
}

function promiseStream(row: PromiseRow, share: number, between: number): PromiseStream {
  const { condition, version, target, violated } = row
  const hours = hoursToSee(row, fall, share, between)
  return {
    ...watched(row, share, between),
    ...{ condition, version, target, violated },
    fallHours: Number.isFinite(hours) ? hours : null,
  }
}

function measureStream(row: MeasureRow, share: number, between: number, size: number): MeasureStream {
  const measure = measures.find(({ id }) => id === row.measure)
  const isComplete = row.detector !== undefined
  const shown = measure?.shown ?? ((mean: number) => mean)
  return {
    ...watched(row, share, between),
    measure: row.measure,
    words: measure?.words ?? row.measure,
    isShare: measure?.isShare === true,
    gathering: isComplete ? 0 : size - row.values.length,
    ...(isComplete && { before: shown(row.mean) }),
    ...(row.n > 0 && isComplete && { since: shown(row.sum / row.n) }),
  }
}

function watched(row: PromiseRow | MeasureRow, share: number, between: number): WatchedStream {
  const { channel, n, lastMs, standing } = row
  const evidence = Math.min(1, (share * massOf(row)) / between)
  return {
    stream: streamOf(row),
    channel,
    n,
    lastMs,
    evidence,
    ...(standing !== undefined && { alarm: standing.alarm }),
  }
}
