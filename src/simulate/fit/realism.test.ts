import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jensenShannon } from './distance.ts'
import { heardOf, realismOf } from './index.ts'
import { type Known, synthetic } from './synthetic.sample.ts'

const texter: Known = {
  writing: { typos: 0.06, lowercase: 0.7, noPunctuation: 0.75, abbreviations: 0.4, emoji: 0.1 },
  timing: { thinkMs: 2000, burst: 0.35 },
}

const heard = (known: Known, seed: number, conversations = 60) => synthetic(known, { conversations, seed }).map(heardOf)

const counts = fc.array(fc.nat(50), { minLength: 4, maxLength: 4 }).filter((list) => list.some((count) => count > 0))
const between = (a: readonly number[], b: readonly number[]) => jensenShannon(a, b) ?? Number.NaN

test('the distance is one: 0 from itself, the same both ways, never over 1, and no shorter by a detour', () => {
  fc.assert(
    fc.property(counts, counts, counts, (a, b, c) => {
      expect(between(a, a)).toBe(0)
      expect(between(a, b)).toBeCloseTo(between(b, a), 12)
      expect(between(a, b)).toBeLessThanOrEqual(1)
      expect(between(a, b)).toBeLessThanOrEqual(between(a, c) + between(c, b) + 1e-9)
    }),
  )
})

test('nothing in common is 1, twice as many of each is 0, and nothing seen has no distance', () => {
  expect([between([3, 0], [0, 9]), between([1, 2], [2, 4]), jensenShannon([0, 0], [1, 2])]).toEqual([1, 0, undefined])
})

test('customers of the same habits are at the floor, others are above it, by what they differ in', () => {
  const recorded = heard(texter, 1)
  const like = heard(texter, 2)
  const unlike = heard({}, 3).map((each) => ({ ...each, persona: 'model' }))
  const [close, far] = realismOf(recorded, [...like, ...unlike])
  const shown = [close, far].map((each) => ({
    persona: each?.persona,
    drawn: each?.compared,
    distance: each?.distance?.value.toFixed(3),
    floor: each?.floor?.value.toFixed(3),
    furthest: each?.parts[0]?.feature,
  }))
  expect(shown).toMatchInlineSnapshot(`
    [
      {
        "distance": "0.044",
        "drawn": [
          30,
          30,
        ],
        "floor": "0.050",
        "furthest": "length",
        "persona": "known",
      },
      {
        "distance": "0.407",
        "drawn": [
          30,
          30,
        ],
        "floor": "0.050",
        "furthest": "start",
        "persona": "model",
      },
    ]
  `)
  expect(close?.distance?.low).toBeLessThan(close?.floor?.high ?? 0)
  expect(far?.distance?.low).toBeGreaterThan(far?.floor?.high ?? 1)
})

test('what one side has nothing of is left out of the distance and of the floor', () => {
  const untimed = heard(texter, 2).map((each) => ({
    ...each,
    turns: each.turns.map(({ messages, isTapped }) => ({ messages, isTapped })),
  }))
  const [found] = realismOf(heard(texter, 1), untimed)
  expect(found?.parts.map(({ feature }) => feature)).not.toContain('pause')
})

test('too few conversations are not compared', () => {
  expect(realismOf(heard(texter, 1), heard(texter, 2, 9))).toEqual([
    { persona: 'known', conversations: 9, messages: 104, compared: [5, 30], parts: [] },
  ])
})
