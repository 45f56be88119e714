import { expect, test } from 'vitest'
import { Afterwards } from './afterwards.ts'

/** Each look at the timer is this much later. */
function afterwards({ stepMs = 0, atMost = 100 }: { readonly stepMs?: number; readonly atMost?: number } = {}) {
  const scheduled: (() => void)[] = []
  let ms = 0
  const timer = () => {
    ms += stepMs
    return ms
  }
  return { work: new Afterwards((_, each) => scheduled.push(each), timer, atMost), scheduled }
}

test('work that was put off is done in order, a portion at a time', () => {
  const { work, scheduled } = afterwards({ stepMs: 0.5 })
  const done: number[] = []
  for (const each of [1, 2, 3]) work.add(() => done.push(each))
  expect([done, scheduled.length]).toEqual([[], 1])
  scheduled.shift()?.()
  expect([done, work.waiting, scheduled.length]).toEqual([[1, 2], 1, 1])
  scheduled.shift()?.()
  expect([done, work.waiting, scheduled.length]).toEqual([[1, 2, 3], 0, 0])
})

test('what does not fit is refused, and no more than that waits however much is asked', () => {
  const { work } = afterwards({ atMost: 2 })
  const nothing = () => {}
  expect([work.add(nothing), work.add(nothing), work.add(nothing), work.waiting]).toEqual([true, true, false, 2])
})

test('finishing does all of it in order, whether or not the process ever finds the time', async () => {
  const { work } = afterwards()
  const done: string[] = []
  work.add(() => {
    done.push('first')
    work.add(() => done.push('and what that asked for'))
  })
  await work.finish(1000)
  expect([done, work.waiting]).toEqual([['first', 'and what that asked for'], 0])
})

test('finishing ends when its time is up', async () => {
  const { work } = afterwards({ stepMs: 10 })
  const done: number[] = []
  for (const each of [1, 2, 3, 4]) work.add(() => done.push(each))
  await work.finish(50)
  expect([done, work.waiting]).toEqual([[1, 2], 2])
})
