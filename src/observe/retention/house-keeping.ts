/**
 * What is done once an hour: the log's segments end after a day, old ones go, and conversations that are old with them.
 *
 * Segments go first: what they held can no longer be read again, so conversations may be forgotten after them. Nothing goes
 * before the clock has run for an hour without a jump: one that is years ahead would make everything old.
 */
import type { Observed } from '../../store/index.ts'
import type { SegmentLog } from '../log/segment-log.ts'
import { segmentsIn } from '../log/segments.ts'
import { rereader } from '../reread.ts'
import { intakeReader } from '../take-in.ts'
import type { KeepingDeed } from './deeds.ts'
import type { RetentionTerms } from './terms.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

export interface HouseKeepingOptions {
  readonly folder: string
  readonly log: SegmentLog
  readonly observed: Observed
  readonly terms: RetentionTerms
  readonly keep: (deed: KeepingDeed) => Promise<void>
}

/** @returns what is to be called again and again with the time; it looks for itself whether there is anything to do */
export function houseKeeping({
  folder,
  log,
  observed,
  terms,
  keep,
}: HouseKeepingOptions): (nowMs: number) => Promise<void> {
  let [steadySinceMs, lastMs] = [0, 0]
  return async (nowMs) => {
    if (Math.abs(nowMs - lastMs) > hourMs) steadySinceMs = nowMs
    lastMs = nowMs
    if (nowMs - steadySinceMs < hourMs) return
    steadySinceMs = nowMs
    await log.roll(nowMs - dayMs)
    const understood = await observed.progress(intakeReader)
    const reread = await observed.keeping.place(rereader)
    await log.forget(
      reread !== undefined && reread.segment < understood.segment ? reread : understood,
      nowMs - terms.logMs,
    )
    const [first = 0] = await segmentsIn(`${folder}/log`)
    await keep({ retain: { terms, nowMs, segment: first, folder } })
  }
}
