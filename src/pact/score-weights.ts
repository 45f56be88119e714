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

/** The pact's weights over the default ones. A dimension of the pact's own that it gives no weight weighs 1. */
export function weightsFor(
  option: z.infer<typeof scoreOption> | undefined,
  dimensions: readonly Dimension[],
): Readonly<Record<string, number>> {
  const own = Object.fromEntries(dimensions.map((dimension) => [dimension, 1]))
  return { ...own, ...defaultWeights, ...option }
}
