/** How much each dimension weighs in the composite score. */
import { z } from 'zod'
import type { Dimension } from './condition.ts'

/** Weights of a pact that says nothing: what was done counts more than how pleasantly. */
export const defaultWeights: Readonly<Record<string, number>> = {
  resolution: 3,
  accuracy: 3,
  compliance: 3,
  safety: 3,
  tone: 1,
  speed: 1,
}

/** The `score:` part of a pact: dimension to weight. Weight 0 keeps a dimension out of the score. */
export const scoreOption = z.record(z.string(), z.number().min(0).max(1000))

/**
 * Weights of the dimensions that the pact's conditions are about, and of those it gives a weight to.
 *
 * A dimension of the pact's own without a weight weighs 1; one with the weight 0 is left out. A default
 * dimension that nothing is promised about is left out too: it could never be measured.
 */
export function weightsFor(
  option: z.infer<typeof scoreOption> | undefined,
  dimensions: readonly Dimension[],
): Readonly<Record<string, number>> {
  const promised = dimensions.map((dimension) => [dimension, defaultWeights[dimension] ?? 1] as const)
  const all = { ...Object.fromEntries(promised), ...option }
  return Object.fromEntries(Object.entries(all).filter(([, weight]) => weight > 0))
}
