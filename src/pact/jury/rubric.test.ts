import { expect, test } from 'vitest'
import { explainRubric, rubricOptions, scoreOf } from './rubric.ts'
import { warmth } from './self-test.ts'

const level = (name: string, holds: boolean) => ({ name, description: `what ${name} looks like`, holds })
const troubles = (levels: unknown) =>
  rubricOptions.safeParse({ question: 'How warm?', levels }).error?.issues.map(({ message }) => message)

test('reads a rubric with its levels from worst to best', () => {
  const rubric = {
    question: 'How warm?',
    levels: [level('Cold', false), level('Warm', true)],
    view: 'both',
    jury: 'wide',
  }
  expect(rubricOptions.parse(rubric)).toEqual(rubric)
})

test('tells every mistake in the levels at once', () => {
  expect(troubles([level('Warm', true), level('Cold', false), level('Warm', true)])).toEqual([
    '"Cold" does not hold but the worse level before it does: order levels from worst to best',
    'two levels are named "Warm"',
  ])
  expect(troubles([level('a', true), level('b', true)])).toEqual([
    'every level holds, so the rubric cannot be violated',
  ])
  expect(troubles([level('a', false), level('b', false)])).toEqual(['no level holds, so the rubric cannot be kept'])
  expect(troubles([level('a', true)])).toHaveLength(2)
})

test('a score is the place of a level among all', () => {
  expect([0, 1, 2].map((n) => scoreOf(warmth, n))).toEqual([0, 0.5, 1])
})

test('explains itself', () => {
  expect(explainRubric(warmth)).toBe(
    'jurors who quote the conversation read "Warm" for: How did the agent treat the customer?',
  )
})
