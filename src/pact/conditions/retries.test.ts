import { expect, test } from 'vitest'
import { checkOf } from './kind.sample.ts'
import { call, type Line, lost, refused, type SampleCall, seen } from './ledger.sample.ts'
import { retries } from './retries.ts'

const wish = { service: 'cleaning', date: '2026-03-09' }
const visit = { patientId: 'p1', start: '2026-03-09T14:00' }
const judged = (options: object, ...lines: readonly Line[]) => checkOf(retries, options).check(seen(...lines))

function limited(retryAfterMs: number): SampleCall {
  const each = refused('list_slots', wish, 429)
  return { ...each, exchange: { ...each.exchange, retryAfterMs } }
}

test('asking again before the wait is over is a violation, with both times', () => {
  expect(judged({}, limited(2000), call('list_slots', wish, { afterMs: 300 }))).toEqual({
    outcome: 'violated',
    because:
      'list_slots was asked again after 300 ms, although practice asked to wait 2 s: the agent got error 429 (calendar-down)',
    at: [0, 2],
  })
  expect(judged({}, limited(2000), call('list_slots', wish, { afterMs: 1970 }))).toEqual({ outcome: 'held' })
  expect(judged({ retryAfter: false }, limited(2000), call('list_slots', wish))).toEqual({ outcome: 'held' })
})

test('a simulated customer whose pause took no real time has waited all the same', () => {
  expect(
    judged({}, limited(2000), ['agent', 'One moment.'], ['customer', 'And now?', 30_000], call('list_slots', wish)),
  ).toEqual({
    outcome: 'held',
  })
})

test('more tries than promised for one answer are counted; a customer who asks again starts anew', () => {
  const down = () => refused('list_slots', wish, 503)
  expect(judged({ attempts: 2 }, ['customer', 'Tuesday?'], down(), down(), down())).toEqual({
    outcome: 'violated',
    because:
      'list_slots was tried 3 times for one answer, 2 at most were promised: the agent got error 503 (calendar-down)',
    at: [1, 3, 5],
  })
  expect(judged({ attempts: 2 }, down(), down(), ['customer', 'Try again'], down(), down())).toEqual({
    outcome: 'held',
  })
})

test('waits that do not grow are a violation where growth is promised', () => {
  const down = (afterMs: number): SampleCall => ({ ...refused('list_slots', wish, 503), afterMs })
  expect(judged({ backoff: 'grows' }, down(0), down(200), down(200))).toEqual({
    outcome: 'violated',
    because:
      'list_slots was tried 3 times without waiting longer: 200 ms before the second try, 200 ms before the last',
    at: [0, 2, 4],
  })
  expect(judged({ backoff: 'grows' }, down(0), down(200), down(600))).toEqual({ outcome: 'held' })
})

test('a change whose outcome is unknown is not repeated blindly', () => {
  const again = call('create_appointment', visit)
  expect(judged({}, lost('create_appointment', visit), again)).toEqual({
    outcome: 'violated',
    because:
      'create_appointment was repeated blindly: the agent got no reply (lost-reply), and did not look whether it had been carried out',
    at: [0, 2],
  })
  expect(judged({ blind: 'allowed' }, lost('create_appointment', visit), again)).toEqual({ outcome: 'held' })
  const looked = call('find_appointments', { patientId: 'p1' })
  expect(judged({}, lost('create_appointment', visit), looked, again)).toEqual({ outcome: 'held' })
})

test.each<[string, readonly Line[]]>([
  ['a read', [lost('list_slots', wish), call('list_slots', wish)]],
  ['a cancellation, which twice is once', [lost('cancel_appointment', visit), call('cancel_appointment', visit)]],
  ['what was surely not carried out', [refused('create_appointment', visit, 503), call('create_appointment', visit)]],
  [
    'what the backend can recognise by its key',
    [
      { ...lost('create_appointment', visit), exchange: { delivered: 'nothing', idempotencyKey: 'k' } },
      call('create_appointment', visit, { exchange: { idempotencyKey: 'k' } }),
    ],
  ],
])('%s may be asked again', (_, lines) => {
  expect(judged({}, ...lines)).toEqual({ outcome: 'held' })
})
