/** One body of an OTLP exporter, in whichever of the two encodings it came. */
import { jsonRecords } from './json.ts'
import type { OtlpRecords } from './otlp.ts'
import { protobufRecords } from './protobuf.ts'

/**
 * The records of a body, which must be unpacked already.
 *
 * A content type that says neither is left to the first byte: `{` begins JSON, and no protocol buffer of ours.
 *
 * @param contentType the header as it came, parameters and all
 * @throws Problem `ingest/undecodable`; single records that cannot be kept are counted in `refused` instead
 */
export function readOtlp(bytes: Uint8Array, contentType: string | undefined, signal: 'traces' | 'logs'): OtlpRecords {
  return encodingOf(bytes, contentType) === 'json' ? jsonRecords(bytes) : protobufRecords(bytes, signal)
}

/** Which encoding a body is in; answers go back in the same. */
export function encodingOf(bytes: Uint8Array, contentType: string | undefined): 'json' | 'protobuf' {
  const type = (contentType ?? '').trim().toLowerCase()
  if (/^application\/([\w.-]+\+)?json\b/.test(type)) return 'json'
  if (/^application\/(x-)?protobuf\b/.test(type)) return 'protobuf'
  const first = bytes.find((byte) => byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)
  return first === 0x7b && bytes[0] !== 0x0a ? 'json' : 'protobuf'
}
