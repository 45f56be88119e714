import { expect, test } from 'vitest'
import type { Graded } from '../graded.ts'
import type { Ablation, FactorName } from './ablation.ts'
import { explainedSentence } from './explained.ts'
import { type Gap, gapOf } from './gap.ts'

const lost = (mean: number) => ({ mean, low: mean - 0.02, high: mean + 0.02, scenarios: 40 })
const cost = (factor: FactorName, mean: number) => ({
  factor,
  points: lost(mean),
  alone: lost(mean),
  leftOut: lost(mean),
})
const ablation: Ablation = {
  ...{ clean: 0.95, all: 0.75, scenarios: 40, customers: 80, undecided: 0 },
  costs: [cost('behaviours', 0.08), cost('faults', 0.1), cost('noise', 0.03), cost('channel', -0.01)],
}
const kept = { madeAt: '2026-03-02T09:15:00.000Z', agent: 'salon-desk', ablation }

/** Customers who fare so much worse within the same cells, and on top of that where backends fail. */
function gapWith(behaviour: number, backends = 0): Gap {
  const of = (side: Graded['side'], n: number, held: number, state: string): readonly Graded[] =>
    Array.from({ length: n }, (_, at) => ({
      ...{ side, unit: `${side} ${state} ${at}`, cell: `price ${state}`, traits: ['price', state], held: at < held },
    }))
  const failing = backends * 1000
  const gap = gapOf(
    [
      ...of('test', 1000, 900, 'well'),
      ...of('production', 1000 - 2 * failing, Math.round((1000 - 2 * failing) * (0.9 - behaviour)), 'well'),
      ...of('production', 2 * failing, Math.round(2 * failing * (0.4 - behaviour)), 'failing'),
    ],
    { seed: 1, draws: 10, traits: ['kind', 'backends'] },
  )
  if (gap === null) throw new Error('a side has nothing')
  return gap
}

test('what the same customers fare worse is laid to what it costs in simulation, and the rest to nothing', () => {
  expect(explainedSentence(gapWith(0.15), kept, new Set(['behaviours', 'noise']))).toMatchInlineSnapshot(
    `"Of the 15.0 by which the same customers fare worse, by the ablation of 2026-03-02: 10.0 backend faults (simulated, it costs 8.0 to 12.0); 5.0 nothing that it shows to cost something."`,
  )
})

test('factors that cost more than there is to explain share it, and no more is laid to them', () => {
  expect(explainedSentence(gapWith(0.07), kept, new Set())).toMatchInlineSnapshot(
    `"Of the 7.0 by which the same customers fare worse, by the ablation of 2026-03-02: 2.7 how customers behave (simulated, it costs 6.0 to 10.0); 3.3 backend faults (simulated, it costs 8.0 to 12.0); 1.0 how customers write (simulated, it costs 1.0 to 5.0)."`,
  )
})

test('what the records show of a factor already is not laid to it twice', () => {
  expect(explainedSentence(gapWith(0.15, 0.06), kept, new Set(['behaviours', 'noise']))).toMatchInlineSnapshot(
    `"Of the 15.0 by which the same customers fare worse, by the ablation of 2026-03-02: 4.0 backend faults (simulated, it costs 8.0 to 12.0); 11.0 nothing that it shows to cost something."`,
  )
})

test('what may as well cost nothing explains nothing', () => {
  const unsure = { ...cost('faults', 0.2), points: { mean: 0.2, low: -0.4, high: 0.8, scenarios: 2 } }
  const { ablation } = kept
  expect(explainedSentence(gapWith(0.15), { ...kept, ablation: { ...ablation, costs: [unsure] } }, new Set())).toBe(
    undefined,
  )
})

test('where customers fare no worse, or the test had it all, there is nothing to say', () => {
  expect(explainedSentence(gapWith(-0.02), kept, new Set())).toBeUndefined()
  expect(explainedSentence(gapWith(0.15), kept, new Set(['behaviours', 'faults', 'noise']))).toBeUndefined()
})
