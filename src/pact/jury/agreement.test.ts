import fc from 'fast-check'
import { expect, test } from 'vitest'
import { agreement, cohenKappa, gwetCoefficient, krippendorffAlpha, type Unit } from './agreement.ts'

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
  expect(gwetCoefficient(units)).toBeCloseTo(0.205 / 0.505, 10)
})

const _ = undefined
/** Four coders, twelve units, ratings missing. */
const coded: readonly Unit[] = (
  [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
  ] as const
).reduce<Unit[]>(
  (units, ratings) => units.map((unit, n) => [...unit, ratings[n] === undefined ? undefined : ratings[n] - 1]),
  Array.from({ length: 12 }, () => []),
)

test('Krippendorff 2011: alpha is 0.743 of names and 0.815 of levels; AC1 0.775 and AC2 0.914', () => {
  expect(krippendorffAlpha(coded)).toBeCloseTo(0.743, 3)
  expect(krippendorffAlpha(coded, { levels: 5 })).toBeCloseTo(0.815, 3)
  expect(gwetCoefficient(coded)).toBeCloseTo(0.7754, 4)
  expect(gwetCoefficient(coded, { levels: 5 })).toBeCloseTo(0.914, 4)
  expect(agreement(coded).n).toBe(11)
})

test('between neighbouring levels raters differ by less than between the ends', () => {
  const rated = (...times: readonly (readonly [number, number, number])[]) =>
    times.flatMap(([a, b, n]) => Array<Unit>(n).fill([a, b]))
  const near = rated([0, 0, 46], [1, 0, 4], [1, 1, 40], [2, 2, 10])
  expect(cohenKappa(near)).toBeCloseTo(0.9315, 4)
  expect(cohenKappa(near, { levels: 3 })).toBeCloseTo(0.9541, 4)
  const far = rated([0, 0, 46], [2, 0, 4], [1, 1, 40], [2, 2, 10])
  for (const coefficient of [cohenKappa, krippendorffAlpha, gwetCoefficient]) {
    expect(coefficient(near, { levels: 3 })).toBeGreaterThan(coefficient(far, { levels: 3 }) ?? 1)
  }
})

test('a unit that stands for three counts as three of it', () => {
  const ratings = fc.constantFrom(0, 1, 2)
  const weighted = fc.array(fc.tuple(ratings, ratings, fc.integer({ min: 1, max: 3 })), { minLength: 2 })
  fc.assert(
    fc.property(weighted, fc.constantFrom(undefined, 3), (sample, levels) => {
      const units = sample.map(([a, b]): Unit => [a, b])
      const weights = sample.map(([, , weight]) => weight)
      const repeated = sample.flatMap(([a, b, weight]) => Array<Unit>(weight).fill([a, b]))
      const ordered = levels === undefined ? {} : { levels }
      for (const coefficient of [cohenKappa, krippendorffAlpha, gwetCoefficient]) {
        const [one, other] = [coefficient(units, { ...ordered, weights }), coefficient(repeated, ordered)]
        if (other === undefined) expect(one).toBeUndefined()
        else expect(one).toBeCloseTo(other, 9)
      }
    }),
  )
})

test('where nearly all pass, kappa says chance and AC1 does not; the share alike and its n stand beside them', () => {
  const found = agreement(
    table([
      [118, 5],
      [2, 0],
    ]),
  )
  expect(found.alike).toMatchObject({ successes: 118, n: 125 })
  expect(found.kappa).toBeCloseTo(-0.0234, 4)
  expect(found.gwet).toBeCloseTo(0.9408, 4)
})

test('says nothing where there is nothing to say', () => {
  const nothing = { n: 0, kappa: undefined, alpha: undefined, gwet: undefined }
  expect(agreement([])).toEqual(nothing)
  expect(agreement([['yes', undefined]])).toEqual(nothing)
  const oneCategory = agreement(
    table([
      [10, 0],
      [0, 0],
    ]),
  )
  expect(oneCategory).toMatchObject({ n: 10, kappa: undefined, alpha: undefined, gwet: undefined })
  expect(oneCategory.alike).toMatchObject({ successes: 10, n: 10 })
})

test('coefficients never pass 1, reach it when all agree, and do not change with the order of units or raters', () => {
  const rating = fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined })
  const sample = fc.array(fc.tuple(rating, rating, rating), { minLength: 1 })
  fc.assert(
    fc.property(sample, (units) => {
      const turned = [...units].reverse().map(([a, b, c]): Unit => [c, a, b])
      for (const coefficient of [krippendorffAlpha, gwetCoefficient]) {
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

const coefficients = [cohenKappa, krippendorffAlpha, gwetCoefficient]
const near = (found: number | undefined, wanted: number | undefined) =>
  wanted === undefined ? expect(found).toBeUndefined() : expect(found).toBeCloseTo(wanted, 9)

test('of two raters and two words, coefficients are what the formulas for a table say', () => {
  const n = fc.integer({ min: 0, max: 40 })
  fc.assert(
    fc.property(n, n, n, n, (a, b, c, d) => {
      const all = a + b + c + d
      const kappaBelow = (a + b) * (b + d) + (a + c) * (c + d)
      fc.pre(all > 0 && kappaBelow > 0)
      const units = table([
        [a, b],
        [c, d],
      ])
      const [alike, yes] = [(a + d) / all, (2 * a + b + c) / (2 * all)]
      near(cohenKappa(units), (2 * (a * d - b * c)) / kappaBelow)
      near(krippendorffAlpha(units), 1 - ((1 - alike) * (2 * all - 1)) / (4 * all * yes * (1 - yes)))
      const byChance = 2 * yes * (1 - yes)
      near(gwetCoefficient(units), (alike - byChance) / (1 - byChance))
    }),
  )
})

test('names do not matter, nor who rates first, nor from which end levels are counted; none is above 1, nor of names below -1', () => {
  const rating = fc.integer({ min: 0, max: 3 })
  const names = ['d', 'a', 'c', 'b']
  fc.assert(
    fc.property(fc.array(fc.tuple(rating, rating), { minLength: 1, maxLength: 30 }), (units) => {
      for (const coefficient of coefficients) {
        const [named, ordered] = [coefficient(units), coefficient(units, { levels: 4 })]
        near(coefficient(units.map((unit) => unit.map((each) => names[each]))), named)
        near(coefficient(units.map(([a, b]) => [b, a])), named)
        near(
          coefficient(
            units.map((unit) => unit.map((each) => 3 - each)),
            { levels: 4 },
          ),
          ordered,
        )
        // Where levels are far apart more often than chance would have them, a weighted coefficient may be below -1.
        expect(Math.abs(named ?? 0)).toBeLessThanOrEqual(1 + 1e-9)
        expect(ordered ?? 0).toBeLessThanOrEqual(1 + 1e-9)
        const agreed = [...units.map(([a]): Unit => [a, a]), [0, 0], [3, 3]]
        near(coefficient(agreed), 1)
        near(coefficient(agreed, { levels: 4 }), 1)
      }
    }),
  )
})
