/** Who is told of alarms, of which, and when. */
import type { AnyAlertKind } from './alert-kind.ts'

/** Somebody who is told of alarms. */
export interface Target {
  readonly name: string
  readonly kind: AnyAlertKind
  readonly settings: unknown
  /** Streams that are told of, with `*` for any text. */
  readonly streams: readonly string[]
  /** How long an alarm may stand without anyone acknowledging it before this one is told, in milliseconds. */
  readonly afterMs: number
}
