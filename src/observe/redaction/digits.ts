/**
 * What the digits of a text may be, told from them and the bytes beside them, in one pass.
 *
 * It is told of texts as they are written, JSON within texts included: there, what follows a backslash is no letter.
 */
import { bitOf } from './signs.ts'

const [country, initials, american, brazilian, numbered] = [
  bitOf('country'),
  bitOf('initials'),
  bitOf('american'),
  bitOf('brazilian'),
  bitOf('numbered'),
]

const backslash = 92

/** Bytes by what they say of a digit beside them. */
const between = tableOf(/[ +().\-/]/)
const word = tableOf(/\w/)
const letter = tableOf(/[A-Za-z]/)
const capital = tableOf(/[A-Z]/)
const noTelephoneAfter = tableOf(/[\w@#.,:$/-]/)
const noStreetAfter = tableOf(/[\w$.,:/-]/)
const nameBegins = tableOf(/[A-Z0-9]/)
const escaped = tableOf(/[nrtbf"'/]/)

function tableOf(pattern: RegExp): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (byte < 128 && pattern.test(String.fromCharCode(byte)) ? 1 : 0))
}

const isDigit = (byte: number | undefined) => byte !== undefined && byte >= 48 && byte <= 57
const is = (table: Uint8Array, byte: number | undefined) => byte !== undefined && table[byte] === 1

/** Of one text at a time. */
export class Digits {
  /** All of them. */
  count = 0
  /** The most that stand together, with nothing between them but what may stand within one number. */
  together = 0
  /** The most of those from a place on at which a telephone number may begin. */
  dialled = 0
  signs = 0
  private bytes: Uint8Array = new Uint8Array()
  private start = 0
  private last = 0
  private run = 0
  private isDialled = false
  private dialledRun = 0

  begin(bytes: Uint8Array, start: number): void {
    this.bytes = bytes
    this.start = start
    this.count = 0
    this.together = 0
    this.dialled = 0
    this.signs = 0
    this.run = 0
    this.dialledRun = 0
    this.isDialled = false
  }

  /** Told of every digit, in order. */
  see(at: number, end: number): void {
    if (this.count === 0 || at !== this.last + 1) this.beginGroup(at, end)
    else if (at - 3 >= this.start && is(letter, this.bytes[at - 2]) && is(letter, this.bytes[at - 3]))
      this.signs |= country
    this.count += 1
    this.last = at
    this.run += 1
    if (this.run > this.together) this.together = this.run
    if (!this.isDialled) return
    this.dialledRun += 1
    if (this.dialledRun > this.dialled) this.dialled = this.dialledRun
  }

  private beginGroup(at: number, end: number): void {
    const { bytes, start } = this
    if (this.count > 0 && !isBetween(bytes, this.last + 1, at)) {
      this.run = 0
      this.dialledRun = 0
      this.isDialled = false
    }
    const before = at > start && bytes[at - 2] !== backslash ? bytes[at - 1] : undefined
    if (this.hasInitials(at)) this.signs |= initials
    if (is(word, before)) return
    if (!is(noStreetAfter, before) && isNumbered(bytes, at, end)) this.signs |= numbered
    this.signs |= personIn(bytes, at)
    this.isDialled ||= !is(noTelephoneAfter, before) && !isDated(bytes, at)
  }

  /** Two capitals before it, with or without a blank, as before an insurance number. */
  private hasInitials(at: number): boolean {
    const last = this.bytes[at - 1] === 32 ? at - 2 : at - 1
    return last > this.start && is(capital, this.bytes[last]) && is(capital, this.bytes[last - 1])
  }
}

/** A number of a person that begins there, by its groups: three digits and what stands behind them tell which. */
function personIn(bytes: Uint8Array, at: number): number {
  const after = bytes[at + 3]
  if (after === 45) return isShaped(bytes, at, '###-##-####') ? american : 0
  if (after === 32) return isShaped(bytes, at, '### ## ####') ? american : 0
  return after === 46 && isShaped(bytes, at, '###.###.###-##') ? brazilian : 0
}

/** A date with the year first, which no telephone number begins with but after a plus or a bracket. */
function isDated(bytes: Uint8Array, at: number): boolean {
  if (bytes[at - 1] === 43 || bytes[at - 1] === 40) return false
  if (bytes[at + 4] !== 45) return false
  const isCentury = bytes[at] === 50 ? bytes[at + 1] === 48 : bytes[at] === 49 && bytes[at + 1] === 57
  return isCentury && isShaped(bytes, at, '####-##-##') && !isDigit(bytes[at + 10])
}

function isShaped(bytes: Uint8Array, at: number, shape: string): boolean {
  for (let each = 0; each < shape.length; each += 1) {
    const code = shape.charCodeAt(each)
    if (code === 35 ? !isDigit(bytes[at + each]) : bytes[at + each] !== code) return false
  }
  return true
}

/** Whether a capital or a digit follows a short number, as in an address. */
function isNumbered(bytes: Uint8Array, at: number, end: number): boolean {
  let after = at + 1
  while (after < end && isDigit(bytes[after])) after += 1
  if (after - at > 5) return false
  if (is(letter, bytes[after])) after += 1
  return bytes[after] === 32 && is(nameBegins, bytes[after + 1])
}

/** Whether all that stands there may stand within one number. Escapes may be blanks. */
function isBetween(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from
  while (at < to) {
    const byte = bytes[at]
    if (is(between, byte)) at += 1
    else if (byte === backslash) at = afterEscape(bytes, at, to)
    else if (byte === 0xc2 && bytes[at + 1] === 0xa0) at += 2
    else if (byte === 0xe2 && bytes[at + 1] === 0x80 && bytes[at + 2] === 0x91) at += 3
    else return false
  }
  return true
}

function afterEscape(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && bytes[at] === backslash) at += 1
  return at < to && is(escaped, bytes[at]) ? at + 1 : at
}
