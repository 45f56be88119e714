import fc from 'fast-check'
import { expect, test } from 'vitest'
import { neighbourhoodOf } from './novelty.ts'
import { similarity, spaceOf, type Vector } from './space.ts'
import { togetherIn } from './together.ts'

const suite = [
  'I would like to book a cleaning',
  'can I book an appointment for a cleaning',
  'please cancel my appointment',
  'I need to cancel the appointment on Tuesday',
  'how much does a cleaning cost',
  'what does a check-up cost',
]

test('the same text is as near as can be, others are less, whichever of the two is asked', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 6 }), (texts) => {
      const space = spaceOf(texts)
      const [a, b] = texts.map((text) => space.vector(text))
      if (a === undefined || b === undefined) return
      expect(similarity(a, b)).toBe(similarity(b, a))
      expect(similarity(a, b)).toBeLessThanOrEqual(1 + 1e-9)
      expect(similarity(a, b)).toBeGreaterThanOrEqual(0)
      if (a.places.length > 0) expect(similarity(a, a)).toBeCloseTo(1, 9)
    }),
  )
})

test('misspelt words stay near what was meant, accents and case do not matter', () => {
  const space = spaceOf(suite)
  const near = (one: string, other: string) => similarity(space.vector(one), space.vector(other))
  expect(near('CANCÉL my appointment', 'cancel my appointment')).toBeCloseTo(1, 9)
  expect(near('cancle my apointment', 'cancel my appointment')).toBeGreaterThan(0.4)
  expect(near('my parrot is ill', 'please cancel my appointment')).toBeLessThan(0.2)
})

test('what the suite has is near, what it lacks is not, and too small a suite cannot tell', () => {
  const space = spaceOf(suite)
  const { near, look, n } = neighbourhoodOf(suite.map((text) => space.vector(text)))
  expect(n).toBe(6)
  expect(look(space.vector('cancel the appointment please')).nearness).toBeGreaterThan(near)
  expect(suite[look(space.vector('cancel the appointment please')).nearest ?? 0]).toContain('cancel')
  expect(look(space.vector('my parrot is ill')).nearness).toBeLessThan(near)
  expect(look(space.vector('👍'))).toEqual({ nearness: 0, nearest: undefined })
  expect(() => neighbourhoodOf([])).toThrow('what is near cannot be told from 0 texts; it takes 4')
})

test('words that go with the same others are alike, and few texts tell nothing of that', () => {
  const all = Array.from({ length: 60 }, (_, at) => (at % 2 === 0 ? `refund disputed ${at}` : `haircut styled ${at}`))
  const space = spaceOf(all)
  const near = (lengthened: (text: Vector) => Vector) => (one: string, other: string) =>
    similarity(lengthened(space.vector(one)), lengthened(space.vector(other)))
  const [words, together] = [near((text) => text), near(togetherIn(space, all))]
  expect(words('refund', 'disputed')).toBe(0)
  expect(together('refund', 'disputed')).toBeGreaterThan(0.2)
  expect(together('refund', 'styled')).toBeLessThan(0.05)
  expect(together('refund', 'refund')).toBeCloseTo(1, 9)
  expect(near(togetherIn(space, all.slice(0, 50)))('refund', 'disputed')).toBe(0)
})

test('playing the same customer again does not make the rest of the customers far', () => {
  const again = suite.flatMap((text) => [text, `${text} please`, `hi, ${text}`])
  const space = spaceOf(again)
  const vectors = again.map((text) => space.vector(text))
  const repeats = again.map((_, at) => String(Math.floor(at / 3)))
  const asked = space.vector('could you cancel Tuesday')
  const alone = neighbourhoodOf(vectors)
  const together = neighbourhoodOf(vectors, { repeats })
  expect(asked.places.length).toBeGreaterThan(0)
  expect(alone.look(asked).nearness).toBeLessThan(alone.near)
  expect(together.look(asked).nearness).toBeGreaterThan(together.near)
})
