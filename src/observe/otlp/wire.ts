/**
 * Protocol buffers as bytes: fields one after another, each with a number and one of four forms.
 *
 * Nothing is read past the end of the message it belongs to; a message that is cut off anywhere is a problem. Groups,
 * which no sender of telemetry writes, are refused.
 *
 * @see https://protobuf.dev/programming-guides/encoding
 */
import { Buffer } from 'node:buffer'
import type { Json } from '../../conversation/index.ts'
import { undecodable } from './problems.ts'

/** How a field's value is written. */
export const varint = 0
export const eightBytes = 1
export const lengthed = 2
const fourBytes = 5

/** Names of attributes longer than this are rare enough not to be kept. */
const keptName = 64
const keptNames = 4096

/** A place in the bytes. Messages within are read by moving `end` in and back out. */
export class Wire {
  readonly #bytes: Buffer
  readonly #view: DataView
  readonly #names = new Map<number, string>()
  at = 0
  end: number

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.end = bytes.byteLength
  }

  get more(): boolean {
    return this.at < this.end
  }

  /** A field's number and form, as they are written: number x 8 + form. */
  tag(): number {
    const tag = this.number()
    if (tag < 8 || tag > 0xffffffff) throw undecodable(`there is no field ${Math.floor(tag / 8)}`)
    return tag
  }

  /** A number of up to 64 bits, without a sign; exact to 2 to the 53rd. */
  number(): number {
    const first = this.#byte()
    if (first < 0x80) return first
    const second = this.#byte()
    if (second < 0x80) return (first & 0x7f) | (second << 7)
    let value = (first & 0x7f) + (second & 0x7f) * 0x80
    for (let scale = 0x4000; scale < 2 ** 70; scale *= 0x80) {
      const byte = this.#byte()
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
    }
    throw undecodable('a number is longer than 64 bits')
  }

  /** A whole number with a sign: a number where that is exact, otherwise its digits. */
  int64(): Json {
    const from = this.at
    const value = this.number()
    if (value <= Number.MAX_SAFE_INTEGER) return value
    let exact = 0n
    for (let at = this.at - 1; at >= from; at -= 1) exact = (exact << 7n) | BigInt((this.#bytes[at] ?? 0) & 0x7f)
    const signed = BigInt.asIntN(64, exact)
    return signed >= -9007199254740991n && signed <= 9007199254740991n ? Number(signed) : signed.toString()
  }

  /** Eight bytes that count nanoseconds, in milliseconds: whole ones exactly, although the count is beyond 2 to the 53rd. */
  moment(): number {
    const at = this.#pass(8)
    const high = this.#view.getUint32(at + 4, true)
    // 2 to the 32nd is 4294 million and 967296.
    const rest = high * 967_296 + this.#view.getUint32(at, true)
    const fraction = rest % 1e6
    return high * 4294 + (rest - fraction) / 1e6 + fraction / 1e6
  }

  double(): number {
    return this.#view.getFloat64(this.#pass(8), true)
  }

  text(): string {
    const length = this.number()
    const at = this.#pass(length)
    return this.#bytes.toString('utf8', at, at + length)
  }

  /** A text that comes often, kept from one time to the next. */
  name(): string {
    const length = this.number()
    const at = this.#pass(length)
    if (length === 0 || length > keptName) return this.#bytes.toString('utf8', at, at + length)
    const key = this.#hash(at, length)
    const kept = this.#names.get(key)
    if (kept !== undefined && this.#is(kept, at, length)) return kept
    const name = this.#bytes.toString('utf8', at, at + length)
    if (this.#names.size < keptNames) this.#names.set(key, name)
    return name
  }

  /** Past a text or bytes: where they begin. They end where the next field does. */
  past(): number {
    return this.#pass(this.number())
  }

  /** Bytes in lower-case hex. */
  hex(): string {
    const length = this.number()
    const at = this.#pass(length)
    return this.#bytes.toString('hex', at, at + length)
  }

  base64(): string {
    const length = this.number()
    const at = this.#pass(length)
    return this.#bytes.toString('base64', at, at + length)
  }

  /** Enters the message that begins here: the end to go back to with `leave`. */
  enter(): number {
    const length = this.number()
    const outer = this.end
    if (length > outer - this.at) throw cutOff()
    this.end = this.at + length
    return outer
  }

  leave(outer: number): void {
    this.at = this.end
    this.end = outer
  }

  /** What is read of the message that begins here. */
  within<Value>(read: () => Value): Value {
    const outer = this.enter()
    const value = read()
    this.leave(outer)
    return value
  }

  /** Past a field that is not known. */
  skip(tag: number): void {
    const form = tag & 7
    if (form === varint) this.number()
    else if (form === eightBytes) this.#pass(8)
    else if (form === fourBytes) this.#pass(4)
    else if (form === lengthed) this.#pass(this.number())
    else throw undecodable(`field ${Math.floor(tag / 8)} has the form ${form}, which telemetry does not use`)
  }

  #byte(): number {
    if (this.at >= this.end) throw cutOff()
    return this.#bytes[this.at++] ?? 0
  }

  #pass(length: number): number {
    const at = this.at
    if (length > this.end - at) throw cutOff()
    this.at = at + length
    return at
  }

  #hash(at: number, length: number): number {
    let hash = length
    for (let each = at; each < at + length; each += 1) hash = (Math.imul(hash, 31) + (this.#bytes[each] ?? 0)) | 0
    return hash
  }

  #is(kept: string, at: number, length: number): boolean {
    if (kept.length !== length) return false
    for (let each = 0; each < length; each += 1) if (kept.charCodeAt(each) !== this.#bytes[at + each]) return false
    return true
  }
}

function cutOff() {
  return undecodable('it ends in the middle of a field')
}
