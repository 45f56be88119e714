import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Finding } from '../verdict.ts'
import { applyCeiling, type Ranked } from './ceiling.ts'

const conditions: readonly Ranked[] = [
  { id: 'booked', kind: 'claim', dimension: 'accuracy', severity: 'critical' },
  { id: 'prices', kind: 'grounded', dimension: 'accuracy', severity: 'major' },
  { id: 'clear', kind: 'rubric', dimension: 'accuracy', severity: 'critical' },
  { id: 'warm', kind: 'rubric', dimension: 'tone', severity: 'minor' },
]
const lied: Finding = {
  condition: 'booked',
  outcome: 'violated',
  because: 'claimed before book had succeeded',
  at: [3],
}
const clear: Finding = {
  condition: 'clear',
  outcome: 'held',
  at: [1],
  score: 1,
  quotes: [{ at: 1, text: 'booked for 2:30' }],
}
const warm: Finding = { condition: 'warm', outcome: 'held', at: [1], score: 1 }

test('what code saw violated cannot be read as kept, and only in its own dimension', () => {
  expect(applyCeiling([clear, warm, lied], conditions)).toEqual([
    {
      ...clear,
      outcome: 'violated',
      because: 'jurors read it as kept, but "booked" was violated: claimed before book had succeeded',
      at: [3],
      score: 0,
    },
    warm,
    lied,
  ])
})

test('a violation that is not critical, or that is a reading itself, is no ceiling', () => {
  const wrongPrice: Finding = { condition: 'prices', outcome: 'violated', because: 'no such price', at: [1] }
  expect(applyCeiling([clear, wrongPrice], conditions)).toEqual([clear, wrongPrice])
  const unclear: Finding = { ...clear, outcome: 'violated', because: 'read as "Muddled"', at: [1], score: 0.5 }
  expect(applyCeiling([unclear], conditions)).toEqual([unclear])
})

test('it only lowers: no finding gets better, and lowering twice changes nothing', () => {
  const outcome = fc.constantFrom<Finding['outcome']>('held', 'violated', 'unjudged', 'not-applicable')
  const finding = fc
    .record({
      condition: fc.constantFrom(...conditions.map(({ id }) => id)),
      outcome,
      score: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map((parts) => ({ ...parts, because: 'as drawn', at: [1] }) as Finding)
  const rank = { held: 1, violated: 0, unjudged: 0, 'not-applicable': 0 }
  fc.assert(
    fc.property(fc.array(finding), (findings) => {
      const lowered = applyCeiling(findings, conditions)
      expect(applyCeiling(lowered, conditions)).toEqual(lowered)
      for (const [n, { outcome: after, score = 0 }] of lowered.entries()) {
        const before = findings[n]
        if (before === undefined) return expect.unreachable('a finding was added')
        expect(rank[after]).toBeLessThanOrEqual(rank[before.outcome])
        expect(score).toBeLessThanOrEqual(before.score ?? 0)
      }
    }),
  )
})
