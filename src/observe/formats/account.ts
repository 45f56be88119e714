/** One account of a span: what a record says of it, as an observation by itself. */
import type { Observation } from '../observation.ts'
import { assembled } from './pieces.ts'
import { piecesIn } from './ruled.ts'
import { Told, type ToldOptions } from './told.ts'

export interface Account {
  readonly trace: string
  readonly span: string
  readonly parent: string | undefined
  readonly startMs: number
  readonly endMs: number | undefined
  /** When it was said, so that of two accounts the later stands; 0 where that is not known. */
  readonly asOf: number
  readonly dropped: number
  readonly told: ToldOptions
  readonly heard?: Observation['heard']
}

export function accountOf({
  trace,
  span,
  parent,
  startMs,
  endMs,
  asOf,
  dropped,
  told,
  heard = [],
}: Account): Observation {
  const pieces = piecesIn(new Told(told), asOf)
  if (told.name !== '') pieces.set('name', { value: told.name, asOf })
  if (parent !== undefined && parent !== span) pieces.set('parent', { value: parent, asOf })
  // Clocks are set back now and then; nothing ends before it begins.
  const frame = { trace, span, startMs, ...(endMs !== undefined && { endMs: Math.max(startMs, endMs) }), dropped }
  return assembled(frame, pieces, heard)
}
