/**
 * The budget of false alarms: one for the whole project, whatever is watched.
 *
 * All that is watched shares it by weights that sum to 1. Streams that no conversation can belong to at once (channels,
 * versions) share one weight without a price: each conversation is a step of one of them only. While every promise is
 * kept and nothing changes, the weighted sum grows by at most one with each conversation on average; an alarm is raised
 * where it reaches 1/alpha and puts all of it back, so among n conversations there are at most n times alpha false alarms
 * on average, however the streams depend on each other.
 */
import type { Severity } from '../../pact/index.ts'
import { detectionDelay } from '../../stats/index.ts'
import { measures } from './measures.ts'
import type { PromiseRow, TrafficRow } from './rows.ts'

const dayMs = 86_400_000
/** Days by which traffic is counted. */
const daysCounted = 28
/** Below this many conversations a threshold means little. */
const leastBetween = 1000
/** How much of the budget is for promises; the rest is for measures. */
const forPromises = 0.8
const heavier: Readonly<Record<Severity, number>> = { critical: 4, major: 2, minor: 1 }

/** A promise as detectors know it. */
export interface WatchedPromise {
  readonly id: string
  readonly target: number
  readonly severity: Severity
  /** A jury reads it, so that a change may be the jury's. */
  readonly isRead: boolean
}

/** Shares of the budget by promise, and of each measure. They sum to at most 1. */
export function shares(promises: readonly WatchedPromise[]): {
  readonly promises: ReadonlyMap<string, number>
  readonly measure: number
} {
  const all = promises.reduce((sum, { severity }) => sum + heavier[severity], 0)
  const own = promises.map(({ id, severity }) => [id, (forPromises * heavier[severity]) / all] as const)
  return { promises: new Map(own), measure: (1 - (promises.length > 0 ? forPromises : 0)) / measures.length }
}

/** Traffic after one more conversation that is counted. */
export function trafficNext(row: TrafficRow | undefined, atMs: number): TrafficRow {
  const day = Math.floor(atMs / dayMs)
  const days: Record<string, number> = { ...row?.days, [day]: (row?.days[day] ?? 0) + 1 }
  for (const each of Object.keys(days)) if (Number(each) <= day - daysCounted) delete days[each]
  return { kind: 'traffic', n: (row?.n ?? 0) + 1, firstMs: Math.min(row?.firstMs ?? atMs, atMs), days }
}

/** Whether a moment is on a later day than all that was counted. */
export function isLaterDay({ days }: TrafficRow, atMs: number): boolean {
  return Math.floor(atMs / dayMs) > Math.max(...Object.keys(days).map(Number))
}

/** Conversations a day, over the last four weeks or as long as there have been any. */
export function perDay({ firstMs, days }: TrafficRow, nowMs: number): number {
  const n = Object.values(days).reduce((sum, each) => sum + each, 0)
  const elapsed = Math.min(daysCounted, Math.max(1, (nowMs - firstMs) / dayMs))
  return n / elapsed
}

/** 1/alpha: the conversations between false alarms, at least. */
export function betweenFalseAlarms(traffic: TrafficRow, nowMs: number, quietDays: number): number {
  return Math.max(leastBetween, quietDays * perDay(traffic, nowMs))
}

/**
 * About how many hours a fall of `drop` takes to be told at this stream's own traffic. Infinity where nothing comes.
 *
 * By the leading term, which is on the long side: measured delays are about half of it.
 */
export function hoursToSee(row: PromiseRow, drop: number, share: number, between: number): number {
  const hours = Math.max(24, (row.lastMs - row.firstMs) / 3_600_000)
  const perHour = row.n / hours
  if (perHour === 0) return Number.POSITIVE_INFINITY
  return detectionDelay(Math.min(row.target, 0.9995), drop, share / between) / perHour
}
