import { expect, test } from 'vitest'
import { openObserved } from '../../store/index.ts'
import { startMs } from './production.sample.ts'
import { expectedIn, isSilent, keepPulses, pulse, pulseNext, watchSilence } from './silence.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** Ten conversations an hour from 9 to 17 on weekdays, for some weeks from a Monday on. */
const officeHours = (weeks: number) =>
  Array.from({ length: weeks * 7 }, (_, day) => day)
    .filter((day) => day % 7 < 5)
    .flatMap((day) => Array.from({ length: 80 }, (_, n) => startMs + day * dayMs + 9 * hourMs + n * 360_000))
const heard = officeHours(3).reduce(pulseNext, pulse('chat', startMs + 9 * hourMs))
const fridayEvening = startMs + 18 * dayMs + 17 * hourMs

test('nights and weekends are no silence, and an hour and a half of a weekday is', () => {
  const monday = startMs + 21 * dayMs
  expect(isSilent(heard, heard.lastMs, monday + 9 * hourMs)).toBe(false)
  expect(isSilent(heard, heard.lastMs, monday + 13 * hourMs)).toBe(true)
  expect(Math.round(expectedIn(heard, fridayEvening, monday))).toBe(17)
})

test('before three days of history nothing is silent', () => {
  const young = officeHours(1)
    .slice(0, 160)
    .reduce(pulseNext, pulse('chat', startMs + 9 * hourMs))
  expect(isSilent(young, young.lastMs, young.lastMs + 30 * dayMs)).toBe(false)
})

test('silence is told once with what was to be expected, and over when somebody is heard again', async () => {
  const observed = await openObserved(':memory:')
  const steady = Array.from({ length: 400 }, (_, n) => ({ channel: 'chat', atMs: startMs + n * 15 * 60_000 }))
  await observed.together((writing) => keepPulses(writing, 'default', steady))
  const lastMs = steady.at(-1)?.atMs ?? 0
  const standing = async () =>
    (await observed.alarms.list({ standing: true })).map(({ stream, because }) => [stream, because])
  await watchSilence(observed, lastMs + 2 * hourMs)
  expect(await standing()).toEqual([])
  for (const hours of [5, 6]) await watchSilence(observed, lastMs + hours * hourMs)
  expect(await standing()).toMatchInlineSnapshot(`
    [
      [
        "silence/chat",
        "Nobody heard anything on chat since 2026-03-06 03:45 UTC, for 5 hours, where about 20 conversations were to be expected; the agent, its channel or its telemetry is down, or customers cannot reach it.",
      ],
      [
        "silence/all channels",
        "Nobody heard anything since 2026-03-06 03:45 UTC, for 5 hours, where about 20 conversations were to be expected; the agent, its channel or its telemetry is down, or customers cannot reach it.",
      ],
    ]
  `)
  await observed.together((writing) => keepPulses(writing, 'default', [{ channel: 'chat', atMs: lastMs + 7 * hourMs }]))
  await watchSilence(observed, lastMs + 7 * hourMs)
  expect(await standing()).toEqual([])
  await observed.close()
})
