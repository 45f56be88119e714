import fc from 'fast-check'
import { expect, test } from 'vitest'
import { agreement, cohenKappa, gwetAc1, krippendorffAlpha, readingsOf, type Unit } from './agreement.ts'
import { warmth } from './self-test.ts'

/** A two by two table of yes and no as units. */
const table = ([[a, b], [c, d]]: readonly [readonly [number, number], readonly [number, number]]): Unit[] => [
  ...Array<Unit>(a).fill(['yes', 'yes']),
  ...Array<Unit>(b).fill(['yes', 'no']),
  ...Array<Unit>(c).fill(['no', 'yes']),
  ...Array<Unit>(d).fill(['no', 'no']),
]

test('Cohen 1960 on [[20,5],[10,15]] is 0.4, and AC1 0.406', () => {
  const units = table([
    [20, 5],
    [10, 15],
  ])
  expect(cohenKappa(units)).toBeCloseTo(0.4, 10)
  expect(gwetAc1(units)).toBeCloseTo(0.205 / 0.505, 10)
})

test('Krippendorff 2011: four coders, twelve units, ratings missing, nominal alpha 0.743', () => {
  const _ = undefined
  const coders: readonly Unit[] = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
  ]
  const units = Array.from({ length: 12 }, (_unit, n) => coders.map((ratings) => ratings[n]))
  expect(krippendorffAlpha(units)).toBeCloseTo(0.743, 3)
  expect(agreement(units).n).toBe(11)
})

test('where nearly all pass, kappa says chance and AC1 does not; the share alike and its n stand beside them', () => {
  const found = agreement(
    table([
      [118, 5],
      [2, 0],
    ]),
  )
  expect(found.alike).toMatchObject({ successes: 118, n: 125 })
  expect(found.cohenKappa).toBeCloseTo(-0.0234, 4)
  expect(found.gwetAc1).toBeCloseTo(0.9408, 4)
})

test('says nothing where there is nothing to say', () => {
  const nothing = { n: 0, cohenKappa: undefined, krippendorffAlpha: undefined, gwetAc1: undefined }
  expect(agreement([])).toEqual(nothing)
  expect(agreement([['yes', undefined]])).toEqual(nothing)
  const oneCategory = agreement(
    table([
      [10, 0],
      [0, 0],
    ]),
  )
  expect(oneCategory).toMatchObject({ n: 10, cohenKappa: undefined, krippendorffAlpha: undefined, gwetAc1: undefined })
  expect(oneCategory.alike).toMatchObject({ successes: 10, n: 10 })
})

test('coefficients never pass 1, reach it when all agree, and do not change with the order of units or raters', () => {
  const rating = fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined })
  const sample = fc.array(fc.tuple(rating, rating, rating), { minLength: 1 })
  fc.assert(
    fc.property(sample, (units) => {
      const turned = [...units].reverse().map(([a, b, c]): Unit => [c, a, b])
      for (const coefficient of [krippendorffAlpha, gwetAc1]) {
        const value = coefficient(units)
        if (value === undefined) expect(coefficient(turned)).toBeUndefined()
        else {
          expect(value).toBeLessThanOrEqual(1 + 1e-9)
          expect(coefficient(turned)).toBeCloseTo(value, 9)
        }
        const same = coefficient([...units.map(([a]): Unit => [a ?? 'a', a ?? 'a']), ['a', 'a'], ['b', 'b']])
        expect(same).toBeCloseTo(1, 9)
      }
    }),
  )
})

test('readings of a jury become units of kept and not kept, with gaps where a juror failed', () => {
  const finding = (levels: readonly (number | undefined)[]) => ({
    condition: warmth.id,
    outcome: 'unjudged' as const,
    because: 'as in the test',
    jurors: levels.map((level, n) =>
      level === undefined ? { juror: `j${n}`, failure: 'refused to answer' } : { juror: `j${n}`, level },
    ),
  })
  const other = { condition: 'another', outcome: 'held' as const }
  expect(readingsOf([finding([2, 0]), other, finding([1, undefined])], warmth)).toEqual([
    [true, false],
    [false, undefined],
  ])
})
