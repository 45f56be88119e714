/**
 * Many tests at once: which of them to believe.
 *
 * Thirty conditions tested at 5 % give one or two false alarms on identical versions. Each function
 * takes the evidence in any order and answers in the same order.
 */
import { requireFraction } from './rate.ts'

/**
 * Benjamini-Hochberg: of what is rejected, at most a share `alpha` is expected to be chance.
 *
 * @see Benjamini and Hochberg 1995, J. R. Stat. Soc. B 57
 */
export function benjaminiHochberg(pValues: readonly number[], alpha = 0.05): boolean[] {
  requireFraction('alpha', alpha)
  const order = ascending(pValues)
  const last = order.findLastIndex((at, rank) => (pValues[at] ?? 1) <= ((rank + 1) * alpha) / pValues.length)
  return chosen(pValues.length, order.slice(0, last + 1))
}

/** Holm: the chance that anything at all is rejected wrongly is at most `alpha`. For critical conditions. */
export function holm(pValues: readonly number[], alpha = 0.05): boolean[] {
  requireFraction('alpha', alpha)
  const order = ascending(pValues)
  const stop = order.findIndex((at, rank) => (pValues[at] ?? 1) > alpha / (pValues.length - rank))
  return chosen(pValues.length, stop === -1 ? order : order.slice(0, stop))
}

/** One exact test on counts: what it found, and the least that it could have found. */
export interface DiscreteTest {
  readonly p: number
  /** The smallest p that its data allowed, whichever way they had fallen. */
  readonly least: number
}

/**
 * Holm among those tests that could have been rejected at all, found by Tarone's count. As safe as `holm` on all of
 * them: a test that cannot be rejected cannot be rejected wrongly.
 *
 * @see Tarone 1990, Biometrics 46; the step down: Hommel and Krummenauer 1998, Biometrics 54
 */
export function taroneHolm(tests: readonly DiscreteTest[], alpha = 0.05): boolean[] {
  requireFraction('alpha', alpha)
  const able = (k: number) => tests.flatMap(({ least }, at) => (least <= alpha / k ? [at] : []))
  let k = 1
  while (able(k).length > k) k += 1
  const looked = able(k)
  const rejected = holm(
    looked.map((at) => tests[at]?.p ?? 1),
    alpha,
  )
  return chosen(
    tests.length,
    looked.filter((_, rank) => rejected[rank]),
  )
}

/** Bonferroni: as `holm` but in one step, so never stronger. Only for saying what it would have found. */
export function bonferroni(pValues: readonly number[], alpha = 0.05): boolean[] {
  requireFraction('alpha', alpha)
  return pValues.map((p) => p <= alpha / pValues.length)
}

/**
 * Benjamini-Hochberg for e-values; valid however the tests depend on each other, as conditions graded
 * on the same conversations do.
 *
 * @param eValues evidence of the gates, 0 to Infinity
 * @see Wang and Ramdas 2022, J. R. Stat. Soc. B 84
 */
export function eBenjaminiHochberg(eValues: readonly number[], alpha = 0.05): boolean[] {
  requireFraction('alpha', alpha)
  const order = ascending(eValues.map((e) => -e))
  const last = order.findLastIndex((at, rank) => (eValues[at] ?? 0) * alpha * (rank + 1) >= eValues.length)
  return chosen(eValues.length, order.slice(0, last + 1))
}

/** Positions of the values, smallest value first. */
function ascending(values: readonly number[]): number[] {
  if (values.some(Number.isNaN)) throw new RangeError('cannot rank NaN')
  return [...values.entries()].sort(([, a], [, b]) => (a === b ? 0 : a < b ? -1 : 1)).map(([at]) => at)
}

function chosen(length: number, positions: readonly number[]): boolean[] {
  const set = new Set(positions)
  return Array.from({ length }, (_, at) => set.has(at))
}
