import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Addition, type Candidates, whatToAdd } from './next.ts'

/** Looks at every candidate each time. */
function plainly({ candidates, have, near }: Candidates, most: number): readonly Addition[] {
  const best = [...have]
  const left = Array.from({ length: candidates }, (_, candidate) => candidate)
  const chosen: Addition[] = []
  while (chosen.length < most) {
    const gains = left.map((candidate) => ({
      candidate,
      gain: best.reduce((sum, reached, customer) => sum + Math.max(0, near(customer, candidate) - reached), 0),
    }))
    const first = gains.sort((a, b) => b.gain - a.gain || a.candidate - b.candidate)[0]
    if (first === undefined || first.gain <= 0) break
    chosen.push(first)
    left.splice(left.indexOf(first.candidate), 1)
    for (const customer of best.keys()) best[customer] = Math.max(best[customer] ?? 0, near(customer, first.candidate))
  }
  return chosen
}

// Eighths, so that sums are exact and ties are many.
const nearness = fc.integer({ min: 0, max: 8 }).map((eighths) => eighths / 8)

test('what to add next is what looking at every candidate each time would choose', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(nearness, fc.array(nearness, { minLength: 7, maxLength: 7 })), { maxLength: 9 }),
      fc.integer({ min: 0, max: 7 }),
      fc.integer({ min: 0, max: 8 }),
      (customers, candidates, most) => {
        const asked: Candidates = {
          candidates,
          have: customers.map(([have]) => have),
          near: (customer, candidate) => customers[customer]?.[1][candidate] ?? 0,
        }
        expect(whatToAdd(asked, most)).toEqual(plainly(asked, most))
      },
    ),
  )
})

test('a second scenario for the same customers is worth nothing', () => {
  const near = (customer: number, candidate: number) => (customer < 3 === candidate < 2 ? 0.75 : 0)
  expect(whatToAdd({ candidates: 3, have: [0, 0, 0.25, 0], near }, 3)).toEqual([
    { candidate: 0, gain: 2 },
    { candidate: 2, gain: 0.75 },
  ])
})
