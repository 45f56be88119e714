/** Words and numbers of alarms. */
import { isoOf } from '../../conversation/index.ts'

/** `2026-03-04 09:15 UTC` */
export function dayAndTime(ms: number): string {
  return `${isoOf(ms).slice(0, 16).replace('T', ' ')} UTC`
}

/** `12 %`, `0.5 %` */
export function percent(share: number): string {
  const value = share * 100
  return `${value >= 10 || Number.isInteger(value) ? Math.round(value) : Number(value.toPrecision(2))} %`
}

/** `40 minutes`, `3 hours`, `12 days` */
export function lasting(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000))
  if (minutes < 120) return minutes === 1 ? '1 minute' : `${minutes} minutes`
  const hours = Math.round(minutes / 60)
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`
}

/** What alarms of rounds promise: they have budgets of their own. */
export function budgetWords(ms: number): string {
  return `at most one false alarm in ${lasting(ms)} on average, apart from what is watched in production`
}

/** A number as people read it: three digits that say something. */
export function plain(value: number): string {
  return String(Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3)))
}
