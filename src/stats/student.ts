/** Student's t distribution: its quantile. */
import { betaQuantilePair } from './beta.ts'

/**
 * The t with P(T <= t) = `probability`.
 *
 * @param probability strictly between 0 and 1
 * @param freedom degrees of freedom, above 0
 */
export function studentQuantile(probability: number, freedom: number): number {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`probability must be between 0 and 1, got ${probability}`)
  }
  if (probability > 0.5) return -studentQuantile(1 - probability, freedom)
  const { x, rest } = betaQuantilePair(2 * probability, freedom / 2, 0.5)
  return -Math.sqrt((freedom * rest) / x)
}
