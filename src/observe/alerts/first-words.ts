/**
 * What is to be told that nobody was told of yet, and whom.
 *
 * Nothing is told of an alarm that somebody acknowledged first, that falls into a silence, or that is over before the
 * receiver's patience was. When a silence ends and the alarm still stands, it is told then. A recovery is told to those
 * who heard of the alarm, and to nobody else. What happened once has no end to be told.
 */
import type { Alarm, Delivery, Observed, Silence } from '../../store/index.ts'
import type { Target } from './target.ts'

/** Older alarms are history: a receiver that is new to the project is not flooded with them. */
const newsMs = 24 * 3_600_000

export async function firstWords(
  observed: Observed,
  targets: readonly Target[],
  nowMs: number,
  groupMs: number,
): Promise<readonly Delivery[]> {
  if (targets.length === 0) return []
  const recent = await observed.alarms.list({ sinceMs: nowMs - newsMs })
  const standing = await observed.alarms.list({ standing: true })
  const alarms = [...new Map([...recent, ...standing].map((alarm) => [alarm.id, alarm])).values()]
  const known = await observed.alarms.deliveries(alarms.map(({ id }) => id))
  const silences = new Map<string, readonly Silence[]>()
  for (const project of new Set(alarms.map((alarm) => alarm.project))) {
    silences.set(project, await observed.alarms.silences(project))
  }
  return alarms.flatMap((alarm) =>
    targets.flatMap((target) => {
      const told = known.filter((each) => each.alarm === alarm.id && each.target === target.name)
      const words = wordsFor(alarm, target, told, silences.get(alarm.project) ?? [], nowMs)
      return words.map((what) => deliveryOf(alarm, what, target, nowMs, groupMs))
    }),
  )
}

function wordsFor(
  alarm: Alarm,
  target: Target,
  told: readonly Delivery[],
  silences: readonly Silence[],
  nowMs: number,
): readonly Delivery['what'][] {
  const isOver = alarm.recoveredMs !== undefined && alarm.once !== true
  if (told.some(({ what }) => what === 'raised')) {
    return isOver && told.length === 1 ? ['recovered'] : []
  }
  if (!isFirstWordDue(alarm, target, silences, nowMs)) return []
  return isOver ? ['raised', 'recovered'] : ['raised']
}

function isFirstWordDue(alarm: Alarm, target: Target, silences: readonly Silence[], nowMs: number): boolean {
  const { stream, raisedMs, acknowledgedMs, once } = alarm
  if (acknowledgedMs !== undefined || !target.streams.some((streams) => isAmong(stream, streams))) return false
  // A silence that has ended while the alarm stands holds nothing back; one in which it came and went does.
  const untilMs = once === true ? nowMs : (alarm.recoveredMs ?? nowMs)
  const isSilenced = silences.some(
    (silence) => isAmong(stream, silence.streams) && silence.fromMs <= untilMs && silence.untilMs > untilMs,
  )
  return !isSilenced && untilMs - raisedMs >= target.afterMs && nowMs >= raisedMs
}

/** Whether a stream is meant by a pattern in which `*` stands for any text. */
export function isAmong(stream: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  if (rest.length === 0) return stream === first
  if (!stream.startsWith(first)) return false
  let at = first.length
  for (const part of rest.slice(0, -1)) {
    const found = stream.indexOf(part, at)
    if (found === -1) return false
    at = found + part.length
  }
  const last = rest.at(-1) ?? ''
  return stream.length - last.length >= at && stream.endsWith(last)
}

function deliveryOf(
  { id, project, urgent }: Alarm,
  what: Delivery['what'],
  { name }: Target,
  nowMs: number,
  groupMs: number,
): Delivery {
  return {
    alarm: id,
    what,
    target: name,
    project,
    state: 'waiting',
    createdMs: nowMs,
    dueMs: urgent === true ? nowMs : nowMs + groupMs,
    tries: 0,
  }
}
