import { expect, test } from 'vitest'
import { parseScenarios } from '../scenario-file.ts'
import { copiedWords } from './copied.ts'
import { harborKnowledge, harborScenarios } from './harbor.sample.ts'
import { passagesOf } from './knowledge.ts'

const passages = passagesOf(harborKnowledge)

test('no line of the example is taken for a copy', () => {
  expect(copiedWords(harborScenarios, passages).map(({ line, passage }) => [line, passage.text])).toEqual([])
})

test('a line with five words of meaning in a row from the knowledge is a copy, with both places', () => {
  const [scenario] = parseScenarios(
    `scenarios:
  - id: cancels
    goal:
      want: know about cancelling
      kind: ask
      wants:
        - { ask: can I cancel or move an appointment free of charge up to 24 hours before it }
        - { ask: what if I am late }
`,
    'scenarios/copied.yaml',
  )
  const found = copiedWords(scenario === undefined ? [] : [scenario], passages)
  expect(found.map(({ line, words, place }) => [line, words, `${place.file}:${place.line}`])).toEqual([
    ['can I cancel or move an appointment free of charge up to 24 hours before it', 7, 'policies.md:6'],
  ])
})

test('what must be expected is no copy, only what the customer says', () => {
  const scenarios = parseScenarios(
    `scenarios:
  - id: hears
    goal: { want: ask about parking, kind: ask, wants: [{ ask: is there parking, answer: free parking behind the building and bus 14 stops }] }
    expect: { told: [free parking behind the building and bus 14 stops in front of it] }
`,
    'scenarios/expects.yaml',
  )
  expect(copiedWords(scenarios, passages)).toEqual([])
})
