import { expect, test } from 'vitest'
import { probeFamilies } from './index.ts'
import { probeConformance } from './probe.conformance.ts'

for (const family of probeFamilies) probeConformance(family)

test('no two families have one id', () => {
  const ids = probeFamilies.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
})
