/**
 * One measure as a stream: first it gathers how things are, then it watches for anything else.
 *
 * Nobody promised how long answers are, so a change is an event and no breach: after its alarm what is new is gathered
 * as the next reference, and the alarm recovers when that is complete.
 */
import {
  type Direction,
  keyedRandom,
  referenceChange,
  referenceDetector,
  referenceNext,
  restarted,
} from '../../stats/index.ts'
import { type Mark, type Moment, markAt, marksAfter } from './marks.ts'
import type { MeasureRow } from './rows.ts'

export function measureStream(measure: string, channel: string, atMs: number): MeasureRow {
  return { kind: 'measure', measure, channel, values: [], mean: 0, marks: [], n: 0, sum: 0, lastMs: atMs }
}

/** The stream after one more value. @param size how many values make a reference */
export function measureNext(
  row: MeasureRow,
  value: number,
  { thread, atMs, place }: Moment & { readonly thread: string },
  size: number,
): MeasureRow {
  const lastMs = Math.max(row.lastMs, atMs)
  if (row.detector === undefined) return gathered({ ...row, values: [...row.values, value], lastMs }, place, size)
  // Where a value stands among its equals is drawn for each conversation.
  const detector = referenceNext(row.detector, value, keyedRandom(1, row.measure, thread).float())
  const sum = row.sum + value
  const n = row.n + 1
  const marks = marksAfter(row.marks, [...detector.up, ...detector.down], { after: n, atMs, place, sum })
  const { kind, measure, channel, values, mean, standing } = row
  const next: MeasureRow = { kind, measure, channel, values, detector, mean, marks, n, sum, lastMs }
  return standing === undefined ? next : { ...next, standing }
}

function gathered(row: MeasureRow, place: number, size: number): MeasureRow {
  if (row.values.length < size) return row
  const { standing: _, ...rest } = row
  const mean = row.values.reduce((sum, value) => sum + value, 0) / row.values.length
  return {
    ...rest,
    values: [],
    detector: referenceDetector(row.values),
    mean,
    marks: [{ after: 0, atMs: row.lastMs, place, sum: 0 }],
    n: 0,
    sum: 0,
  }
}

export function measureRestarted(row: MeasureRow): MeasureRow {
  if (row.detector === undefined) return row
  const { reference, up, down } = row.detector
  return { ...row, detector: { reference, up: up.map(restarted), down: down.map(restarted) } }
}

/** The stream after its alarm: what is new is gathered. */
export function measureAlarmed({ detector: _, ...row }: MeasureRow, alarm: string, raisedMs: number): MeasureRow {
  return { ...row, values: [], standing: { alarm, raisedMs } }
}

export interface MeasureChange {
  readonly direction: Direction
  readonly mark: Mark
  readonly n: number
  /** Mean before, and since. */
  readonly before: number
  readonly since: number
}

export function measureChange({ detector, marks, mean, n, sum }: MeasureRow): MeasureChange | undefined {
  const change = detector && referenceChange(detector)
  if (change === undefined) return undefined
  const largest = Math.max(...change.detector.parts)
  const mark = markAt(marks, change.detector.began[change.detector.parts.indexOf(largest)] ?? 0)
  if (mark === undefined || n <= mark.after) return undefined
  const since = n - mark.after
  return { direction: change.direction, mark, n: since, before: mean, since: (sum - mark.sum) / since }
}
