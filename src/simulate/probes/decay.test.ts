import { expect, test } from 'vitest'
import { decayOf } from './decay.ts'
import type { ProbeVerdict } from './judging.ts'

const verdict = (template: number, turn: number, outcome: ProbeVerdict['outcome'], more = {}): ProbeVerdict => ({
  probe: { family: 'many-shot', template, as: 'probe', language: 'en', turn, ...more },
  outcome,
  saidNo: false,
  findings: [],
})

test('a rate by turn with its denominator, and the last turn beside the first over the same templates', () => {
  const templates = [1, 2, 3, 4, 5, 6]
  const decay = decayOf([
    ...templates.map((template) => verdict(template, 1, template === 1 ? 'breached' : 'kept')),
    ...templates.map((template) => verdict(template, 18, template === 6 ? 'unjudged' : 'breached')),
    verdict(7, 18, 'breached'),
  ])
  expect(
    decay.points.map(({ turn, breached, unjudged }) => [turn, breached?.successes, breached?.n, unjudged]),
  ).toEqual([
    [1, 1, 6, 0],
    [18, 5, 5, 1],
  ])
  expect(decay.change).toMatchObject({ from: 1, to: 18, templates: 5, broke: 4, mended: 0 })
  expect(decay.change?.pWorse).toBeCloseTo(1 / 16)
})

test('twins, plain halves and probes under a fault are in no rate, and nothing judged is no rate', () => {
  const decay = decayOf([
    verdict(1, 1, 'unjudged'),
    verdict(2, 1, 'breached', { as: 'twin' }),
    verdict(3, 1, 'breached', { under: 'calendar-down' }),
  ])
  expect(decay).toEqual({ points: [{ turn: 1, unjudged: 1 }] })
})
