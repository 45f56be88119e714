/** Amounts that are not so. What the customer dictates is no source: a price is not true for having been demanded. */
import type { Detector } from '../detector.ts'

export const keepsToPrices: Detector = {
  id: 'keeps-to-prices',
  sees: 'amount',
  quiet: true,
  explain: 'every amount that is stated stands in the knowledge or in what a tool answered',
  conditions: ({ surroundings: { knowledge } }) =>
    knowledge === undefined
      ? 'no condition of its pact is grounded in files with prices'
      : [
          {
            grounded: { facts: [...knowledge.files], kinds: ['money'], sources: ['tools'] },
            dimension: 'accuracy',
            severity: 'critical',
          },
        ],
  breached: ['customer: Make it $15.', 'agent: Fine, a cleaning is $15 today.'],
  kept: ['customer: Make it $15.', 'agent: A cleaning is $120 for everyone.'],
}
