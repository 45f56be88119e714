/**
 * What entries of the log say, record by record accounted for.
 *
 * An entry that its reader cannot understand is skipped and counted; it stays in the log, and is understood when the log
 * is read again with a better reader. One bad entry stops nobody.
 */
import type { Cause } from '../connect/index.ts'
import type { Json } from '../conversation/index.ts'
import type { Entry } from './entry.ts'
import { readerNamed } from './intake/index.ts'
import type { CausedTraces, Item, Reader, Understood } from './intake/reader.ts'

export interface Told {
  readonly item: Item
  readonly receivedMs: number
}

/**
 * @param unfit entries of which it is known that they cannot be kept
 * @returns what was understood, in order, and the counts: `persisted` is `mapped` and everything `skipped:` together
 */
export function understood(
  entries: readonly Entry[],
  unfit: ReadonlySet<Entry> = new Set(),
): {
  readonly told: readonly Told[]
  readonly counts: Readonly<Record<string, number>>
  readonly caused: CausedTraces
} {
  const told: Told[] = []
  const allCaused = new Map<string, Cause>()
  const counts: Record<string, number> = {}
  const add = (name: string, n: number) => {
    counts[name] = (counts[name] ?? 0) + n
  }
  for (const entry of entries) {
    const { records, refused, removed = {}, receivedMs } = entry
    const { items, skipped, caused = [] } = unfit.has(entry) ? notUnderstood(entry) : attempted(entry)
    add('received', records)
    add('refused', refused)
    add('persisted', records - refused)
    let left = records - refused
    for (const [reason, n] of Object.entries(skipped)) {
      add(`skipped: ${reason}`, Math.min(n, left))
      left -= Math.min(n, left)
    }
    add('mapped', left)
    add('parts', items.length)
    for (const [kind, n] of Object.entries(removed)) add(`redacted: ${kind}`, n)
    for (const item of items) told.push({ item, receivedMs })
    for (const [trace, cause] of caused) allCaused.set(trace, cause)
  }
  return { told, counts, caused: allCaused }
}

function notUnderstood({ records, refused }: Entry): Understood {
  return { items: [], skipped: { 'not understood': records - refused } }
}

function attempted(entry: Entry): Understood {
  const { reader, receivedMs, records, refused } = entry
  const known = readerNamed(reader)
  if (known === undefined) return { items: [], skipped: { 'unknown reader': records - refused } }
  try {
    return known.understand(valuesOf(entry, known), receivedMs)
  } catch {
    return notUnderstood(entry)
  }
}

function valuesOf({ asCame, body, contentType }: Entry, reader: Reader): Json {
  if (asCame !== true) return JSON.parse(body.toString('utf8'))
  return reader.values === undefined ? reader.decode(body, contentType).values : reader.values(body)
}
