/**
 * A first look at a text: in one pass over its bytes, which rules may find something in it. Most texts hold nothing, and
 * looking with one rule after another takes twenty times as long.
 *
 * It never overlooks; it may suspect a text that holds nothing, and rules look again. Of JSON that is written as a text it
 * tells what stands anywhere within, so that what is not suspected need not be read as JSON.
 */
import { automaton } from './automaton.ts'
import { Digits } from './digits.ts'
import { bitOf, wordsByBit } from './signs.ts'

/** What a look tells of a text. */
export interface Look {
  /** Which of the signs stand in it: one bit for each. */
  readonly signs: number
  /** All of them. */
  readonly digits: number
  /** The most that stand together, with nothing between them but what may stand within one number. */
  readonly digitsTogether: number
  /** The most that may be those of a telephone number. */
  readonly digitsDialled: number
}

const words = automaton(wordsByBit)
const longRun = bitOf('longRun')
const digits = new Digits()

/** What may stand in a text. */
export function lookAt(text: string): Look {
  const bytes = bytesOf(text)
  return lookAtBytes(bytes.of, 0, bytes.length)
}

/** What may stand in a text that lies in bytes. */
export function lookAtBytes(bytes: Uint8Array, start: number, end: number): Look {
  const { next, classOf, tells, firstTelling, classes } = words
  let state = 0
  let found = 0
  digits.begin(bytes, start)
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number
    if (byte <= nine && byte >= zero) digits.see(at, end)
    state = next[state + (classOf[byte] as number)] as number
    if (state >= firstTelling) found |= tells[state / classes] as number
  }
  // Where the text ends, a word ends.
  found |= tells[(next[state] as number) / classes] as number
  const { count, together, dialled, signs } = digits
  found |= signs
  if (count >= 3 && hasLongRun(bytes, start, end)) found |= longRun
  return { signs: found, digits: count, digitsTogether: together, digitsDialled: dialled }
}

const zero = 48
const nine = 57

const room = Buffer.allocUnsafeSlow(64 * 1024)

/** A text in bytes, until the next is asked for. */
export function bytesOf(text: string): { readonly of: Buffer; readonly length: number } {
  if (text.length * 3 <= room.length) return { of: room, length: room.write(text) }
  const of = Buffer.from(text)
  return { of, length: of.length }
}

/** Of what is random. */
const leastRun = 24
const isRunByte = Uint8Array.from({ length: 256 }, (_, byte) =>
  /[A-Za-z0-9+/_-]/.test(String.fromCharCode(byte)) ? 1 : 0,
)

/** Whether so many bytes of what is random stand together: then one of them stands at each multiple of the length. */
function hasLongRun(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from + leastRun - 1; at < to; at += leastRun) {
    if (isRunByte[bytes[at] as number] === 0) continue
    let start = at
    while (start > from && start > at - leastRun && isRunByte[bytes[start - 1] as number] === 1) start -= 1
    let end = at + 1
    while (end < to && end < start + leastRun && isRunByte[bytes[end] as number] === 1) end += 1
    if (end - start >= leastRun) return true
  }
  return false
}
