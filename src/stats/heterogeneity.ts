/**
 * Effects that differ from study to study: their mean, and how much they differ beyond chance.
 *
 * @see DerSimonian and Laird 1986, Control. Clin. Trials 7(3) 177-188
 */

export interface Effect {
  readonly value: number
  /** Of its error, above 0. */
  readonly variance: number
}

export interface Heterogeneity {
  readonly mean: number
  /** Variance of the mean's error. */
  readonly meanVariance: number
  /** Variance between effects, at least 0. */
  readonly between: number
  readonly n: number
}

/** @throws RangeError without an effect, or where a variance is not above 0 */
export function heterogeneity(effects: readonly Effect[]): Heterogeneity {
  if (effects.length === 0) throw new RangeError('there is no effect')
  for (const { variance } of effects) {
    if (!(variance > 0)) throw new RangeError(`variances must be above 0, got ${variance}`)
  }
  const fixed = pooled(effects, 0)
  const q = effects.reduce((sum, { value, variance }) => sum + (value - fixed.mean) ** 2 / variance, 0)
  const squares = effects.reduce((sum, { variance }) => sum + variance ** -2, 0)
  const scale = fixed.weight - squares / fixed.weight
  const between = effects.length < 2 ? 0 : Math.max(0, (q - (effects.length - 1)) / scale)
  const { mean, weight } = pooled(effects, between)
  return { mean, meanVariance: 1 / weight, between, n: effects.length }
}

function pooled(effects: readonly Effect[], between: number): { readonly mean: number; readonly weight: number } {
  let weight = 0
  let sum = 0
  for (const { value, variance } of effects) {
    weight += 1 / (variance + between)
    sum += value / (variance + between)
  }
  return { mean: sum / weight, weight }
}
