import { expect, test } from 'vitest'
import type { CountedLabels } from './counted-labels.ts'
import { gradedOver, type Kept } from './graded-over.ts'

const talk = (outcomes: Readonly<Record<string, 'held' | 'violated' | 'unjudged' | 'not-applicable'>>): Kept => ({
  ...{ side: 'production', unit: 'customer 7', cell: 'price', traits: ['price', 'chat', 'plain', 'well'], id: 'c-7' },
  outcomes: new Map(Object.entries(outcomes)),
  weights: new Map([['polite', 5]]),
})
const over = (kept: Kept, promises: readonly string[], labels: CountedLabels = new Map()) =>
  gradedOver(kept, promises, labels).map(({ held, weight, truth, speaksFor }) => ({ held, weight, truth, speaksFor }))
const unlabelled = { truth: undefined, speaksFor: undefined }

test('a conversation holds where everything that applies does, and counts where all of it was judged', () => {
  const kept = talk({ price: 'held', books: 'violated', cancels: 'not-applicable', polite: 'unjudged' })
  expect(over(kept, ['price', 'cancels'])).toEqual([{ held: true, weight: 1, ...unlabelled }])
  expect(over(kept, ['price', 'books'])).toEqual([{ held: false, weight: 1, ...unlabelled }])
  expect(over(kept, ['cancels'])).toEqual([])
  expect(over(kept, ['books', 'polite'])).toEqual([])
  expect(over(kept, ['books', 'never-heard-of'])).toEqual([])
})

test('what a jury read of a sample stands for as many as were not read, also where its promise did not apply', () => {
  expect(over(talk({ price: 'held', polite: 'not-applicable' }), ['price', 'polite'])[0]?.weight).toBe(5)
  expect(over(talk({ price: 'held', polite: 'held' }), ['price'])[0]?.weight).toBe(1)
})

test('what people say is known where they labelled every promise that they label, and others are taken at their word', () => {
  const labels: CountedLabels = new Map()
    .set('price', new Map([['c-7', { truth: false, speaksFor: 3 }]]))
    .set('polite', new Map([['c-8', { truth: true, speaksFor: 2 }]]))
  const kept = talk({ price: 'held', books: 'held', polite: 'held' })
  expect(over(kept, ['price', 'books'], labels)).toEqual([{ held: true, weight: 1, truth: false, speaksFor: 3 }])
  expect(over(kept, ['price', 'polite'], labels)).toEqual([{ held: true, weight: 5, ...unlabelled }])
  expect(over(kept, ['books'], labels)).toEqual([{ held: true, weight: 1, ...unlabelled }])
})
