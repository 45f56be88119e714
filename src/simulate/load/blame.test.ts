import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PartSums, partsOf, slowedBy } from './blame.ts'

const waited = { dueMs: 1000, readyMs: 1000, sentMs: 1010, endMs: 2000 }

test('what left late is ours, what waited on a backend is the backend’s, the rest is the agent’s', () => {
  expect(partsOf(waited, [{ fromMs: 1200, toMs: 1500 }])).toEqual({ generator: 10, backend: 300, agent: 690 })
})

test('calls side by side count once, and only while the customer waited', () => {
  const calls = [
    { fromMs: 1400, toMs: 1600 },
    { fromMs: 1200, toMs: 1500 },
    { fromMs: 1450, toMs: 1460 },
    { fromMs: 1900, toMs: 9000 },
    { fromMs: 0, toMs: 500 },
  ]
  expect(partsOf(waited, calls).backend).toBe(500)
})

test('standing in line before the agent is the agent’s', () => {
  expect(partsOf({ ...waited, readyMs: 1005 }, [])).toEqual({ generator: 5, backend: 0, agent: 995 })
})

test('parts are never less than nothing, and together they are the whole wait', () => {
  const gap = fc.integer({ min: 0, max: 1000 })
  const call = fc.tuple(fc.integer({ min: 0, max: 3000 }), gap).map(([fromMs, ms]) => ({ fromMs, toMs: fromMs + ms }))
  fc.assert(
    fc.property(gap, gap, gap, fc.array(call), (line, late, took, calls) => {
      const parts = partsOf(
        { dueMs: 500, readyMs: 500 + line, sentMs: 500 + line + late, endMs: 500 + line + late + took },
        calls,
      )
      expect(parts.agent + parts.backend + parts.generator).toBe(line + late + took)
      expect(Math.min(parts.agent, parts.backend, parts.generator)).toBeGreaterThanOrEqual(0)
    }),
  )
})

test('means are over all waits, and of none there is no mean', () => {
  const sums = new PartSums()
  expect(sums.mean()).toBe(undefined)
  sums.add({ agent: 100, backend: 10, generator: 0 })
  sums.add({ agent: 300, backend: 30, generator: 2 })
  expect(sums.mean()).toEqual({ agent: 200, backend: 20, generator: 1 })
})

test('what a level adds is told by whose it is', () => {
  expect(slowedBy({ agent: 100, backend: 50, generator: 1 }, { agent: 400, backend: 40, generator: 3 })).toEqual({
    agent: 300,
    backend: -10,
    generator: 2,
    total: 292,
  })
})
