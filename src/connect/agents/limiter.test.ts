import fc from 'fast-check'
import { expect, test } from 'vitest'
import { virtualClock } from '../clock.ts'
import { AgentFailure } from './agent.ts'
import { limiter } from './limiter.ts'

const rateLimited = (retryAfterMs?: number) =>
  new AgentFailure({
    culprit: 'agent',
    code: 'rate-limited',
    message: 'slow down',
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  })
const timeout = () => new AgentFailure({ culprit: 'agent', code: 'timeout', message: 'too slow' })

interface Task {
  readonly ms: number
  readonly ends: 'well' | 'limited' | 'timeout' | 'bug'
}
const task: fc.Arbitrary<Task> = fc.record({
  ms: fc.integer({ min: 1, max: 500 }),
  ends: fc.oneof(
    { weight: 4, arbitrary: fc.constant('well' as const) },
    { weight: 1, arbitrary: fc.constantFrom('limited' as const, 'timeout' as const, 'bug' as const) },
  ),
})
const failures = { limited: () => rateLimited(700), timeout, bug: () => new Error('bug') }

test('every task runs exactly once, in order, never more at once than allowed, none while all must wait', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(task, { maxLength: 60 }), fc.integer({ min: 1, max: 12 }), async (tasks, most) => {
      const clock = virtualClock()
      const limit = limiter({ clock, most })
      const begun: number[] = []
      let running = 0
      let quietUntilMs = 0
      const outcomes = await Promise.allSettled(
        tasks.map(({ ms, ends }, index) =>
          limit.run(async () => {
            begun.push(index)
            running += 1
            expect(running).toBeLessThanOrEqual(limit.state().limit)
            expect(limit.state().limit).toBeLessThanOrEqual(most)
            expect(clock.nowMs()).toBeGreaterThanOrEqual(quietUntilMs)
            await clock.sleep(ms)
            running -= 1
            if (ends === 'well') return index
            if (ends === 'limited') quietUntilMs = clock.nowMs() + 700
            throw failures[ends]()
          }),
        ),
      )
      expect(begun).toEqual(tasks.map((_, index) => index))
      expect(outcomes.map(({ status }) => status)).toEqual(
        tasks.map(({ ends }) => (ends === 'well' ? 'fulfilled' : 'rejected')),
      )
      expect(limit.state()).toMatchObject({ running: 0, waiting: 0 })
      expect(limit.state().limit).toBeGreaterThanOrEqual(1)
    }),
    { numRuns: 60 },
  )
})

test('the limit doubles each round until the first setback, then grows by one each round', async () => {
  const clock = virtualClock()
  const limit = limiter({ clock, most: 1000, first: 4 })
  const limits: number[] = []
  const round = async (failing: number) => {
    const size = limit.state().limit
    await Promise.allSettled(
      Array.from({ length: size }, (_, index) =>
        limit.run(async () => {
          await clock.sleep(10)
          if (index < failing) throw rateLimited(50)
        }),
      ),
    )
    limits.push(limit.state().limit)
  }
  for (const failing of [0, 0, 3, 0, 0]) await round(failing)
  expect(limits).toEqual([8, 16, 8, 9, 10])
})

test('a rate limit that names no wait doubles the wait each time, and a success resets it', async () => {
  const clock = virtualClock()
  const limit = limiter({ clock, most: 1, pauseMs: 100 })
  const begun: number[] = []
  const go = (failing: boolean) =>
    limit
      .run(async () => {
        begun.push(clock.nowMs())
        if (failing) throw rateLimited()
      })
      .catch(() => {})
  for (const failing of [true, true, true, false, true, false]) await go(failing)
  expect(begun).toEqual([0, 100, 300, 700, 700, 800])
})

test('a task whose trial has ended never runs and holds up nobody', async () => {
  const clock = virtualClock()
  const limit = limiter({ clock, most: 1 })
  const ran: string[] = []
  const trial = new AbortController()
  const first = limit.run(() => clock.sleep(10).then(() => ran.push('first')))
  const second = limit.run(async () => ran.push('second'), trial.signal).catch((failure: AgentFailure) => failure.code)
  const third = limit.run(async () => ran.push('third'))
  trial.abort()
  await Promise.all([first, third])
  expect([await second, ran]).toEqual(['cancelled', ['first', 'third']])
})

test('a limit that is no whole number from 1 is refused', () => {
  expect(() => limiter({ clock: virtualClock(), most: 0 })).toThrow('most must be a whole number from 1, got 0')
})
