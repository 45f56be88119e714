/**
 * Marks: when each step was at which a change may have begun, and what had been counted by then.
 *
 * A detector dates a change in steps; people want a moment and a rate since. Only steps that some detector still points
 * at are kept, so that there are never more marks than sizes of a change.
 */
import type { EDetector } from '../../stats/index.ts'

/** Where a conversation stands: when it ended, and how many its channel had had before. */
export interface Moment {
  readonly atMs: number
  readonly place: number
}

export interface Mark {
  /** Steps taken before. */
  readonly after: number
  /** The moment of the last conversation before the change may have begun, milliseconds since 1970. */
  readonly atMs: number
  /** Conversations that the channel had had by then. */
  readonly place: number
  /** The sum of what was counted until then. */
  readonly sum: number
}

/** Marks after one more step, for detectors that take their steps together. Runs for every stream of every conversation. */
export function marksAfter(marks: readonly Mark[], detectors: readonly EDetector[], mark: Mark): readonly Mark[] {
  const kept: Mark[] = []
  for (const each of marks) if (isWanted(each.after, detectors)) kept.push(each)
  if (isWanted(mark.after, detectors)) kept.push(mark)
  return kept
}

function isWanted(after: number, detectors: readonly EDetector[]): boolean {
  for (const { began } of detectors) if (began.includes(after)) return true
  return false
}

/** The mark of a step; the earliest there is where it was not kept. */
export function markAt(marks: readonly Mark[], after: number): Mark | undefined {
  return marks.find((mark) => mark.after === after) ?? marks[0]
}
