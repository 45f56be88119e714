import { expect, test } from 'vitest'
import { functionAgent, wallClock } from '../../connect/index.ts'
import { keyedRandom } from '../../stats/index.ts'
import { openObserved } from '../../store/index.ts'
import { canaryRound } from './canary.ts'
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
        "Its answers to 2 canary questions differ from those of 2026-03-03 00:00 UTC (p 0.0010): most likely its model was changed, unless its instructions or knowledge were.",
      ],
    ]
  `)
  model = usual
  expect(await round()).toEqual(['alike', false])
  expect(await observed.alarms.list({ standing: true })).toEqual([])
  await observed.close()
})
