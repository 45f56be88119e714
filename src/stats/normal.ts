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
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
  33430.57558358813, 2509.0809287301227,
]
const CENTRE_BELOW = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943,
  5226.495278852854,
]
const MIDDLE_ABOVE = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506,
  0.022723844989269184, 0.0007745450142783414,
]
const MIDDLE_BELOW = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  0.0005475938084995345, 1.0507500716444169e-9,
]
const FAR_ABOVE = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
]
const FAR_BELOW = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
  1.421511758316446e-7, 2.0442631033899397e-15,
]
