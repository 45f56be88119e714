/** One promise as a stream: the detector while all is well, and the way back after an alarm. */
import { changePoint, detectNext, eDetector, restarted } from '../../stats/index.ts'
import { type Mark, type Moment, markAt, marksAfter } from './marks.ts'
import type { PromiseRow } from './rows.ts'

/** A target of 1 allows nothing, and no evidence can be weighed against nothing: one in 2,000 is forgiven. */
const highestTarget = 0.9995
/** Mean number of conversations between mistaken recoveries while the promise is still broken, at least. */
const recoveryAt = 1000
const examplesKept = 5
/** A version that had no conversation for so long is not in use any more. */
const retiredMs = 14 * 86_400_000
/** Less than this ratio of odds is not told from what was promised. */
const leastRatio = 1.8

/** A stream before its first conversation. */
export function promiseStream(
  { id: condition, target }: { readonly id: string; readonly target: number },
  channel: string,
  version: string,
  { atMs, place }: Moment,
): PromiseRow {
  return {
    kind: 'promise',
    condition,
    channel,
    version,
    target,
    detector: eDetector(Math.min(target, highestTarget)),
    marks: [{ after: 0, atMs, place, sum: 0 }],
    n: 0,
    violated: 0,
    firstMs: atMs,
    lastMs: atMs,
    examples: [],
  }
}

/** The stream after one more conversation on which the promise was decided. */
export function promiseNext(row: PromiseRow, isViolated: boolean, thread: string, moment: Moment): PromiseRow {
  const { atMs, place } = moment
  const detector = detectNext(row.detector, isViolated ? 1 : 0)
  const violated = row.violated + (isViolated ? 1 : 0)
  // Field by field: this runs for every promise of every conversation, and a spread takes longer than all the rest.
  const { kind, condition, channel, version, target, firstMs, examples, standing } = row
  const next: PromiseRow = {
    kind,
    condition,
    channel,
    version,
    target,
    detector,
    marks: marksAfter(row.marks, [detector], { after: detector.n, atMs, place, sum: violated }),
    n: row.n + 1,
    violated,
    firstMs,
    lastMs: Math.max(row.lastMs, atMs),
    examples: isViolated ? [...examples, thread].slice(-examplesKept) : examples,
  }
  if (standing === undefined) return next
  return { ...next, standing: { ...standing, recovery: recoveryNext(row, isViolated, standing.recovery) } }
}

/** Whether what stands is over: the promise is kept again. */
export function isRecovered({ standing }: PromiseRow): boolean {
  return standing !== undefined && standing.recovery >= recoveryAt
}

/** The stream with its evidence put back, as after every alarm of the project. */
export function promiseRestarted(row: PromiseRow): PromiseRow {
  return { ...row, detector: restarted(row.detector) }
}

/** The stream after its own alarm: it gives no evidence until the promise is kept again. */
export function promiseAlarmed(row: PromiseRow, alarm: string, raisedMs: number): PromiseRow {
  const since = sinceChange(row)
  const rate = ((since?.violated ?? row.violated) + 1) / ((since?.n ?? row.n) + 2)
  return { ...promiseRestarted(row), standing: { alarm, raisedMs, rate, recovery: 0 } }
}

/** The stream as new, after recovery; what was counted stays. */
export function promiseRecovered({ standing: _, ...row }: PromiseRow, place: number): PromiseRow {
  const detector = eDetector(Math.min(row.target, highestTarget))
  return { ...row, detector, marks: [{ after: 0, atMs: row.lastMs, place, sum: row.violated }] }
}

/** Streams of conditions or versions that nothing belongs to any more, while others of the channel go on. */
export function retiredAmong(
  rows: readonly PromiseRow[],
  promised: ReadonlyMap<string, unknown>,
  nowMs: number,
): readonly PromiseRow[] {
  const isSilent = ({ lastMs }: PromiseRow) => lastMs < nowMs - retiredMs
  const goingOn = new Set(rows.flatMap((row) => (isSilent(row) ? [] : [`${row.condition}\t${row.channel}`])))
  return rows.filter((row) => {
    const isReplaced = !promised.has(row.condition) || goingOn.has(`${row.condition}\t${row.channel}`)
    return isSilent(row) && isReplaced
  })
}

/** What happened since the change, as far as that can be told. */
export interface SinceChange {
  /** The last conversation before it. */
  readonly mark: Mark
  readonly n: number
  readonly violated: number
  /** It was so from the first conversation of the stream, and not from one behind a recovery. */
  readonly fromStart: boolean
}

export function sinceChange({ detector, marks, violated, n }: PromiseRow): SinceChange | undefined {
  const point = changePoint(detector)
  const mark = point && markAt(marks, point.after)
  if (mark === undefined) return undefined
  return {
    mark,
    n: detector.n - mark.after,
    violated: violated - mark.sum,
    fromStart: mark.after === 0 && detector.n === n,
  }
}

/**
 * Shiryaev-Roberts for the way back: from halfway between what was promised and the rate at the alarm, in odds, so that
 * being much better than at its worst is not yet being well.
 */
function recoveryNext({ detector: { q0 }, standing }: PromiseRow, isViolated: boolean, recovery: number): number {
  const odds = (rate: number) => rate / (1 - rate)
  const ratio = odds(Math.min(0.999, standing?.rate ?? 0)) / odds(q0)
  const halfway = odds(q0) * Math.sqrt(Math.max(leastRatio ** 2, ratio))
  const q1 = halfway / (1 + halfway)
  return (1 + recovery) * (isViolated ? q0 / q1 : (1 - q0) / (1 - q1))
}
