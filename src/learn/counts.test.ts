import fc from 'fast-check'
import { expect, test } from 'vitest'
import { against } from './counts.ts'

const counts = fc.record({
  held: fc.nat(400),
  violated: fc.nat(40),
  unjudged: fc.nat(40),
})
const target = fc.double({ min: 0.5, max: 0.99, noNaN: true })

test('what is not judged never turns a gate to proven, nor to refuted', () => {
  fc.assert(
    fc.property(counts, target, (each, wanted) => {
      const [all, decided] = [against(each, wanted).state, against({ ...each, unjudged: 0 }, wanted).state]
      if (all === 'proven') expect(decided).toBe('proven')
      expect(all === 'refuted').toBe(decided === 'refuted')
    }),
  )
})

test('as many more as are missing decide it when all of them hold, and one fewer does not', () => {
  fc.assert(
    fc.property(counts, target, (each, wanted) => {
      const { state, missing } = against(each, wanted)
      if (state !== 'undecided' || missing === null) return
      expect(against({ ...each, held: each.held + missing }, wanted).state).toBe('proven')
      expect(against({ ...each, held: each.held + missing - 1 }, wanted).state).toBe('undecided')
    }),
  )
})

test('as many as are unjudged keep a target open that would be proven without them', () => {
  expect(against({ held: 80, violated: 0, unjudged: 0 }, 0.95)).toEqual({ state: 'proven', missing: 0 })
  expect(against({ held: 80, violated: 0, unjudged: 2 }, 0.95)).toMatchInlineSnapshot(`
    {
      "missing": 112,
      "state": "undecided",
    }
  `)
})
