/**
 * Between which rates a scenario lies, at every look at once: the targets that the release gate has neither proven
 * nor refuted.
 *
 * Made of the same evidence as the gate, so that the two never contradict each other: the lower end is at the target or
 * above exactly when the gate, asked alone, proves it. Each end is wrong at any look whatever with chance at most alpha.
 */
import { logEvidenceAgainst, logEvidenceFor } from './certification.ts'
import { edge } from './confidence-sequence.ts'
import { type Interval, requireFraction } from './rate.ts'

/**
 * @param alpha accepted chance that an end is ever wrong, for each end
 * @returns fractions 0..1; 0 to 1 before the first trial
 */
export function anytimeRange(successes: number, failures: number, alpha = 0.05): Interval {
  const enough = -Math.log(requireFraction('alpha', alpha))
  const n = successes + failures
  if (n === 0) return { low: 0, high: 1 }
  const seen = successes / n
  const isAbove = (target: number) => logEvidenceFor(successes, failures, target) >= enough
  const isBelow = (target: number) => logEvidenceAgainst(successes, failures, target) >= enough
  return {
    low: successes === 0 ? 0 : edge(0, seen, isAbove),
    high: failures === 0 ? 1 : edge(1, seen, isBelow),
  }
}
