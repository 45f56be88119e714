import { expect, test } from 'vitest'
import { type Grading, openObserved } from './index.ts'

function grading(nth: number): Grading {
  const thread = `c${String(nth).padStart(3, '0')}`
  return {
    ...{ project: 'p', thread, revision: 1, gradedMs: nth, closedMs: nth, inclusion: 1 },
    conversation: {
      ...{ id: thread, origin: 'production', agent: { id: 'desk' }, channel: 'chat' },
      ...{ startedAt: '2026-03-02T10:00:00Z', events: [] },
    },
    verdict: { conversation: thread, pact: { id: 'p', version: 1, hash: 'h' }, findings: [] },
  }
}

test('who reads all that was graded gets each conversation once, oldest first, and lets others work meanwhile', async () => {
  const observed = await openObserved(':memory:', { canBeMadeAgain: true })
  const all = Array.from({ length: 240 }, (_, nth) => grading(nth))
  await observed.together((writing) => writing.putGradings(all.toReversed()))
  let isReading = true
  let others = 0
  const work = () => {
    others += 1
    if (isReading) setImmediate(work)
  }
  setImmediate(work)
  const read: Grading[] = []
  for await (const each of observed.gradings('p')) read.push(each)
  isReading = false
  expect(read).toEqual(all)
  expect(others).toBeGreaterThan(2)
  await observed.close()
})
