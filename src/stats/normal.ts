/**
 * The normal distribution: its cumulative probability and its quantile.
 *
 * Both keep about 15 digits, also far out in the tails, where tests of rare failures live.
 */

const ROOT_TWO_PI = Math.sqrt(2 * Math.PI)

/** P(Z <= z) for a standard normal Z. */
export function normalCdf(z: number): number {
  if (z > 0) return 1 - normalCdf(-z)
  return z < -2.5 ? lowerTail(-z) : 0.5 + density(z) * oddSeries(z)
}

/**
 * The z with P(Z <= z) = `probability`.
 *
 * @param probability 0 to 1; the ends give -Infinity and Infinity
 * @see Wichura 1988, Applied Statistics 37, algorithm AS 241 (PPND16)
 */
export function normalQuantile(probability: number): number {
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`probability must be from 0 to 1, got ${probability}`)
  }
  const fromHalf = probability - 0.5
  if (Math.abs(fromHalf) <= 0.425) {
    const r = 0.180625 - fromHalf * fromHalf
    return (fromHalf * polynomial(CENTRE_ABOVE, r)) / polynomial(CENTRE_BELOW, r)
  }
  const tail = fromHalf < 0 ? probability : 1 - probability
  if (tail === 0) return fromHalf < 0 ? -Infinity : Infinity

  const r = Math.sqrt(-Math.log(tail))
  const size =
    r <= 5
      ? polynomial(MIDDLE_ABOVE, r - 1.6) / polynomial(MIDDLE_BELOW, r - 1.6)
      : polynomial(FAR_ABOVE, r - 5) / polynomial(FAR_BELOW, r - 5)
  return fromHalf < 0 ? -size : size
}

function density(z: number): number {
  return Math.exp(-0.5 * z * z) / ROOT_TWO_PI
}

/** z + z^3/3 + z^5/(3*5) + ... : the distance from one half, over the density. */
function oddSeries(z: number): number {
  let term = z
  let sum = z
  for (let odd = 3; Math.abs(term) > Math.abs(sum) * 1e-17; odd += 2) {
    term *= (z * z) / odd
    sum += term
  }
  return sum
}

/** P(Z >= x) for x > 0, by the continued fraction x + 1/(x + 2/(x + 3/...)), evaluated from deep inside. */
function lowerTail(x: number): number {
  let fraction = x
  for (let k = 150; k >= 1; k -= 1) fraction = x + k / fraction
  return density(x) / fraction
}

/** Coefficients from the constant upwards. */
function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0
  for (let power = coefficients.length - 1; power >= 0; power -= 1) value = value * x + (coefficients[power] ?? 0)
  return value
}

const CENTRE_ABOVE = [
  3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457,
  67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
]
const CENTRE_BELOW = [
  1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867, 39307.89580009271061,
  28729.085735721942674, 5226.495278852854561,
]
const MIDDLE_ABOVE = [
  1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504, 1.27045825245236838258,
  0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
]
const MIDDLE_BELOW = [
  1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459,
  0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9,
]
const FAR_ABOVE = [
  6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123, 0.026532189526576123093,
  0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
]
const FAR_BELOW = [
  1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4,
  1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
]
