/**
 * A request made ready to be kept: single bad records are refused, what is personal is removed, and it is packed for the log.
 *
 * What can stay in the form in which it came does: writing it anew would cost more than everything else together.
 */
import { type Entry, packed } from './entry.ts'
import { placesBy } from './intake/in-place.ts'
import type { Asked } from './otlp/place.ts'
import { type RedactionPlan, redacted, redactedInPlace, termsBy } from './redaction/index.ts'

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

/** What is kept of a body, and why not all of it. */
interface Kept extends Pick<Entry, 'records' | 'refused' | 'removed' | 'asCame' | 'contentType' | 'body'> {
  readonly because?: string
}

/**
 * @param plan nothing is removed where it is left out
 * @returns prepares a request, and throws a Problem when nothing of it can be read
 */
export function preparation(plan: RedactionPlan | undefined): (arriving: Arriving) => Promise<Prepared> {
  const termsOf = plan && termsBy(plan)

  function inPlace(body: Buffer, { reader, project, contentType }: Arriving): Kept | undefined {
    const placesOf = placesBy.get(reader)
    if (placesOf === undefined) return undefined
    const places = (asked: Asked) => placesOf(body, contentType, asked)
    if (termsOf !== undefined) {
      const clean = redactedInPlace(body, places, termsOf(project))
      return clean && { ...clean, refused: 0, contentType, asCame: true }
    }
    const found = places(nothing)
    return found && { records: found.records, refused: 0, contentType, asCame: true, body }
  }

  async function decoded(body: Buffer, { reader: name, project, contentType }: Arriving): Promise<Kept> {
    // What readers need is loaded only where one is needed.
    const { readerNamed } = await import('./intake/index.ts')
    const reader = readerNamed(name)
    if (reader === undefined) throw new Error(`no reader ${name}`)
    const { values, records, refused } = reader.decode(body, contentType)
    const counts = {
      records,
      refused: refused.count,
      ...(refused.because !== undefined && { because: refused.because }),
    }
    const clean = termsOf === undefined ? { values, removed: {} } : redacted(values, termsOf(project))
    if (clean.values === values && refused.count === 0) return { ...counts, contentType, asCame: true, body }
    const json = Buffer.from(JSON.stringify(clean.values))
    return { ...counts, contentType: 'application/json', removed: clean.removed, body: json }
  }

  return async (arriving) => {
    const { project, reader, receivedMs } = arriving
    const { buffer, byteOffset, byteLength } = arriving.body
    const body = Buffer.from(buffer, byteOffset, byteLength)
    const { because, removed = {}, ...kept } = inPlace(body, arriving) ?? (await decoded(body, arriving))
    const entry = { project, reader, receivedMs, ...kept, ...(Object.keys(removed).length > 0 && { removed }) }
    const { records, refused } = kept
    return {
      ...(records > refused && { entry: packed(entry) }),
      ...{ records, refused },
      ...(because !== undefined && { because }),
    }
  }
}

const nothing: Asked = { isWanted: () => false, isWantedValue: () => false, isPlainName: () => true }
