import { expect, test } from 'vitest'
import { jumpingClock } from './jumping-clock.conformance.ts'
import { modelConformance, plain } from './model.conformance.ts'
import { ModelProblem } from './model-problem.ts'
import { retryAfterMs } from './retry-after.ts'
import { retrying } from './retrying.ts'
import { scripted } from './scripted.ts'

modelConformance('a retrying model', async (texts) => ({ model: retrying(scripted(texts)) }))

const busy = (retryAfter?: string) =>
  new ModelProblem({
    code: 'model/rate-limited',
    message: 'busy',
    hint: 'wait',
    retryable: true,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  })

test('gives up after the last attempt with the problem of that attempt', async () => {
  const clock = jumpingClock()
  const last = busy()
  const model = retrying(scripted([busy(), busy(), last]), { attempts: 3, clock })
  await expect(model.ask(plain)).rejects.toBe(last)
  expect(clock.slept).toHaveLength(2)
})

test('does not ask too soon when a provider wants a longer wait than is allowed: it gives up', async () => {
  const clock = jumpingClock()
  const later = busy('3600')
  await expect(retrying(scripted([later, 'closed']), { clock }).ask(plain)).rejects.toBe(later)
  expect(clock.slept).toEqual([])
})

test('does not repeat what cannot help, nor a bug', async () => {
  const bug = new TypeError('x is not a function')
  const clock = jumpingClock()
  await expect(retrying(scripted([bug, 'closed']), { clock }).ask(plain)).rejects.toBe(bug)
  expect(clock.slept).toEqual([])
})

test('the same question waits the same in every run, and two questions do not come back at one moment', async () => {
  const waits = async (text: string) => {
    const clock = jumpingClock()
    const question = { ...plain, messages: [{ role: 'user' as const, text }] }
    await retrying(scripted([busy(), busy(), 'closed']), { clock }).ask(question)
    return clock.slept
  }
  expect(await waits('one')).toEqual(await waits('one'))
  expect(await waits('one')).not.toEqual(await waits('two'))
})

test('stops waiting when the asker stops', async () => {
  const stop = new AbortController()
  const reason = new Error('stopped by the user')
  const model = retrying(scripted([busy('30'), 'closed']))
  const asked = expect(model.ask(plain, stop.signal)).rejects.toBe(reason)
  setTimeout(() => stop.abort(reason), 5)
  await asked
})

test('Retry-After is read as seconds or as a date, and anything else is ignored', () => {
  const nowMs = Date.parse('2026-03-02T10:00:00Z')
  const read = [
    '0',
    '7',
    ' 1.5 ',
    'Mon, 02 Mar 2026 10:00:30 GMT',
    'Mon, 02 Mar 2026 09:00:00 GMT',
    'soon',
    '-5',
    '',
    undefined,
  ]
  expect(read.map((header) => retryAfterMs(header, nowMs))).toEqual([
    0,
    7000,
    1500,
    30_000,
    0,
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})
