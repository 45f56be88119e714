/**
 * Repeated runs of one task: would at least one of k pass, would all k pass?
 *
 * pass@k flatters (a retry hides a failure), pass^k is what a customer who comes back k times sees.
 * Both are estimated without bias from n >= k runs; the plug-in (c/n)^k is too high. With fewer than
 * k runs there is no answer, and the answer is null. Runs must be independent: no cached replies.
 */
import { clopperPearson } from './exact-rate.ts'
import { type Interval, requireCounts } from './rate.ts'

/**
 * The chance that at least one of `k` runs passes.
 *
 * @param n runs made @param successes how many passed @returns a fraction 0..1, or null when n < k
 * @see Chen et al. 2021, arXiv 2107.03374
 */
export function passAtK(successes: number, n: number, k: number): number | null {
  const allFail = passHatK(n - successes, n, k)
  return allFail === null ? null : 1 - allFail
}

/**
 * The chance that all of `k` runs pass.
 *
 * @returns a fraction 0..1, or null when n < k
 * @see Yao et al. 2024, arXiv 2406.12045 (pass^k)
 */
export function passHatK(successes: number, n: number, k: number): number | null {
  requireRuns(successes, n, k)
  if (n < k) return null
  let chance = 1
  for (let run = 0; run < k; run += 1) chance *= Math.max(0, successes - run) / (n - run)
  return chance
}

/** The exact interval for pass@k of one task, or null when n < k. */
export function passAtKInterval(successes: number, n: number, k: number, confidence = 0.95): Interval | null {
  const allFail = passHatKInterval(n - successes, n, k, confidence)
  return allFail === null ? null : { low: 1 - allFail.high, high: 1 - allFail.low }
}

/** The exact interval for pass^k of one task: Clopper-Pearson's ends raised to k. Null when n < k. */
export function passHatKInterval(successes: number, n: number, k: number, confidence = 0.95): Interval | null {
  requireRuns(successes, n, k)
  if (n < k) return null
  const { low, high } = clopperPearson(successes, n, confidence)
  return { low: low ** k, high: high ** k }
}

function requireRuns(successes: number, n: number, k: number): void {
  requireCounts(successes, n)
  if (!(Number.isSafeInteger(k) && k >= 1)) throw new RangeError(`k must be a whole number of at least 1, got ${k}`)
}
