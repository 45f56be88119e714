/** Observations as items: those of production, and why the others are none. */
import { type Cause, causeOfTrace } from '../../connect/index.ts'
import type { Observation } from '../observation.ts'
import type { Item, Understood } from './reader.ts'

/** Keyed by trace and span, so that a span that is sent again merges with itself. */
export function spanItems(
  observations: readonly Observation[],
  skipped: Readonly<Record<string, number>> = {},
): Understood {
  const items: Item[] = []
  const counts = { ...skipped }
  const caused = new Map<string, Cause>()
  for (const observation of observations) {
    const { trace, span, notProduction = causeOfTrace(trace) } = observation
    if (notProduction === undefined) items.push({ kind: 'observation', key: `span/${trace}/${span}`, observation })
    else counts[notProduction] = (counts[notProduction] ?? 0) + 1
    if (notProduction !== undefined && notProduction !== 'evaluator') caused.set(trace, notProduction)
  }
  return { items, skipped: counts, ...(caused.size > 0 && { caused }) }
}
