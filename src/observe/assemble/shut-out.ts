/**
 * Traces that Fieldproof caused: nothing of them is production, whether it comes before the word that says so or after.
 *
 * What had been taken for production is taken back, and the conversation that it stood in is settled anew.
 */
import { type Cause, causes } from '../../connect/index.ts'
import type { ObservedWriting } from '../../store/index.ts'
import type { CausedTraces } from '../intake/reader.ts'

/** Where traces belong, and how that is known; a cause where they belong nowhere. */
export type Places = Map<string, { readonly thread: string; readonly how: string }>

export interface ShutOut {
  /** Conversations that lost a trace. */
  readonly left: readonly string[]
  /** Traces of which something had been kept. */
  readonly emptied: readonly string[]
  /** Records that were taken back, by cause. */
  readonly records: Readonly<Partial<Record<Cause, number>>>
}

/** Takes back what is known of traces of which it is said now that they are no production. @param places are changed */
export async function shutOut(
  writing: ObservedWriting,
  project: string,
  places: Places,
  caused: CausedTraces,
): Promise<ShutOut> {
  const left = new Set<string>()
  const emptied = new Map<Cause, string[]>()
  for (const [trace, cause] of caused) {
    const before = places.get(trace)
    if (causeOf(before) !== undefined) continue
    places.set(trace, { thread: '', how: cause })
    if (before === undefined) continue
    left.add(before.thread)
    emptied.set(cause, [...(emptied.get(cause) ?? []), trace])
  }
  const records: Partial<Record<Cause, number>> = {}
  for (const [cause, traces] of emptied) records[cause] = await writing.stitches.dropRecords(project, traces)
  return { left: [...left], emptied: [...emptied.values()].flat(), records }
}

/** Why a trace is shut out; nothing where it is not. */
export function causeOf(place: { readonly how: string } | undefined): Cause | undefined {
  return causes.find((cause) => cause === place?.how)
}
