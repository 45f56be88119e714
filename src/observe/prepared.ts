/**
 * A request made ready to be kept: decoded, so that single bad records are refused, redacted, and packed for the log.
 *
 * What nothing is removed of stays as it came: writing it anew would cost more than everything else together.
 */
import { type Entry, packed } from './entry.ts'
import { readerNamed } from './intake/index.ts'
import type { Decoded } from './intake/reader.ts'
import { type RedactionPlan, redacted, termsBy } from './redaction/index.ts'

/** A request, unpacked. */
export interface Arriving {
  readonly project: string
  /** Name of the reader that understands it. */
  readonly reader: string
  readonly contentType: string
  /** Milliseconds since 1970. */
  readonly receivedMs: number
  readonly body: Uint8Array
}

export interface Prepared {
  /** What goes into the log; nothing when no record of it can be kept. */
  readonly entry?: Uint8Array
  readonly records: number
  readonly refused: number
  /** Why the first of them was refused. */
  readonly because?: string
}

/**
 * @param plan nothing is removed where it is left out
 * @returns prepares a request, and throws a Problem when nothing of it can be read
 */
export function preparation(plan: RedactionPlan | undefined): (arriving: Arriving) => Prepared {
  const termsOf = plan && termsBy(plan)

  function entryOf({ project, reader, contentType, receivedMs }: Arriving, body: Buffer, decoded: Decoded): Entry {
    const { values, records, refused } = decoded
    const head = { project, reader, receivedMs, records, refused: refused.count }
    const clean = termsOf === undefined ? { values, removed: {} } : redacted(values, termsOf(project))
    if (clean.values === values && refused.count === 0) return { ...head, contentType, asCame: true, body }
    return {
      ...head,
      contentType: 'application/json',
      ...(Object.keys(clean.removed).length > 0 && { removed: clean.removed }),
      body: Buffer.from(JSON.stringify(clean.values)),
    }
  }

  return (arriving) => {
    const reader = readerNamed(arriving.reader)
    if (reader === undefined) throw new Error(`no reader ${arriving.reader}`)
    const { buffer, byteOffset, byteLength } = arriving.body
    const body = Buffer.from(buffer, byteOffset, byteLength)
    const decoded = reader.decode(body, arriving.contentType)
    const { records, refused } = decoded
    return {
      ...(records > refused.count && { entry: packed(entryOf(arriving, body, decoded)) }),
      records,
      refused: refused.count,
      ...(refused.because !== undefined && { because: refused.because }),
    }
  }
}
