/**
 * Redaction of a body where it stands: only what may hold something is read, and only what holds something is changed.
 *
 * What is read of the body afterwards is what `redact.ts` makes of what is read of it before. Fields that nobody reads are
 * left out, since nobody looked at them.
 */
import { edited, textField } from '../otlp/edited.ts'
import type { Asked, Place, Places } from '../otlp/place.ts'
import type { Redacted } from './redact.ts'
import { Texts } from './texts.ts'
import { ToldNames } from './told-names.ts'
import { type RedactionTerms, Walk } from './walk.ts'

export interface RedactedBody extends Pick<Redacted, 'removed'> {
  /** The same where there was nothing to change. */
  readonly body: Buffer
  readonly records: number
}

/**
 * @param placesOf finds the values of the body
 * @returns nothing where the body has to be decoded
 */
export function redactedInPlace(
  body: Buffer,
  placesOf: (asked: Asked) => Places | undefined,
  terms: RedactionTerms,
): RedactedBody | undefined {
  const texts = new Texts()
  const told = new ToldNames(texts)
  const nameless = new Walk(terms, told.names, texts)
  const first = placesOf(askedBy(nameless, body))
  if (first === undefined) return undefined
  for (const { read, name, within, depth } of first.wanted) told.hear(read(), name, within, depth)
  // Names are looked for everywhere.
  const walk = told.names.size === 0 ? nameless : new Walk(terms, told.names, texts)
  const places = walk === nameless ? first : placesOf(askedBy(walk, body))
  if (places === undefined) return undefined
  const edits = places.wanted.flatMap((place) => changeOf(place, walk))
  const gone = places.unread.map((stretch) => ({ ...stretch, bytes: nothing }))
  const clean = edits.length + gone.length === 0 ? body : edited(body, [...edits, ...gone])
  return { body: clean, records: places.records, removed: walk.removed }
}

const nothing = new Uint8Array()

function askedBy(walk: Walk, body: Buffer): Asked {
  return {
    isWanted: (start, end, name, within) => walk.isSuspect(body, start, end, name, within),
    isWantedValue: (value, name, within) => walk.changes(value, name, within),
    isPlainName: (name) => walk.fieldName(name) === name,
  }
}

function changeOf(place: Place, walk: Walk) {
  const { name, within, depth, textTag, read } = place
  const before = read()
  const clean = walk.value(before, name, within, depth)
  return clean === before ? [] : [{ ...place, bytes: textField(textTag, String(clean)) }]
}
