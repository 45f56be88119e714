import { expect, test } from 'vitest'
import { type Agent, causeOfTrace, functionAgent, wallClock } from '../../connect/index.ts'
import { keyedRandom } from '../../stats/index.ts'
import { openObserved } from '../../store/index.ts'
import { canaryRound, openCanaries } from './canary.ts'
import { startMs } from './production.sample.ts'

const prompts = ['when are you open?', 'what does a cleaning cost?']

test('answers that vary as ever raise nothing, another model does, and its end ends the alarm', async () => {
  const observed = await openObserved(':memory:')
  const random = keyedRandom(3, 'model')
  const usual = ['We are open from nine to five.', 'From nine to five, every weekday.', 'We open at nine.']
  const other = ['Certainly! Let me look into that for you.', 'Certainly! Here is what I found.']
  let model = usual
  const agent = functionAgent(() => random.pick(model), { id: 'desk' })
  let days = 0
  const options = {
    observed,
    project: 'default',
    agent,
    prompts,
    clock: wallClock(),
    now: () => startMs + days * 86_400_000,
  }
  const round = async () => {
    days += 1
    const { p, alarm } = await canaryRound(options, new AbortController().signal)
    return [p === undefined ? 'baseline' : p <= 1 / 90 ? 'other' : 'alike', alarm !== undefined]
  }
  expect([await round(), await round()]).toEqual([
    ['baseline', false],
    ['alike', false],
  ])
  model = other
  expect([await round(), await round()]).toEqual([
    ['other', true],
    ['other', true],
  ])
  expect((await observed.alarms.list()).map(({ stream, because }) => [stream, because])).toMatchInlineSnapshot(`
    [
      [
        "canary/desk",
        "Its answers to 2 canary questions differ from those of 2026-03-03 00:00 UTC (p 0.0010), those to "when are you open?" most of all: most likely its model was changed, unless its instructions or knowledge were.",
      ],
    ]
  `)
  const [evidence] = (await observed.alarms.list()).map((alarm) => alarm.evidence as Record<string, unknown>)
  expect(evidence?.budget).toBe(
    'at most one false alarm in 90 days on average, apart from what is watched in production',
  )
  const changed = evidence?.changed as readonly { prompt: string; before: string; now: string }[]
  expect(changed.map(({ prompt }) => prompt).toSorted()).toEqual(prompts.toSorted())
  expect(changed.map(({ before, now }) => [usual.includes(before), other.includes(now)])).toEqual([
    [true, true],
    [true, true],
  ])
  model = usual
  expect(await round()).toEqual(['alike', false])
  expect(await observed.alarms.list({ standing: true })).toEqual([])
  model = other
  expect(await round()).toEqual(['other', true])
  const [standing] = await observed.alarms.list({ standing: true })
  await observed.together(({ alarms }) => alarms.acknowledge(standing?.id ?? '', options.now()))
  expect([await round(), await round()]).toEqual([
    ['baseline', false],
    ['alike', false],
  ])
  expect(await observed.alarms.list({ standing: true })).toEqual([])
  await observed.close()
})

test('an agent is asked on a trace that says why, as often as is due, and closed at the end', async () => {
  const observed = await openObserved(':memory:')
  const heard: string[] = []
  const simple = functionAgent(() => 'From nine to five.', { id: 'desk' })
  let isClosed = false
  const agent: Agent = {
    ...simple,
    open: (opening) => {
      heard.push(`${causeOfTrace(String(opening.values.traceId))} on ${opening.channel}`)
      return simple.open(opening)
    },
    async close() {
      isClosed = true
    },
  }
  const clock = wallClock()
  let ms = startMs
  const tick = () => {
    ms += 10
    return ms
  }
  const failed: unknown[] = []
  const terms = { ...{ observed, project: 'default', prompts, answers: 2, channel: 'sms', clock, agent } }
  const canaries = openCanaries({
    ...terms,
    everyMs: 5,
    now: tick,
    failed: (e) => failed.push(e),
  })
  while (heard.length < 16) await clock.sleep(5)
  await canaries.close()
  expect([[...new Set(heard)], isClosed, failed]).toEqual([['canary on sms'], true, []])
  await observed.close()
})
