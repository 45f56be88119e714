/** The logarithm of the gamma function, and how far Stirling's formula is from it. */

const LOG_TWO_PI = Math.log(2 * Math.PI)

/** Coefficients of Stirling's series in 1/x, 1/x^3, ...: B(2k) / (2k (2k - 1)). */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400]

/** log Gamma(x) for x > 0. */
export function logGamma(x: number): number {
  if (x >= 12) return (x - 0.5) * Math.log(x) - x + 0.5 * LOG_TWO_PI + stirlingError(x)
  let product = 1
  let shifted = x
  for (; shifted < 12; shifted += 1) product *= shifted
  return logGamma(shifted) - Math.log(product)
}

/**
 * log Gamma(x) minus Stirling's formula (x - 1/2) log x - x + log(2 pi)/2.
 *
 * Ratios of gamma functions are taken through this small number, because subtracting two large
 * logarithms would lose the digits that matter.
 */
export function stirlingError(x: number): number {
  if (x < 12) return logGamma(x) - ((x - 0.5) * Math.log(x) - x + 0.5 * LOG_TWO_PI)
  const inverseSquare = 1 / (x * x)
  let sum = 0
  for (let term = STIRLING.length - 1; term >= 0; term -= 1) sum = sum * inverseSquare + (STIRLING[term] ?? 0)
  return sum / x
}
