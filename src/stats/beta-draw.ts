/** Draws from the beta and gamma distributions, for carrying uncertainty through a calculation. */
import type { KeyedRandom } from './random.ts'

/** A draw from Beta(a, b), a and b above 0. */
export function betaDraw(random: KeyedRandom, a: number, b: number): number {
  const x = gammaDraw(random, a)
  const y = gammaDraw(random, b)
  return x + y === 0 ? a / (a + b) : x / (x + y)
}

/**
 * A draw from the gamma distribution with this shape and scale 1. Uses a varying number of draws.
 *
 * @see Marsaglia and Tsang 2000, ACM Trans. Math. Softw. 26
 */
export function gammaDraw(random: KeyedRandom, shape: number): number {
  if (shape < 1) return gammaDraw(random, shape + 1) * random.float() ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const z = random.normal()
    const v = (1 + c * z) ** 3
    const u = 1 - random.float()
    if (v > 0 && Math.log(u) < 0.5 * z * z + d - d * v + d * Math.log(v)) return d * v
  }
}
