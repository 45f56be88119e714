import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Verdict } from '../../pact/index.ts'
import { parseScenarios, personas, plan } from '../../simulate/index.ts'
import { Ablating, factorNames } from './ablation.ts'

const model = personas.find(({ id }) => id === 'model-customer') ?? personas[0]
const texter = personas.find(({ id }) => id === 'burst-texter') ?? personas[0]

function ablatingOf(scenarios: number) {
  if (model === undefined || texter === undefined) throw new Error('personas are missing')
  const text = `scenarios:\n${Array.from({ length: scenarios }, (_, at) => `  - { id: s-${at}, script: [{ say: Hello }] }`).join('\n')}`
  const customers = plan({
    ...{
      scenarios: parseScenarios(text, 'scenarios.yaml'),
      personas: [texter],
      channels: ['chat'],
      repeats: 2,
      seed: 1,
    },
    persona: () => texter,
  })
  const faults = [{ id: 'slow', rules: [], explain: () => 'slow' }]
  const ablating = new Ablating({ factors: factorNames, model, channelsOf: () => ['chat', 'sms'], faults })
  return { trials: [...ablating.trials(customers.trials())], ablating, model, texter }
}

test('every customer comes once under each combination, with the same draws, differing in nothing else', () => {
  const { trials, model, texter } = ablatingOf(3)
  expect(trials).toHaveLength(3 * 2 * 16)
  expect(new Set(trials.map(({ id }) => id)).size).toBe(96)
  const own = trials.slice(0, 16)
  expect(new Set(own.map(({ seed }) => seed)).size).toBe(1)
  const [clean, all] = [own[0], own[15]]
  expect(clean).toMatchObject({
    channel: 'chat',
    faults: [],
    persona: { ...model, id: texter.id, title: texter.title },
  })
  expect(all).toMatchObject({ channel: 'sms', faults: [{ id: 'slow' }], persona: texter })
})

const verdictOf = (conversation: string, held: boolean): Verdict => ({
  conversation,
  pact: { id: 'salon', version: 1, hash: '' },
  findings: [
    { condition: 'price', ...(held ? { outcome: 'held' } : { outcome: 'violated', because: 'no price', at: [] }) },
  ],
})

test('points add up to what is lost between none and all, whatever came of the conversations', () => {
  const { length } = ablatingOf(4).trials
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: length, maxLength: length }), (held) => {
      const { trials, ablating } = ablatingOf(4)
      for (const [at, { id }] of trials.entries()) ablating.add({ id, verdict: verdictOf(id, held[at] === true) })
      const { clean, all, costs } = ablating.summary() ?? { clean: 0, all: 1, costs: [] }
      const sum = costs.reduce((total, { points }) => total + points.mean, 0)
      expect(Math.abs(sum - (clean - all))).toBeLessThan(1e-12)
      const told = costs.flatMap(({ points, alone, leftOut }) => [points, alone, leftOut])
      expect(told.every(({ mean, low, high }) => low <= mean && mean <= high)).toBe(true)
    }),
    { numRuns: 25 },
  )
})
