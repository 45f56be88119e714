import fc from 'fast-check'
import { expect, test } from 'vitest'
import { virtualClock, wallClock } from './clock.ts'

test('virtual sleepers wake at exactly their moments, in order, whatever they were asked in', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(100_000), { maxLength: 30 }), async (delays) => {
      const clock = virtualClock()
      const woken: [number, number][] = []
      await Promise.all(
        delays.map(async (ms, index) => {
          await clock.sleep(ms)
          woken.push([clock.nowMs(), index])
        }),
      )
      const expected = delays
        .map((ms, index): [number, number] => [ms, index])
        .sort((a, b) => a[0] - b[0] || a[1] - b[1])
      expect(woken).toEqual(expected)
    }),
    { numRuns: 50 },
  )
})

test('virtual time never moves while something in the process can still run', async () => {
  const clock = virtualClock()
  const order: string[] = []
  const sleeping = clock.sleep(1).then(() => order.push('woken'))
  for (let step = 0; step < 100; step += 1) await Promise.resolve()
  order.push('after promises')
  await new Promise((resolve) => setImmediate(resolve))
  order.push('after a turn')
  await sleeping
  expect(order).toEqual(['after promises', 'after a turn', 'woken'])
})

test('what one sleeper sets going has run before the next wakes, even at the same moment', async () => {
  const clock = virtualClock()
  const order: string[] = []
  const first = clock.sleep(5).then(async () => {
    await Promise.resolve()
    await new Promise((resolve) => setImmediate(resolve))
    order.push('first and its work')
  })
  const second = clock.sleep(5).then(() => order.push('second'))
  await Promise.all([first, second])
  expect(order).toEqual(['first and its work', 'second'])
})

test('an aborted sleep rejects with the reason, and its moment is passed over', async () => {
  const clock = virtualClock()
  const stop = new AbortController()
  const long = clock.sleep(1_000_000, stop.signal).catch((reason) => reason)
  const endless = clock.sleep(Number.POSITIVE_INFINITY, stop.signal).catch((reason) => reason)
  await clock.sleep(10)
  stop.abort('enough')
  await clock.sleep(10)
  expect([await long, await endless, clock.nowMs()]).toEqual(['enough', 'enough', 20])
  await expect(clock.sleep(1, stop.signal)).rejects.toBe('enough')
})

test('held virtual time waits for the outside, and goes on when all have let go', async () => {
  const clock = virtualClock()
  const [one, two] = [clock.hold(), clock.hold()]
  let woken = false
  const sleeping = clock.sleep(1).then(() => {
    woken = true
  })
  await wallClock().sleep(20)
  one()
  one()
  await wallClock().sleep(20)
  const whileHeld = woken
  two()
  await sleeping
  expect([whileHeld, woken]).toEqual([false, true])
})

test('an hour of ten thousand conversations passes without waiting', async () => {
  const ends = await Promise.all(
    Array.from({ length: 10_000 }, async (_, index) => {
      const clock = virtualClock()
      await clock.sleep(3_600_000)
      await clock.sleep(index)
      return clock.nowMs() - index
    }),
  )
  expect(new Set(ends)).toEqual(new Set([3_600_000]))
})

test('on the wall clock a sleep is not shorter than asked, and can be aborted', async () => {
  const clock = wallClock()
  const startedMs = clock.nowMs()
  await clock.sleep(20)
  const sleptMs = clock.nowMs() - startedMs
  const stop = new AbortController()
  const sleeping = clock.sleep(2_147_483_647 * 3, stop.signal)
  stop.abort('enough')
  await expect(sleeping).rejects.toBe('enough')
  await expect(clock.sleep(1, stop.signal)).rejects.toBe('enough')
  expect(sleptMs).toBeGreaterThanOrEqual(19)
})
