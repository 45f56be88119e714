/** Observations as items: those of production, and how many were caused by Fieldproof itself or by another judge. */
import type { Observation } from '../observation.ts'
import type { Understood } from './reader.ts'

/** Keyed by trace and span, so that a span that is sent again merges with itself. */
export function spanItems(
  observations: readonly Observation[],
  skipped: Readonly<Record<string, number>> = {},
): Understood {
  const production = observations.filter(({ notProduction }) => notProduction === undefined)
  const foreign = observations.length - production.length
  return {
    items: production.map((observation) => ({
      kind: 'observation',
      key: `span/${observation.trace}/${observation.span}`,
      observation,
    })),
    skipped: foreign === 0 ? skipped : { ...skipped, 'not production': foreign },
  }
}
