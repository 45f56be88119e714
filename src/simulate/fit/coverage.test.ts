/** Whether intervals hold what they promise: customers with known rates, fitted back, many times over. */
import { expect, test } from 'vitest'
import { type ChannelFit, fit as fitted, heardOf } from './index.ts'
import { synthetic } from './synthetic.sample.ts'

const SETS = 60

const truth = {
  writing: { typos: 0.05, lowercase: 0.4, noPunctuation: 0.3, abbreviations: 0.2, fillers: 0.15, emoji: 0.1 },
  timing: { thinkMs: 5000, wordsPerMinute: 40, burst: 0.3 },
} as const

/** What is to be found: a rate by its field, or a time. */
const sought: readonly (readonly [field: string, value: number])[] = [
  ...Object.entries(truth.writing).map(([name, rate]) => [`writing.${name}`, rate] as const),
  ['timing.burst', truth.timing.burst],
  ['timing.thinkMs', truth.timing.thinkMs],
  ['timing.wordsPerMinute', truth.timing.wordsPerMinute],
]

function foundIn({ rates, times }: ChannelFit, field: string) {
  if (field === 'timing.thinkMs') return times.thinkMs
  if (field === 'timing.wordsPerMinute') return times.wordsPerMinute
  const estimate = rates.find((rate) => rate.field === field)?.estimate
  return estimate && { ...estimate, value: estimate.rate }
}

test('of sixty sets of customers with known rates and times, the 95 % intervals hold them in about 57', () => {
  const sets = Array.from({ length: SETS }, (_, at) => {
    const conversations = synthetic(truth, { conversations: 40, turns: 6, seed: at + 1 })
    return fitted(conversations.map(heardOf), at + 1).whole
  })
  const coverage = sought.map(([field, value]) => {
    const found = sets.map((whole) => foundIn(whole, field) ?? expect.fail())
    const held = found.filter(({ low, high }) => low <= value && value <= high).length
    const mean = found.reduce((sum, each) => sum + each.value, 0) / SETS
    return { field, held, value, mean: Number(mean.toPrecision(3)) }
  })
  expect(
    coverage.map(({ field, held, value, mean }) => `${field}: ${held} of ${SETS}, ${value} found as ${mean}`),
  ).toMatchInlineSnapshot(`
    [
      "writing.typos: 59 of 60, 0.05 found as 0.0489",
      "writing.lowercase: 58 of 60, 0.4 found as 0.396",
      "writing.noPunctuation: 57 of 60, 0.3 found as 0.306",
      "writing.abbreviations: 55 of 60, 0.2 found as 0.205",
      "writing.fillers: 59 of 60, 0.15 found as 0.145",
      "writing.emoji: 60 of 60, 0.1 found as 0.101",
      "timing.burst: 60 of 60, 0.3 found as 0.303",
      "timing.thinkMs: 55 of 60, 5000 found as 5000",
      "timing.wordsPerMinute: 59 of 60, 40 found as 39.9",
    ]
  `)
  // With a true coverage of 95 %, 51 or fewer of 60 come about once in 250.
  expect(coverage.filter(({ held }) => held < 52)).toEqual([])
})
