import { expect, test } from 'vitest'
import { limited } from './limited.ts'
import { modelConformance, plain } from './model.conformance.ts'
import { scripted } from './scripted.ts'

modelConformance('a limited model', async (texts) => ({ model: limited(scripted(texts), 2) }))

/** A model that answers only when it is let, and counts how many questions it holds. */
function gated() {
  const doors: (() => void)[] = []
  let most = 0
  const model = scripted(async (_question, asked) => {
    await new Promise<void>((resolve) => {
      doors.push(resolve)
      most = Math.max(most, doors.length)
    })
    return `${asked}`
  })
  return { model, most: () => most, letOne: () => doors.shift()?.() }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('never asks more at once than it may, and loses no question', async () => {
  const { model, most, letOne } = gated()
  const narrow = limited(model, 3)
  const asked = Promise.all(Array.from({ length: 20 }, () => narrow.ask(plain)))
  for (let round = 0; round < 20; round += 1) {
    await turn()
    letOne()
  }
  expect((await asked).map((answer) => answer.text).sort()).toEqual(Array.from({ length: 20 }, (_, n) => `${n}`).sort())
  expect(most()).toBe(3)
})

test('a question that is stopped while it waits leaves the queue and takes no place', async () => {
  const { model, letOne } = gated()
  const narrow = limited(model, 1)
  const first = narrow.ask(plain)
  const stop = new AbortController()
  const reason = new Error('stopped by the user')
  const second = expect(narrow.ask(plain, stop.signal)).rejects.toBe(reason)
  const third = narrow.ask(plain)
  await turn()
  stop.abort(reason)
  await second
  letOne()
  await turn()
  letOne()
  expect([(await first).text, (await third).text]).toEqual(['0', '1'])
})

test('a question that fails frees its place', async () => {
  const narrow = limited(scripted([new Error('no'), 'closed']), 1)
  await expect(narrow.ask(plain)).rejects.toThrow('no')
  expect((await narrow.ask(plain)).text).toBe('closed')
})

test('a limit below one is refused', () => {
  expect(() => limited(scripted([]), 0)).toThrow(new RangeError('n must be a whole number of at least 1, got 0'))
})
