/**
 * Forms of several parts, as far as they are needed here: the names of the parts and their content as text.
 *
 * @see RFC 7578
 */
import { Buffer } from 'node:buffer'
import { undecodable } from '../otlp/problems.ts'

export interface FormPart {
  readonly name: string
  readonly content: string
}

/** More parts than a batch has. Files are passed over, but count. */
const mostParts = 100_000
const longestHead = 8192

/** @throws Problem `ingest/undecodable` where there is no boundary or the form does not end */
export function formParts(bytes: Uint8Array, contentType: string): readonly FormPart[] {
  const boundary = /boundary="?([^";,\s]{1,200})"?/i.exec(contentType)?.[1]
  if (boundary === undefined) throw undecodable('its Content-Type names no boundary between parts')
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const between = Buffer.from(`--${boundary}`)
  const parts: FormPart[] = []
  let at = body.indexOf(between)
  for (let n = 0; at !== -1; n += 1) {
    if (n > mostParts) throw undecodable(`it has more than ${mostParts} parts`)
    const from = at + between.length
    if (body.toString('latin1', from, from + 2) === '--') return parts
    const next = body.indexOf(between, from)
    if (next === -1) break
    const part = partIn(body.subarray(from, next))
    if (part !== undefined) parts.push(part)
    at = next
  }
  throw undecodable('the form breaks off before its last boundary')
}

function partIn(bytes: Buffer): FormPart | undefined {
  const headEnd = bytes.subarray(0, longestHead).indexOf('\r\n\r\n')
  if (headEnd === -1) return undefined
  const head = bytes.toString('utf8', 0, headEnd)
  const name = /content-disposition:[^\r\n]*\bname="([^"\r\n]{1,400})"/i.exec(head)?.[1]
  if (name === undefined || name.startsWith('attachment.')) return undefined
  const end =
    bytes.length >= 2 && bytes.toString('latin1', bytes.length - 2) === '\r\n' ? bytes.length - 2 : bytes.length
  return { name, content: bytes.toString('utf8', headEnd + 4, end) }
}
