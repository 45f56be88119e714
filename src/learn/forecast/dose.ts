/**
 * What a condition that was never tested will cost, from one that was and from how much stronger it is.
 *
 * A far microphone is to a near one as more of what the near one is to clean text. By how much each step in strength moves the
 * odds is taken from the tested step; how far reality may lie from that grows with the step that is ventured.
 */
import { type Offset, type TriedCount, usualOffset } from '../../stats/index.ts'

export interface Dosed extends TriedCount {
  /** How strong the condition is, such as the share of words that a recogniser gets wrong. 0: undisturbed. */
  readonly dose: number
}

/**
 * By how much the odds fall from the stronger of two tested conditions to one that is stronger still.
 *
 * @throws RangeError unless doses rise from the first to the second
 */
export function doseOffset(weaker: Dosed, stronger: Dosed, dose: number): Offset {
  if (!(stronger.dose > weaker.dose)) throw new RangeError('the second condition must be stronger than the first')
  const step = (dose - stronger.dose) / (stronger.dose - weaker.dose)
  const [before, after] = [odds(weaker), odds(stronger)]
  const lost = before.log - after.log
  const sd = Math.abs(step) * Math.sqrt(before.variance + after.variance + usualOffset.sd ** 2)
  return { mean: step * lost, sd }
}

function odds({ successes, n }: TriedCount): { readonly log: number; readonly variance: number } {
  const [good, bad] = [successes + 0.5, n - successes + 0.5]
  return { log: Math.log(good / bad), variance: 1 / good + 1 / bad }
}
