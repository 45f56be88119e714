import { expect, test } from 'vitest'
import { type Grading, openObserved } from './index.ts'

const conditions = Array.from({ length: 20 }, (_, nth) => `promise-${nth}`)

/** Of a few customers, and far more of them at one moment than are counted at once. */
function grading(nth: number): Grading {
  const [thread, closedMs] = [`c${nth}`, nth < 20 ? nth : nth < 280 ? 20 : nth]
  const findings = conditions.map((condition, at) =>
    (nth + at) % 17 === 0
      ? { condition, outcome: 'violated' as const, because: 'as in the test', at: [0] }
      : { condition, outcome: 'held' as const },
  )
  return {
    ...{ project: 'p', thread, revision: 1, gradedMs: closedMs, closedMs, inclusion: 1 },
    conversation: {
      ...{ id: thread, origin: 'production', agent: { id: 'desk' }, channel: nth % 2 === 0 ? 'chat' : 'sms' },
      ...{ customerId: `customer-${nth % 7}`, startedAt: '2026-03-02T10:00:00Z', events: [] },
    },
    verdict: { conversation: thread, pact: { id: 'p', version: 1, hash: 'h' }, findings },
  }
}

test('findings are counted by customer, however many lie at one moment, and others work meanwhile', async () => {
  const observed = await openObserved(':memory:', { canBeMadeAgain: true })
  const all = Array.from({ length: 300 }, (_, nth) => grading(nth))
  await observed.together((writing) => writing.putGradings(all))
  const expected = new Map<string, number>()
  for (const { conversation, verdict, closedMs } of all) {
    if (conversation.channel !== 'chat' || closedMs < 5 || closedMs >= 295) continue
    for (const { condition, outcome } of verdict.findings) {
      const name = `${condition} ${outcome} ${conversation.customerId}`
      expected.set(name, (expected.get(name) ?? 0) + 1)
    }
  }
  let others = 0
  setImmediate(() => {
    others += 1
  })
  const counts = await observed.findingCounts('p', { sinceMs: 5, untilMs: 295, channel: 'chat' })
  const found = counts.map(({ condition, outcome, customer, n }) => [`${condition} ${outcome} ${customer}`, n] as const)
  expect(new Map(found)).toEqual(expected)
  expect(found).toHaveLength(expected.size)
  expect(others).toBe(1)
  await observed.close()
})
