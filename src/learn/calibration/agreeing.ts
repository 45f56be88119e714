/**
 * How far readers of the same conversations agree, beyond chance and with intervals; and whether one of them leans: reads
 * higher than the others, or has a level that it likes.
 *
 * Where readings are levels, all of it respects their order. Numbers are of all that the readings stand for, not of those
 * alone that somebody asked for.
 */
import { cohenKappa, gwetCoefficient, krippendorffAlpha, type Unit } from '../../pact/index.ts'
import { type Rate, rate } from '../../stats/index.ts'
import type { Coefficient, Readings } from './readings.ts'

export interface Agreeing {
  /** Readings in which they say the same, as they are: for nobody but themselves. Absent without readings. */
  readonly alike?: Rate
  /** How many levels there are to choose from, where they have an order. */
  readonly levels?: number
  /** Of two readers alone. */
  readonly kappa?: Coefficient
  readonly alpha?: Coefficient
  /** AC1, of levels AC2. */
  readonly gwet?: Coefficient
}

/** One reader beside the others. */
export interface Lean {
  readonly n: number
  /** By how many levels it reads higher, on average; below 0 where it reads lower. */
  readonly higher: Coefficient
  /** The level that it chooses oftener than the others, if any beyond chance, and by what share of all readings. */
  readonly to?: { readonly level: number; readonly oftener: Coefficient }
}

export interface AgreeingOptions {
  readonly seed: number
  readonly levels?: number
}

export function agreeing(readings: Readings, { seed, levels }: AgreeingOptions): Agreeing {
  const ordered = levels === undefined ? {} : { levels }
  const estimated = (of: typeof cohenKappa) =>
    readings.estimate((units, weights) => of(units, { ...ordered, weights }), seed)
  const [kappa, alpha, gwet] = [estimated(cohenKappa), estimated(krippendorffAlpha), estimated(gwetCoefficient)]
  const { alike, paired } = readings.alike()
  return {
    ...(paired > 0 && { alike: rate(alike, paired) }),
    ...ordered,
    ...(kappa && { kappa }),
    ...(alpha && { alpha }),
    ...(gwet && { gwet }),
  }
}

/** @param at which reader; it stands beside the mean of the others. Nothing below two readings */
export function leanOf(readings: Readings, at: number, levels: number): Lean | undefined {
  const beside = (value: (level: number) => number) => (unit: Unit) => {
    const others = unit.flatMap((level, reader) => (reader === at || level === undefined ? [] : [value(Number(level))]))
    if (unit[at] === undefined || others.length === 0) return undefined
    return value(Number(unit[at])) - others.reduce((sum, each) => sum + each, 0) / others.length
  }
  const higher = readings.mean(beside((level) => level))
  if (higher === undefined) return undefined
  // One in twenty readers that lean to nothing is said to, however many levels there are.
  const confidence = 1 - 0.05 / levels
  const [most] = Array.from({ length: levels }, (_, level) => level)
    .flatMap((level) => {
      const oftener = readings.mean(
        beside((chosen) => (chosen === level ? 1 : 0)),
        confidence,
      )
      return oftener?.low !== undefined && oftener.low > 0 ? [{ level, oftener }] : []
    })
    .sort((a, b) => b.oftener.value - a.oftener.value)
  return { n: higher.n, higher, ...(most && { to: most }) }
}
