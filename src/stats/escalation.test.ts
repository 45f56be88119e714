import { expect, test } from 'vitest'
import { escalation } from './escalation.ts'
import { keyedRandom } from './random.ts'

test('59 labels without an error let verdicts stand at one error in twenty, 58 ask for one more', () => {
  expect(escalation([{ n: 500, labelled: 59, wrong: 0 }])).toEqual([
    { n: 500, labelled: 59, wrong: 0, atMost: expect.closeTo(0.0495, 4), stands: true, more: 0 },
  ])
  expect(escalation([{ n: 500, labelled: 58, wrong: 0 }])).toMatchObject([{ stands: false, more: 1 }])
  expect(escalation([{ n: 500, labelled: 59, wrong: 1 }])).toMatchObject([{ stands: false, more: 34 }])
  expect(escalation([{ n: 5, labelled: 0, wrong: 0 }])).toMatchObject([{ atMost: 1, stands: false, more: 59 }])
})

test('behind a tier that is not proven nothing stands, however good its labels look', () => {
  const good = { n: 100, labelled: 90, wrong: 0 }
  const told = escalation([good, { n: 100, labelled: 20, wrong: 3 }, good])
  expect(told.map(({ stands }) => stands)).toEqual([true, false, false])
})

test('a tier that errs more often than allowed stands in at most one of twenty calibrations', () => {
  let wrongly = 0
  for (let seed = 0; seed < 1000; seed += 1) {
    const random = keyedRandom(seed, 'escalation test')
    const wrong = Array.from({ length: 100 }, () => random.chance(0.0501)).filter(Boolean).length
    if (escalation([{ n: 1000, labelled: 100, wrong }])[0]?.stands === true) wrongly += 1
  }
  expect(wrongly).toBeLessThanOrEqual(50)
})

test('shares that are none are refused', () => {
  expect(() => escalation([], { error: 0 })).toThrow(RangeError)
})
