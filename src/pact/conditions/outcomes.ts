/**
 * Several outcomes as one: violated when any is; otherwise not applicable when something is open because the customer
 * left; otherwise unjudged when any is; otherwise held when any is.
 */
import type { Outcome } from '../condition.ts'
import { stillOpen } from './left.ts'

export function together(outcomes: readonly Outcome[]): Outcome {
  const violated = outcomes.filter((each) => each.outcome === 'violated')
  if (violated.length > 0) {
    return {
      outcome: 'violated',
      because: violated.map(({ because }) => because).join('; '),
      at: [...new Set(violated.flatMap(({ at }) => at))].sort((a, b) => a - b),
    }
  }
  if (outcomes.includes(stillOpen)) return stillOpen
  const unjudged = outcomes.find((each) => each.outcome === 'unjudged')
  return unjudged ?? outcomes.find((each) => each.outcome === 'held') ?? { outcome: 'not-applicable' }
}
