import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { wallClock } from '../../connect/index.ts'
import { type Alarm, type Observed, openObserved } from '../../store/index.ts'
import { anyKind } from './alert-kind.ts'
import { type Alerting, type AlertingOptions, openAlerting } from './alerting.ts'
import { isAmong } from './first-words.ts'
import { httpReceiver, type Receiver } from './receivers.sample.ts'
import { slack } from './slack.ts'
import type { Target } from './target.ts'
import { webhook } from './webhook.ts'

let folder: string
let observed: Observed
let receiver: Receiver
const time = { ms: 0 }
const opened: Alerting[] = []
beforeEach(async () => {
  time.ms = 1e12
  folder = await mkdtemp(join(tmpdir(), 'fieldproof-alerts-'))
  observed = await openObserved(join(folder, 'observed.db'))
  receiver = await httpReceiver()
})
afterEach(async () => {
  for (const alerting of opened.splice(0)) await alerting.close()
  await observed.close()
  await receiver.close()
  await rm(folder, { recursive: true })
})

const target = (more: Partial<Target> = {}): Target => ({
  name: 'ops',
  kind: anyKind(webhook),
  settings: { url: receiver.url, secret: 'sixteen-or-more-characters' },
  streams: ['*'],
  afterMs: 0,
  ...more,
})

function alerting(targets: readonly Target[] = [target()], more: Partial<AlertingOptions> = {}): Alerting {
  const made = openAlerting({
    observed,
    targets,
    clock: wallClock(),
    now: () => time.ms,
    fetch,
    allowed: async () => ['127.0.0.1'],
    lookEveryMs: 1e9,
    ...more,
  })
  opened.push(made)
  return made
}

const alarm = (id: string, more: Partial<Alarm> = {}): Alarm => ({
  id,
  project: 'default',
  stream: `${id}/chat/1`,
  raisedMs: time.ms,
  title: `${id} fell`,
  because: 'It fell.',
  evidence: null,
  ...more,
})
const raise = (...alarms: readonly Alarm[]) =>
  observed.together(async (writing) => {
    for (const each of alarms) await writing.alarms.put(each)
  })

/** Looks, lets the time of gathering pass, and looks again. */
async function pass(own: Alerting, ms = 30_000): Promise<void> {
  await own.settled()
  time.ms += ms
  await own.settled()
}

const heard = () =>
  receiver.got.map(({ body }) =>
    (JSON.parse(body).alarms as { what: string; alarm: string }[]).map(({ what, alarm: id }) => `${id} ${what}`),
  )
const states = async (...ids: readonly string[]) =>
  (await observed.alarms.deliveries(ids)).map(({ what, state, because }) => [what, state, because])

test('what comes at about the same time is told together, once, and its recovery as well', async () => {
  const own = alerting()
  await raise(alarm('a'))
  await own.settled()
  time.ms += 10_000
  await raise(alarm('b'))
  await pass(own)
  await pass(own)
  await raise(alarm('a', { recoveredMs: time.ms }))
  await pass(own)
  await pass(own)
  expect(heard()).toEqual([['a raised', 'b raised'], ['a recovered']])
})

test('a receiver that is down hears it later, after pauses that double, under the same name', async () => {
  const own = alerting()
  receiver.answer = 'later'
  await raise(alarm('a'))
  await pass(own)
  const pauses: number[] = []
  for (let tries = 1; tries < 5; ) {
    time.ms += 15_000
    await own.settled()
    pauses.push(15)
    if (receiver.got.length > tries) {
      tries = receiver.got.length
      pauses.push(0)
    }
  }
  const waits = pauses
    .join(' ')
    .split(' 0')
    .map((each) => each.trim().split(' ').filter(Boolean).length * 15)
  expect(waits.slice(0, 4)).toEqual([15, 30, 60, 120])
  receiver.answer = 'ok'
  time.ms += 3_600_000
  await own.settled()
  expect(new Set(receiver.got.map(({ headers }) => headers['fieldproof-delivery'])).size).toBe(1)
  expect(await states('a')).toEqual([['raised', 'sent', 'the receiver answered 503']])
})

test('it is given up after a day, or at once where no try can help, and that is kept', async () => {
  const own = alerting()
  receiver.answer = 'never'
  await raise(alarm('a'))
  await pass(own)
  expect(await states('a')).toEqual([['raised', 'dead', 'the receiver answered 404']])
  receiver.answer = 'later'
  await raise(alarm('b'))
  for (let hours = 0; hours < 26; hours += 1) await pass(own, 3_600_000)
  expect(await states('b')).toEqual([['raised', 'dead', 'the receiver answered 503']])
})

test('a crash while it is sent neither loses nor doubles: it goes again under the same name', async () => {
  const first = alerting()
  receiver.answer = 'silent'
  await raise(alarm('a'))
  await first.settled()
  time.ms += 30_000
  const stuck = first.settled()
  while (receiver.got.length === 0) await new Promise((resolve) => setImmediate(resolve))
  await first.close()
  await stuck
  expect(await states('a')).toEqual([['raised', 'sending', undefined]])
  receiver.answer = 'ok'
  await pass(alerting())
  expect(await states('a')).toEqual([['raised', 'sent', undefined]])
  const names = receiver.got.map(({ headers }) => headers['fieldproof-delivery'])
  expect([names.length, new Set(names).size]).toEqual([2, 1])
})

test('to Slack, which cannot tell, a possible repeat is said to be one', async () => {
  const toSlack = target({ kind: anyKind(slack), settings: { url: receiver.url } })
  await raise(alarm('a'))
  const own = alerting([toSlack])
  await own.settled()
  const [waiting] = await observed.alarms.undelivered()
  if (waiting === undefined) throw new Error('nothing waits')
  await observed.together((writing) => writing.alarms.settle([{ ...waiting, state: 'sending', notice: 'n' }]))
  await pass(own)
  expect(receiver.got.map(({ body }) => body.includes('This may have reached you before'))).toEqual([true])
})

test('in a silence nothing is told; what still stands when it ends is told then, what came and went is not', async () => {
  const own = alerting()
  const silence = { id: 's', project: 'default', streams: '*/chat/*', because: 'moving house' }
  await observed.together((writing) =>
    writing.alarms.silence({ ...silence, fromMs: time.ms, untilMs: time.ms + 3_600_000 }),
  )
  await raise(alarm('stands'), alarm('went'), alarm('other', { stream: 'no-data/sms' }))
  await pass(own)
  await raise(alarm('went', { recoveredMs: time.ms }))
  await pass(own)
  expect(heard()).toEqual([['other raised']])
  time.ms += 3_600_000
  await pass(own)
  expect(heard()).toEqual([['other raised'], ['stands raised']])
})

test('who is told of alarms that nobody looks at hears only of those', async () => {
  const own = alerting([target({ afterMs: 900_000 })])
  await raise(alarm('seen'), alarm('unseen'), alarm('brief'))
  await pass(own)
  await observed.together((writing) => writing.alarms.acknowledge('seen', time.ms))
  await raise(alarm('brief', { raisedMs: time.ms, recoveredMs: time.ms }))
  await pass(own, 900_000)
  await pass(own)
  expect(heard()).toEqual([['unseen raised']])
})

test('a receiver that is silent holds up no other', async () => {
  const silent = await httpReceiver()
  silent.answer = 'silent'
  const settings = { url: silent.url, secret: 'sixteen-or-more-characters' }
  const own = alerting([target({ name: 'silent', settings }), target()])
  await raise(alarm('a'))
  await own.settled()
  time.ms += 30_000
  const stuck = own.settled()
  while (receiver.got.length === 0) await new Promise((resolve) => setImmediate(resolve))
  expect(heard()).toEqual([['a raised']])
  await own.close()
  await stuck
  await silent.close()
})

test('an address that alerts may not go to is told to whoever looks, and not tried again', async () => {
  const allowed = async () => {
    throw new Error('10.0.0.1 is an address of a private network')
  }
  await raise(alarm('a'))
  await pass(alerting([target()], { allowed }))
  expect([receiver.got, await states('a')]).toEqual([
    [],
    [['raised', 'dead', '10.0.0.1 is an address of a private network']],
  ])
})

test('streams are chosen by patterns in which a star is any text', () => {
  const streams = ['warm/chat/2', 'warm/sms/2', 'no-data']
  const chosen = (pattern: string) => streams.filter((stream) => isAmong(stream, pattern))
  expect([
    chosen('*'),
    chosen('warm/*'),
    chosen('*/sms/*'),
    chosen('no-data'),
    chosen('warm'),
    chosen('w*2*2'),
  ]).toEqual([streams, ['warm/chat/2', 'warm/sms/2'], ['warm/sms/2'], ['no-data'], [], []])
})

test('what happened once is told once, at once where it is urgent, and its end to nobody', async () => {
  const own = alerting()
  await raise(
    alarm('leak', { once: true, urgent: true, recoveredMs: time.ms }),
    alarm('slip', { once: true, recoveredMs: time.ms }),
  )
  await own.settled()
  await pass(own)
  await pass(own)
  expect(heard()).toEqual([['leak raised', 'slip raised']])
  await raise(alarm('late', { once: true, recoveredMs: time.ms }))
  await own.settled()
  expect(heard().length).toBe(1)
  await pass(own)
  expect(heard()[1]).toEqual(['late raised'])
})
