/**
 * Text messages as they are sent and billed: in segments of 140 octets.
 *
 * One letter outside GSM-7 turns the whole message to UCS-2, which carries less than half. A message in several
 * segments loses six octets of each to the header that joins them again. No letter is cut in two, unless it alone is longer than a
 * segment.
 *
 * @see 3GPP TS 23.040, 9.2.3.24.1
 */
import { septetsOf } from './gsm.ts'
import { lettersOf } from './letters.ts'

/** A text as it travels by SMS. */
export interface Segments {
  readonly encoding: 'GSM-7' | 'UCS-2'
  /** The text of each segment; joined they are the text. An empty text is one empty segment. */
  readonly parts: readonly string[]
  /** How much of each segment is taken: septets in GSM-7, 16-bit units in UCS-2. */
  readonly used: readonly number[]
  /** How much one segment can take: 160 or 70 alone, 153 or 67 among several. */
  readonly capacity: number
  /** Where the first letter stands that GSM-7 lacks, as an index of `text`. Absent in GSM-7. */
  readonly turnedBy?: number
}

const capacities = {
  'GSM-7': { alone: 160, joined: 153 },
  'UCS-2': { alone: 70, joined: 67 },
} as const

/** Divides a text as Twilio's calculator does. */
export function segmentsOf(text: string): Segments {
  const turnedBy = firstOutside(text)
  const encoding = turnedBy === -1 ? 'GSM-7' : 'UCS-2'
  const { alone, joined } = capacities[encoding]
  const sizeOf = encoding === 'GSM-7' ? (letter: string) => septetsOf(letter) ?? 1 : (letter: string) => letter.length
  const total = encoding === 'UCS-2' ? text.length : sizeInSeptets(text)
  if (total <= alone) return { encoding, parts: [text], used: [total], capacity: alone, ...turned(turnedBy) }
  const letters = encoding === 'GSM-7' ? [...text] : lettersOf(text).flatMap((letter) => piecesOf(letter, joined))
  return { encoding, ...packed(letters, sizeOf, joined), capacity: joined, ...turned(turnedBy) }
}

function turned(turnedBy: number): { readonly turnedBy?: number } {
  return turnedBy === -1 ? {} : { turnedBy }
}

function firstOutside(text: string): number {
  for (let index = 0; index < text.length; index += 1) {
    if (septetsOf(text.charAt(index)) === undefined) return index
  }
  return -1
}

function sizeInSeptets(text: string): number {
  let total = 0
  for (const letter of text) total += septetsOf(letter) ?? 1
  return total
}

/** A letter, or its code points when it alone is longer than a segment. */
function piecesOf(letter: string, capacity: number): readonly string[] {
  return letter.length <= capacity ? [letter] : [...letter]
}

function packed(
  letters: readonly string[],
  sizeOf: (letter: string) => number,
  capacity: number,
): { readonly parts: readonly string[]; readonly used: readonly number[] } {
  const parts: string[] = []
  const used: number[] = []
  let part = ''
  let size = 0
  for (const letter of letters) {
    const more = sizeOf(letter)
    if (size + more > capacity) {
      parts.push(part)
      used.push(size)
      part = ''
      size = 0
    }
    part += letter
    size += more
  }
  return { parts: [...parts, part], used: [...used, size] }
}
