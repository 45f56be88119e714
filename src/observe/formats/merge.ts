/**
 * One observation out of two accounts of the same span: sent twice, sent while it went on and when it was over, or told
 * partly by log records.
 *
 * In whatever order and however often accounts are merged, the same observation comes out.
 */
import type { Observation } from '../observation.ts'
import { heardTogether } from './heard.ts'
import { assembled, better, piecesOf } from './pieces.ts'

/**
 * @param a and `b` are of the same trace and span
 * @returns each field from the better rule, of equals from the record that ended later; marks of both; the earliest
 * start, the latest end, the most that was dropped
 */
export function mergeObservations(a: Observation, b: Observation): Observation {
  const pieces = piecesOf(a)
  for (const [name, piece] of piecesOf(b)) pieces.set(name, better(name, pieces.get(name), piece))
  const ends = [a.endMs, b.endMs].filter((endMs) => endMs !== undefined)
  const frame = {
    trace: a.trace,
    span: a.span,
    startMs: Math.min(a.startMs, b.startMs),
    ...(ends.length > 0 && { endMs: Math.max(...ends) }),
    dropped: Math.max(a.dropped, b.dropped),
  }
  return assembled(frame, pieces, heardTogether(a.heard, b.heard))
}
