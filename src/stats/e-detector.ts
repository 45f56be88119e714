/**
 * The drift detector: has a rate that was promised become worse? One step per conversation, no calibration.
 *
 * A mixture of Shiryaev-Roberts statistics over the sizes of a change. While failures keep to the promise the sum grows
 * by at most one a step on average, so alarms at 1/alpha are at least 1/alpha steps apart on average (Shin, Ramdas and
 * Rinaldo, "E-detectors", 2024). It holds for failures 0 or 1 and for anything between, such as a jury's score, as long
 * as the expected value given the past is at most q0. Failures that come in clusters break that: take one conversation
 * of each customer's session.
 */
import { requireFraction } from './rate.ts'

/** Sizes of a change that are looked for: by how much the log odds of failure rise. */
const shifts = [0.3, 0.6, 0.9, 1.2, 1.5, 1.8, 2.1, 2.4, 2.7, 3]

/** Scale at which the statistics are divided, so that none overflows. */
const TOO_LARGE = 1e250

/** A detector after some conversations: a value, replaced by `detectNext`. JSON. */
export interface EDetector {
  /** The promised failure rate. */
  readonly q0: number
  /** Steps taken. */
  readonly n: number
  /** One statistic for each size of change, divided by e^logScale. */
  readonly parts: readonly number[]
  readonly logScale: number
  /** For each size, the step after which its change is most likely to have begun. */
  readonly began: readonly number[]
  /** For each size, the log likelihood ratio since then. */
  readonly since: readonly number[]
}

/** @param target the promised rate of success, a fraction between 0 and 1 */
export function eDetector(target: number): EDetector {
  const q0 = 1 - requireFraction('target', target)
  const zeros = shifts.map(() => 0)
  return { q0, n: 0, parts: zeros, logScale: 0, began: zeros, since: zeros }
}

/**
 * The detector after one more conversation.
 *
 * @param failure 0 held, 1 violated, or anything between
 */
export function detectNext(detector: EDetector, failure: number): EDetector {
  if (!(failure >= 0 && failure <= 1)) throw new RangeError(`a failure lies between 0 and 1, and not at ${failure}`)
  const { q0, n, logScale } = detector
  const fresh = logScale === 0 ? 1 : Math.exp(-logScale)
  const { factors, logs } = ratiosOf(q0, failure)
  const began = [...detector.began]
  const since = [...detector.since]
  const parts = detector.parts.map((part, at) => {
    const grown = (since[at] ?? 0) + (logs[at] ?? 0)
    if (grown > 0) since[at] = grown
    else {
      since[at] = 0
      began[at] = n + 1
    }
    return (fresh + part) * (factors[at] ?? 1)
  })
  const largest = Math.max(...parts)
  const isLarge = largest > TOO_LARGE
  return {
    q0,
    n: n + 1,
    parts: isLarge ? parts.map((part) => part / TOO_LARGE) : parts,
    logScale: isLarge ? logScale + Math.log(TOO_LARGE) : logScale,
    began,
    since,
  }
}

/** The detector with all evidence put back to nothing. What it knows of when a change may have begun is kept. */
export function restarted(detector: EDetector): EDetector {
  return { ...detector, parts: detector.parts.map(() => 0), logScale: 0 }
}

/** log of the evidence: an alarm is right where it reaches log(1/alpha). -Infinity before the first step. */
export function logEvidence({ parts, logScale }: EDetector): number {
  return Math.log(parts.reduce((sum, part) => sum + part, 0) / parts.length) + logScale
}

/** When the change began, as the evidence has it. Steps count from 1; the change is behind `after`. */
export interface ChangePoint {
  readonly after: number
  /** How much the odds of failure rose. */
  readonly oddsRatio: number
  /** The failure rate since, by that. */
  readonly rate: number
}

/** Where the size of change with the most evidence has its most likely beginning; nothing before any evidence. */
export function changePoint({ q0, parts, began }: EDetector): ChangePoint | undefined {
  const largest = Math.max(...parts)
  if (largest <= 0) return undefined
  const at = parts.indexOf(largest)
  const shift = shifts[at] ?? 0
  return { after: began[at] ?? 0, oddsRatio: Math.exp(shift), rate: shifted(q0, shift) }
}

/**
 * About how many conversations a change to `target - drop` takes to be seen, log(1/alpha) over the divergence.
 *
 * The leading term; measured delays are about half of it (statistics of `bench/drift`). Infinity for no change.
 */
export function detectionDelay(target: number, drop: number, alpha: number): number {
  const q0 = 1 - target
  const q1 = Math.min(1 - 1e-9, q0 + drop)
  const divergence = q1 * Math.log(q1 / q0) + (1 - q1) * Math.log((1 - q1) / (1 - q0))
  return divergence <= 0 ? Number.POSITIVE_INFINITY : Math.log(1 / alpha) / divergence
}

/** Likelihood ratios of one observation by the size of a change, and their logs. */
interface Ratios {
  readonly factors: readonly number[]
  readonly logs: readonly number[]
}

/** What every step of a detector needs, by q0: made once, since detectors of all streams take a step with every conversation. */
interface Steps {
  readonly held: Ratios
  readonly violated: Ratios
  readonly slopes: readonly number[]
}

const stepsKnown = new Map<number, Steps>()
const mostKnown = 1000

function stepsOf(q0: number): Steps {
  const known = stepsKnown.get(q0)
  if (known !== undefined) return known
  const rates = shifts.map((shift) => shifted(q0, shift))
  const steps = {
    held: withLogs(rates.map((q1) => (1 - q1) / (1 - q0))),
    violated: withLogs(rates.map((q1) => q1 / q0)),
    slopes: rates.map((q1) => (q1 - q0) / (q0 * (1 - q0))),
  }
  if (stepsKnown.size >= mostKnown) stepsKnown.clear()
  stepsKnown.set(q0, steps)
  return steps
}

/** Linear between 0 and 1, so that the mean of a ratio is at most 1 for every mean up to q0. */
function ratiosOf(q0: number, failure: number): Ratios {
  const { held, violated, slopes } = stepsOf(q0)
  if (failure === 0) return held
  if (failure === 1) return violated
  return withLogs(slopes.map((slope) => 1 + slope * (failure - q0)))
}

function withLogs(factors: readonly number[]): Ratios {
  return { factors, logs: factors.map((factor) => Math.log(factor)) }
}

function shifted(q0: number, shift: number): number {
  const odds = (q0 / (1 - q0)) * Math.exp(shift)
  return odds / (1 + odds)
}
