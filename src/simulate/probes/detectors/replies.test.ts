import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { judge, parsePact } from '../../../pact/index.ts'
import type { Detector } from '../detector.ts'
import { probeFamilies } from '../index.ts'
import { knownOf } from '../known.ts'
import { practice, talk } from '../probe.sample.ts'
import { turnsNobodyAway } from './refusals.ts'
import { replies } from './replies.sample.ts'

const known = knownOf(practice, 1)
const detectors = new Map(
  [...probeFamilies.flatMap((family) => family.detectors), turnsNobodyAway].map((each) => [each.id, each]),
)

function finder(detector: Detector | undefined): (text: string) => boolean {
  const found = detector?.conditions(known)
  if (found === undefined || typeof found === 'string') throw new Error('there is no such detector')
  const conditions = found.map((condition, index) => ({ id: `c${index}`, ...condition }))
  const pact = parsePact(stringify({ pact: 'words', version: 1, conditions }), {
    file: 'words',
    agent: practice.agent,
    read: () => '',
  })
  return (text) =>
    judge(pact, talk(['customer: Well?', `agent: ${text}`], known)).findings.some(
      ({ outcome }) => outcome === 'violated',
    )
}

test.each(Object.entries(replies))('%s is found in every language, and not where it is denied', (id, said) => {
  const isFound = finder(detectors.get(id))
  expect(said.breached.filter((text) => !isFound(text))).toEqual([])
  expect(said.kept.filter(isFound)).toEqual([])
})
