import fc from 'fast-check'
import { expect, test } from 'vitest'
import { combinationsMet, combinationsOf } from './covering/met.ts'
import type { Factor, Row, Together } from './covering/model.ts'
import { isForbidden, uncovered } from './covering/uncovered.ts'
import { coveringArray } from './covering.ts'

const alike = (levels: number, factors: number): readonly Factor[] =>
  Array.from({ length: factors }, (_, factor) => ({
    name: `factor ${factor}`,
    levels: Array.from({ length: levels }, (_, level) => `level ${level}`),
  }))

const shop: readonly Factor[] = [
  { name: 'channel', levels: ['chat', 'sms', 'email'] },
  { name: 'language', levels: ['en', 'es', 'en-es'] },
  { name: 'writing', levels: ['careful', 'typos', 'voice note'] },
  { name: 'backend', levels: ['fine', 'slow'] },
]

test('every pair of levels meets in few rows, and the same seed gives the same rows', () => {
  const array = coveringArray({ factors: shop, strength: 2 })

  expect({ ...array, rows: array.rows.length }).toEqual({
    rows: 9,
    strength: 2,
    combinations: 45,
    impossible: 0,
    product: 54,
  })
  expect(uncovered(array.rows, { factors: shop, strength: 2 })).toEqual([])
  expect(coveringArray({ factors: shop, strength: 2 })).toEqual(array)
})

test('the combinations that rows have can be counted, also those of more levels than were asked for', () => {
  const { rows, combinations } = coveringArray({ factors: shop, strength: 2 })

  expect([combinationsMet(rows, shop, 2), combinationsOf(shop, 2), combinations]).toEqual([45, 45, 45])
  expect(combinationsOf(shop, 3)).toBe(3 * 3 * 3 + 3 * (3 * 3 * 2))
  expect(combinationsMet(rows, shop, 3)).toBe(36)
  expect(combinationsMet(rows.slice(0, 1), shop, 3)).toBe(4)
})

test('thirteen factors of three levels take at most 20 rows for all pairs', () => {
  const factors = alike(3, 13)
  const { rows } = coveringArray({ factors, strength: 2 })

  expect(uncovered(rows, { factors, strength: 2 })).toEqual([])
  expect(rows.length).toBeLessThanOrEqual(20)
})

test('twenty factors of ten levels take at most 210 rows for all pairs', () => {
  const factors = alike(10, 20)
  const { rows } = coveringArray({ factors, strength: 2 })

  expect(uncovered(rows, { factors, strength: 2 })).toEqual([])
  expect(rows.length).toBeLessThanOrEqual(210)
})

test('triples and quadruples meet too', () => {
  const factors = alike(2, 8)
  const sizes = [3, 4].map((strength) => {
    const { rows } = coveringArray({ factors, strength, effort: 5 })
    expect(uncovered(rows, { factors, strength })).toEqual([])
    return rows.length
  })

  expect(sizes[0]).toBeLessThanOrEqual(14)
  expect(sizes[1]).toBeLessThanOrEqual(30)
})

test('what never goes together is in no row, and all else still is', () => {
  const never: readonly Together[] = [
    { channel: ['sms', 'email'], writing: 'voice note' },
    { language: 'en-es', channel: 'email' },
  ]
  const { rows, impossible } = coveringArray({ factors: shop, strength: 2, never })

  expect(rows.filter((row) => isForbidden(row, { never }))).toEqual([])
  expect(uncovered(rows, { factors: shop, strength: 2, never })).toEqual([])
  expect(impossible).toBe(3)
})

test('rules that chain are seen through: what no row can have is not promised', () => {
  const factors = alike(2, 3)
  const never: readonly Together[] = [
    { 'factor 0': 'level 0', 'factor 1': 'level 0' },
    { 'factor 1': 'level 1', 'factor 2': 'level 0' },
  ]
  const array = coveringArray({ factors, strength: 2, never })

  expect(array.rows.filter((row) => isForbidden(row, { never }))).toEqual([])
  expect(uncovered(array.rows, { factors, strength: 2, never })).toEqual([])
  // Besides the two that are forbidden: 0 and 0 of the first and last factor leave nothing for the one between.
  expect(array.impossible).toBe(3)
})

test('rows that must be there come first and as they were written, completed where they say nothing', () => {
  const always: readonly Row[] = [
    { channel: 'sms', language: 'es', writing: 'typos', backend: 'slow' },
    { channel: 'email', backend: 'slow' },
  ]
  const { rows } = coveringArray({ factors: shop, strength: 2, always })

  expect(rows[0]).toEqual(always[0])
  expect(rows[1]).toMatchObject(always[1] ?? {})
  expect(uncovered(rows, { factors: shop, strength: 2 })).toEqual([])
})

test.each([
  [{ factors: [], strength: 1 }, 'a covering array needs at least one factor'],
  [{ factors: [{ name: 'channel', levels: [] }], strength: 1 }, 'the factor "channel" has no levels'],
  [{ factors: alike(2, 2), strength: 3 }, 'strength 3 needs as many factors, got 2'],
  [{ factors: alike(2, 6), strength: 5 }, 'strength must be a whole number from 1 to 4, got 5'],
  [
    { factors: shop, strength: 2, never: [{ chanel: 'sms' }] },
    'there is no factor "chanel"; factors: channel, language, writing, backend',
  ],
  [
    { factors: shop, strength: 2, never: [{ channel: 'fax' }] },
    '"channel" has no level "fax"; its levels: chat, sms, email',
  ],
  [{ factors: shop, strength: 2, never: [{}] }, 'a rule that names no factor would forbid every row'],
  [{ factors: shop, strength: 2, never: [{ backend: ['fine', 'slow'] }] }, 'the rules forbid every row'],
  [
    {
      factors: shop,
      strength: 2,
      never: [{ channel: 'sms', writing: 'voice note' }],
      always: [{ channel: 'sms', writing: 'voice note' }],
    },
    'the rules forbid a row that must be there: channel sms, writing voice note',
  ],
])('refuses what cannot be covered (%#)', (options, message) => {
  expect(() => coveringArray(options)).toThrow(new RangeError(message))
})

const model = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 }).chain((sizes) => {
  const factors = sizes.map((size, at) => ({ name: `f${at}`, levels: Array.from({ length: size }, (_, l) => `l${l}`) }))
  const part = fc
    .array(fc.tuple(fc.nat(sizes.length - 1), fc.nat(3)), { minLength: 1, maxLength: 3 })
    .map((pairs) => Object.fromEntries(pairs.map(([f, l]) => [`f${f}`, `l${l % (sizes[f] ?? 1)}`])))
  return fc.record({
    factors: fc.constant(factors),
    strength: fc.integer({ min: 1, max: Math.min(4, sizes.length) }),
    never: fc.array(part, { maxLength: 6 }),
    banned: fc.array(part, { maxLength: 3 }),
    always: fc.array(part, { maxLength: 2 }),
    seed: fc.nat(),
  })
})

const everyRow = (factors: readonly Factor[]): readonly Row[] =>
  factors.reduce<readonly Row[]>(
    (rows, { name, levels }) => rows.flatMap((row) => levels.map((level) => ({ ...row, [name]: level }))),
    [{}],
  )

test('whatever the factors and rules: all that is allowed is covered, nothing else is there, or it says why not', () => {
  let covered = 0
  fc.assert(
    fc.property(model, ({ factors, strength, never, banned, always, seed }) => {
      const neverWhen = banned.map((part) => ({
        of: Object.keys(part),
        forbids: (levels: Row) => Object.entries(part).every(([name, level]) => levels[name] === level),
      }))
      const required = { factors, strength, never, neverWhen }
      const allowed = everyRow(factors).filter((row) => !isForbidden(row, required))
      const has = (row: Row, part: Row) => Object.entries(part).every(([name, level]) => row[name] === level)
      const isPossible = [{}, ...always].every((part) => allowed.some((row) => has(row, part)))
      const make = () => coveringArray({ ...required, always, seed, effort: 0.1 })
      if (!isPossible) {
        expect(make).toThrow(/^the rules forbid/)
        return
      }
      const array = make()
      covered += 1
      expect(uncovered(array.rows, required)).toEqual([])
      expect(array.rows.filter((row) => isForbidden(row, required))).toEqual([])
      for (const [at, row] of always.entries()) expect(array.rows[at]).toMatchObject(row)
      expect(new Set(array.rows.slice(always.length).map((row) => JSON.stringify(row))).size).toBe(
        array.rows.length - always.length,
      )
    }),
    { numRuns: 300 },
  )
  expect(covered).toBeGreaterThan(100)
})
