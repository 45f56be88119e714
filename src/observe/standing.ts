/**
 * How things stand: what came and what became of it, whether the counts agree, and what is under way.
 *
 * Counts are written together with what they count, so they agree at any moment; what was acknowledged and is not yet
 * understood stands in the log and is counted there.
 */
import type { Observed } from '../store/index.ts'
import { unpackedEntry } from './entry.ts'
import { type LogPlace, readLog } from './log/segment-log.ts'
import { type Equation, equationOf, reckoning } from './reckoning.ts'
import { rereader } from './reread.ts'
import { intakeReader } from './take-in.ts'

export interface Standing {
  /** By what became of it. */
  readonly counts: Readonly<Record<string, number>>
  readonly equations: readonly Equation[]
  readonly underWay: {
    /** Acknowledged and not yet understood. */
    readonly records: number
    /** Conversations that go on: `open`, `quiet`. */
    readonly conversations: Readonly<Record<string, number>>
    /** The segment of the log that is read again next, while it is. Nothing is graded meanwhile. */
    readonly rereading?: number
  }
}

/** @param folder in which everything is kept */
export async function standingOf(observed: Observed, folder: string, project: string): Promise<Standing> {
  const counts = await observed.counts(project)
  const kept = await observed.keeping.closed(project)
  const { closed: _, ...conversations } = await observed.keeping.states(project)
  const again = await observed.keeping.place(rereader)
  const from = await observed.progress(intakeReader)
  return {
    counts,
    equations: reckoning({ ...counts, kept }),
    underWay: {
      records: sum((await recordsIn(folder, from, project)).values()),
      conversations,
      ...(again !== undefined && { rereading: again.segment }),
    },
  }
}

/**
 * Counts what the log still has and holds it against what was understood of it: nothing but the log's bytes is believed.
 *
 * @returns one equation; a damaged segment shows in it
 */
export async function recounted(observed: Observed, folder: string, project: string): Promise<Equation> {
  const understood = await observed.progress(intakeReader)
  const inLog = await recordsIn(folder, { segment: 0, offset: 0 }, project, understood)
  const given = await observed.keeping.segmentCounts(project, 'persisted')
  const right = sum([...inLog.keys()].map((segment) => given.get(segment) ?? 0))
  return equationOf('persisted, as the log has it = persisted, as understood', sum(inLog.values()), right)
}

/** Records that were kept, by segment of the log. */
async function recordsIn(
  folder: string,
  from: LogPlace,
  project: string,
  until: LogPlace = { segment: Number.MAX_SAFE_INTEGER, offset: Number.MAX_SAFE_INTEGER },
): Promise<ReadonlyMap<number, number>> {
  const found = new Map<number, number>()
  for await (const each of readLog(`${folder}/log`, from, () => until)) {
    if (!('payload' in each)) continue
    const { project: own, records, refused } = unpackedEntry(each.payload)
    if (own === project) found.set(each.at.segment, (found.get(each.at.segment) ?? 0) + records - refused)
  }
  return found
}

const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, n) => total + n, 0)
