/**
 * Has a measure become other than it was? Against a frozen reference, in both directions, whatever its distribution.
 *
 * Each value counts by its rank in the reference: how often it lies in the upper or lower tenth, and its rank itself, so
 * that heavy tails do no harm. A measure of zeros and ones counts by its share. A finite reference is not the truth: what
 * is expected is what the reference says at the end of its interval, so that alarms stay as rare as they should be at the
 * price of not seeing what is smaller than the reference can tell. It refuses to learn: what is new stays new.
 */
import { detectNext, type EDetector, eDetector, logEvidence } from './e-detector.ts'
import { lowerLimit, upperLimit } from './exact-rate.ts'

/** A detector after some values: a value, replaced by `referenceNext`. JSON. */
export interface ReferenceDetector {
  /** In order. Empty for a measure of zeros and ones. */
  readonly reference: readonly number[]
  /** Each looks for more of something. */
  readonly up: readonly EDetector[]
  /** Each looks for less of something. */
  readonly down: readonly EDetector[]
}

/** Which way a measure went. */
export type Direction = 'up' | 'down'

/** One in a thousand references is further off than is allowed for. */
const confidence = 0.999
/** Share of the reference that counts as its upper, and its lower, end. */
const tail = 0.1

/** @param values the reference: at least 20, in any order @throws RangeError for fewer */
export function referenceDetector(values: readonly number[]): ReferenceDetector {
  const m = values.length
  if (m < 20) throw new RangeError(`a reference needs at least 20 values, got ${m}`)
  if (values.every((value) => value === 0 || value === 1)) {
    const ones = values.filter((value) => value === 1).length
    return {
      reference: [],
      up: looksBeyond(upperLimit(ones, m, confidence)),
      down: looksBeyond(1 - lowerLimit(ones, m, confidence)),
    }
  }
  const ends = upperLimit(Math.ceil(tail * (m + 1)), m, confidence)
  // The mean rank of what comes is off by 3.1 standard errors in one of a thousand references.
  const middle = 0.5 + 3.1 * Math.sqrt(1 / (12 * m))
  const parts = [...looksBeyond(ends), ...looksBeyond(middle)]
  return { reference: values.toSorted((a, b) => a - b), up: parts, down: parts }
}

/**
 * The detector after one more value.
 *
 * @param tie a fraction drawn for this value alone: where it stands among equals
 */
export function referenceNext(detector: ReferenceDetector, value: number, tie: number): ReferenceDetector {
  const { reference, up, down } = detector
  if (reference.length === 0) {
    return { reference, up: stepped(up, [value]), down: stepped(down, [1 - value]) }
  }
  const below = countWhere(reference, (each) => each < value)
  const equal = countWhere(reference, (each) => each <= value) - below
  const rank = (below + tie * (equal + 1)) / (reference.length + 1)
  return {
    reference,
    up: stepped(up, [rank > 1 - tail ? 1 : 0, rank]),
    down: stepped(down, [rank < tail ? 1 : 0, 1 - rank]),
  }
}

/** log of the evidence for a change in either direction; an alarm is right where it reaches log(1/alpha). */
export function referenceEvidence({ up, down }: ReferenceDetector): number {
  const all = [...up, ...down].map(logEvidence)
  const largest = Math.max(...all)
  if (!Number.isFinite(largest)) return Number.NEGATIVE_INFINITY
  return largest + Math.log(all.reduce((sum, each) => sum + Math.exp(each - largest), 0) / all.length)
}

/** The part with the most evidence, and the way it looks. Nothing before any evidence. */
export function referenceChange({
  up,
  down,
}: ReferenceDetector): { readonly direction: Direction; readonly detector: EDetector } | undefined {
  const all = [
    ...up.map((detector) => ({ direction: 'up' as const, detector })),
    ...down.map((detector) => ({ direction: 'down' as const, detector })),
  ]
  const most = all.toSorted((a, b) => logEvidence(b.detector) - logEvidence(a.detector))[0]
  return most === undefined || logEvidence(most.detector) === Number.NEGATIVE_INFINITY ? undefined : most
}

function looksBeyond(expected: number): readonly EDetector[] {
  return expected >= 1 || expected <= 0 ? [] : [eDetector(1 - expected)]
}

function stepped(detectors: readonly EDetector[], values: readonly number[]): readonly EDetector[] {
  return detectors.map((detector, at) => detectNext(detector, Math.min(1, Math.max(0, values[at] ?? 0))))
}

/** How many of an ordered list come first, where `isBefore` holds for those and no others. */
function countWhere(ordered: readonly number[], isBefore: (value: number) => boolean): number {
  let low = 0
  let high = ordered.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (isBefore(ordered[middle] ?? 0)) low = middle + 1
    else high = middle
  }
  return low
}
