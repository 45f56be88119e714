/**
 * Flaky scenarios: a scenario's state is a chance of passing, not a colour.
 *
 * Running again until it passes hides the failure that customers will meet; here repeated runs say how
 * likely it is instead.
 */
import { betaCdf } from './beta.ts'
import { jeffreys } from './exact-rate.ts'
import type { Rate } from './rate.ts'

export interface Flakiness extends Rate {
  /** Chance that it passes more than 99 times in 100. */
  readonly surelyPasses: number
  /** Chance that it passes fewer than 9 times in 10. */
  readonly surelyFlawed: number
  /**
   * `flaky`: passes between 5 % and 95 % of the time, as far as the interval tells. `passing` and
   * `failing`: beyond that. `unclear`: too few runs to say.
   */
  readonly state: 'passing' | 'flaky' | 'failing' | 'unclear'
}

/** How reliably one scenario passes. */
export function flakiness(successes: number, n: number, confidence = 0.95): Flakiness {
  const reading = jeffreys(successes, n, confidence)
  const a = successes + 0.5
  const b = n - successes + 0.5
  return { ...reading, surelyPasses: betaCdf(0.01, b, a), surelyFlawed: betaCdf(0.9, a, b), state: stateOf(reading) }
}

/** The pass rate that a scenario would show if it were run again until it passed, at most `tries` times. */
export function shownByRetrying(passRate: number, tries: number): number {
  return 1 - (1 - passRate) ** tries
}

/**
 * Chance that at most `passes` scenarios pass when each passes with its own probability.
 *
 * The reference for a run with known flaky scenarios: each enters with the rate it had, not as a pass or a fail.
 */
export function chanceOfAtMost(passes: number, passRates: readonly number[]): number {
  let chances = [1]
  for (const p of passRates) {
    chances = [...chances, 0].map((chance, count) => chance * (1 - p) + (chances[count - 1] ?? 0) * p)
  }
  return Math.min(
    1,
    chances.slice(0, Math.max(0, passes + 1)).reduce((sum, chance) => sum + chance, 0),
  )
}

function stateOf({ low, high }: Rate): Flakiness['state'] {
  if (low >= 0.95) return 'passing'
  if (high <= 0.05) return 'failing'
  return low > 0.05 && high < 0.95 ? 'flaky' : 'unclear'
}
