/**
 * Silence: nothing comes where something should. Of one channel, and of the whole project.
 *
 * What should come is known from the hours of the week so far, so that nights and Sundays are no alarm. Silence is told
 * when at least twelve conversations were to be expected in it, and twice as many as in the longest silence before; a
 * gap of that size comes by chance in one of 160,000. It has no part in the budget of false alarms.
 */
import { hash128 } from '../../stats/index.ts'
import type { DetectorRow, Observed, ObservedWriting } from '../../store/index.ts'
import { nameOf, type PulseRow, streamOf } from './rows.ts'
import { dayAndTime, lasting } from './say.ts'

const hourMs = 3_600_000
const weekHours = 168
/** Of history before silence means anything. */
const leastHours = 72
const leastConversations = 100
const leastExpected = 12
const timesLongest = 2
/** Silences longer than this are not longer for the count. */
const longestHours = 24 * 28

/** The name that stands for all channels together. */
const everything = 'all channels'

export function pulse(channel: string, atMs: number): PulseRow {
  const hours = Array.from({ length: weekHours }, () => 0)
  return { kind: 'pulse', channel, firstMs: atMs, lastMs: atMs, hours, longest: { fromMs: atMs, toMs: atMs } }
}

/** The pulse after one more conversation, at whatever time it ended. */
export function pulseNext(row: PulseRow, atMs: number): PulseRow {
  const hour = Math.floor(atMs / hourMs) % weekHours
  const hours = row.hours.map((n, at) => (at === hour ? n + 1 : n))
  const firstMs = Math.min(row.firstMs, atMs)
  const lastMs = Math.max(row.lastMs, atMs)
  return { ...row, hours, firstMs, lastMs, longest: longestWith(row, { fromMs: row.lastMs, toMs: atMs }) }
}

/** A silence that was an alarm is no measure for others, and nor is a moment. */
function longestWith(row: PulseRow, gap: PulseRow['longest']): PulseRow['longest'] {
  if (row.standing !== undefined || gap.toMs - gap.fromMs < hourMs) return row.longest
  const expected = ({ fromMs, toMs }: PulseRow['longest']) => expectedIn(row, fromMs, toMs)
  return expected(gap) > expected(row.longest) ? gap : row.longest
}

/** Conversations that were to be expected in a time, by what the hours of the week brought so far. */
export function expectedIn(row: PulseRow, fromMs: number, toMs: number): number {
  const until = Math.min(toMs, fromMs + longestHours * hourMs)
  let expected = 0
  for (let ms = fromMs; ms < until; ) {
    const end = Math.min(until, (Math.floor(ms / hourMs) + 1) * hourMs)
    expected += rateAt(row, Math.floor(ms / hourMs)) * ((end - ms) / hourMs)
    ms = end
  }
  return expected
}

/** Whether the time since the last conversation is longer than chance makes it. */
export function isSilent(row: PulseRow, lastMs: number, nowMs: number): boolean {
  if (!isKnown(row)) return false
  return (
    expectedIn(row, lastMs, nowMs) >=
    Math.max(leastExpected, timesLongest * expectedIn(row, row.longest.fromMs, row.longest.toMs))
  )
}

function isKnown({ firstMs, lastMs, hours }: PulseRow): boolean {
  const n = hours.reduce((sum, each) => sum + each, 0)
  return lastMs - firstMs >= leastHours * hourMs && n >= leastConversations
}

/** Conversations an hour at an hour since 1970: what this hour of the week brought, drawn a little to the mean. */
function rateAt({ hours, firstMs, lastMs }: PulseRow, hour: number): number {
  const [first, last] = [Math.floor(firstMs / hourMs), Math.floor(lastMs / hourMs)]
  const mean = hours.reduce((sum, each) => sum + each, 0) / (last - first + 1)
  const of = hour % weekHours
  const seen = Math.floor((last - of) / weekHours) - Math.floor((first - 1 - of) / weekHours)
  return ((hours[of] ?? 0) + mean / 4) / (seen + 1 / 4)
}

/** Counts conversations into the pulses of their channels and of all together. */
export async function keepPulses(
  writing: ObservedWriting,
  project: string,
  ended: readonly { readonly channel: string; readonly atMs: number }[],
): Promise<void> {
  const rows = new Map<string, PulseRow>()
  for (const { channel, atMs } of ended) {
    for (const each of [channel, everything]) {
      const row = rows.get(each) ?? (await storedPulse(writing, project, each)) ?? pulse(each, atMs)
      rows.set(each, pulseNext(row, atMs))
    }
  }
  await writing.detectors.put(project, [...rows.values()].map(rowOf))
}

async function storedPulse(writing: ObservedWriting, project: string, channel: string): Promise<PulseRow | undefined> {
  const stored = await writing.detectors.one(project, nameOf(pulse(channel, 0)))
  return stored && (JSON.parse(stored.state) as PulseRow)
}

/** Looks whether something is silent, or not silent any more, and keeps what it finds. */
export async function watchSilence(observed: Observed, nowMs: number): Promise<void> {
  for (const { project, state } of await observed.detectors.named('pulse\t')) {
    const row = JSON.parse(state) as PulseRow
    const channel = row.channel === everything ? undefined : row.channel
    const lastMs = Math.max(row.lastMs, (await observed.detectors.lastHeardMs(project, channel)) ?? 0)
    const silent = isSilent(row, lastMs, nowMs)
    if (silent === (row.standing !== undefined)) continue
    await observed.together((writing) =>
      silent ? raise(writing, project, row, lastMs, nowMs) : end(writing, project, row, nowMs),
    )
  }
}

async function raise(writing: ObservedWriting, project: string, row: PulseRow, lastMs: number, nowMs: number) {
  const stream = streamOf(row)
  const alarm = hash128(`${project}\n${stream}\n${lastMs}`)
  const expected = Math.round(expectedIn(row, lastMs, nowMs))
  const of = row.channel === everything ? 'anything' : `anything on ${row.channel}`
  await writing.detectors.put(project, [rowOf({ ...row, standing: { alarm, raisedMs: nowMs } })])
  await writing.alarms.put({
    id: alarm,
    project,
    stream,
    raisedMs: nowMs,
    title: row.channel === everything ? 'nothing comes any more' : `nothing comes on ${row.channel} any more`,
    because: `Nobody heard ${of} since ${dayAndTime(lastMs)}, for ${lasting(nowMs - lastMs)}, where about ${expected} conversations were to be expected; the agent, its channel or its telemetry is down, or customers cannot reach it.`,
    evidence: { kind: 'silence', channel: row.channel, lastMs, expected, longestBefore: { ...row.longest } },
  })
}

async function end(writing: ObservedWriting, project: string, row: PulseRow, nowMs: number) {
  const { standing, ...rest } = row
  await writing.detectors.put(project, [rowOf(rest)])
  if (standing !== undefined) await writing.alarms.recover(standing.alarm, nowMs)
}

function rowOf(row: PulseRow): DetectorRow {
  return { stream: nameOf(row), state: JSON.stringify(row), atMs: row.lastMs }
}
