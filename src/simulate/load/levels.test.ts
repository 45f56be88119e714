import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectedMs, levelPlan, phaseOf } from './levels.ts'

test('so many at once are so many beginnings in the time that a conversation takes', () => {
  expect(levelPlan(50, 10_000)).toEqual({ level: 50, everyMs: 200, before: 50, graded: 100, after: 50, most: 200 })
})

test('a level is held for at least 100 graded conversations, and for as many as are had at once', () => {
  expect([1, 100, 500].map((level) => levelPlan(level, 1000).graded)).toEqual([100, 100, 500])
})

test('held for a time, it grades what begins in that time', () => {
  expect(levelPlan(50, 10_000, { seconds: 60 }).graded).toBe(300)
  expect(levelPlan(1, 10_000, { seconds: 1 }).graded).toBe(1)
  expect(levelPlan(50, 10_000, { conversations: 7 }).graded).toBe(7)
})

test('a level takes as long as it is held, and one conversation before that and after', () => {
  expect(expectedMs(levelPlan(50, 10_000, { seconds: 60 }))).toBe(80_000)
  expect(expectedMs(levelPlan(50, 10_000, { conversations: 100 }))).toBe(40_000)
})

test('the conversations of a level are had before, graded or after, in that order and as many as planned', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), (level, conversations) => {
      const plan = levelPlan(level, 1000, { conversations })
      const all = Array.from({ length: plan.before + plan.graded + plan.after }, (_, number) => phaseOf(plan, number))
      expect(all).toEqual([
        ...Array(plan.before).fill('before'),
        ...Array(conversations).fill('graded'),
        ...Array(plan.after).fill('after'),
      ])
    }),
  )
})

test('there is always room above the level, for those who come by chance', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 100_000 }), (level) => levelPlan(level, 1000).most >= level + 10))
})
