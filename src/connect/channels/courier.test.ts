import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AgentFailure } from '../agents/agent.ts'
import { virtualClock } from '../clock.ts'
import { Courier } from './courier.ts'
import { deliverySettings } from './delivery.ts'

const failure = new AgentFailure({ culprit: 'agent', code: 'disconnected', message: 'gone' })

/** @param fails how often each item fails to be brought before it goes well */
function sending(settings: object, fails = 0) {
  const clock = virtualClock()
  const ended = new AbortController()
  const brought: number[] = []
  const tries = new Map<number, number>()
  const failed: unknown[] = []
  const courier = new Courier<number>({
    delivery: deliverySettings.parse(settings),
    seed: 5,
    clock,
    signal: ended.signal,
    async bring(item) {
      const nth = tries.get(item) ?? 0
      tries.set(item, nth + 1)
      await clock.sleep(10)
      if (nth < fails) throw failure
      brought.push(item)
    },
    isWorthAnotherTry: (thrown) => thrown === failure,
    fail: (thrown) => failed.push(thrown),
  })
  return { clock, courier, brought, failed, tries, end: () => ended.abort() }
}

test('whatever happens on the way, everything comes once, or twice where that was drawn', async () => {
  const share = fc.constantFrom(0, 0.5, 1)
  const ms = fc.integer({ min: 0, max: 5000 })
  const settings = fc.record({ duplicate: share, late: share, swapped: share, batched: share, lateMs: ms, holdMs: ms })
  await fc.assert(
    fc.asyncProperty(settings, fc.array(ms, { minLength: 1, maxLength: 8 }), async (given, pauses) => {
      const { courier, clock, brought, failed } = sending(given)
      for (const [item, pause] of pauses.entries()) {
        await courier.send(item)
        await clock.sleep(pause)
      }
      await courier.close()
      const times = pauses.map((_, item) => brought.filter((each) => each === item).length)
      expect(times.every((n) => n === 1 || (n === 2 && given.duplicate > 0))).toBe(true)
      expect(failed).toEqual([])
    }),
  )
})

test('what comes late does not hold back what waited for it beyond its time, nor bring it twice', async () => {
  const { courier, brought } = sending({ swapped: 1, late: 1, lateMs: 3000, holdMs: 100 })
  await Promise.all([courier.send(1), courier.send(2)])
  await courier.close()
  expect(brought).toEqual([2, 1])
})

test('a message that swaps places comes after the next one, and one that comes late comes no earlier than that', async () => {
  const ms = fc.integer({ min: 0, max: 5000 })
  await fc.assert(
    fc.asyncProperty(ms, ms, fc.boolean(), fc.integer({ min: 0, max: 999 }), async (lateMs, holdMs, late, pause) => {
      const { courier, clock, brought } = sending({ swapped: 1, late: late ? 1 : 0, lateMs, holdMs })
      const first = courier.send(1)
      await clock.sleep(pause)
      await Promise.all([first, courier.send(2)])
      await courier.close()
      // Held for as long as was asked for, and no longer; whatever else happens, each comes once.
      expect(brought.toSorted()).toEqual([1, 2])
      if (pause < holdMs) expect(brought).toEqual([2, 1])
      if (pause > holdMs + 10) expect(brought[0]).toBe(1)
    }),
  )
})

test('what fails is tried again as often as was asked for, and then told', async () => {
  const patient = sending({ retryMs: [100, 100] }, 2)
  await patient.courier.send(1)
  await patient.courier.close()
  expect([patient.brought, patient.failed]).toEqual([[1], []])

  const longer = sending({ retryMs: [100, 100] }, 3)
  await longer.courier.send(1)
  await longer.courier.close()
  expect([longer.brought, longer.failed, longer.tries.get(1)]).toEqual([[], [failure], 3])

  const impatient = sending({}, 1)
  await expect(impatient.courier.send(1)).rejects.toBe(failure)
  expect(impatient.tries.get(1)).toBe(1)
})

test('when the conversation has ended nothing sets out, and nothing is told', async () => {
  const { courier, brought, failed, end } = sending({ duplicate: 1, duplicateAfterMs: 500, retryMs: [500] }, 1)
  await courier.send(1)
  end()
  await courier.close()
  await expect(courier.send(2)).rejects.toMatchObject({ code: 'cancelled' })
  expect([brought, failed]).toEqual([[], []])
})
