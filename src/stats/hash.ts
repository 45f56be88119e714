/**
 * Hashes: short fixed names for texts, the same on every machine and in every version.
 *
 * For derived ids and for keying randomness. Not for secrets: nobody should have to be kept from
 * finding two texts with one hash on purpose. Chance collisions of `hash64` are expected from about
 * four billion texts on, those of `hash128` never.
 */

/** Four 32-bit lanes, the state while hashing and the result after `settle`. */
export type Lanes = [number, number, number, number]

export function freshLanes(): Lanes {
  return [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a]
}

/** Takes one 32-bit word into all four lanes. Each lane is a bijection of its old value, so nothing is forgotten. */
export function absorbWord(lanes: Lanes, word: number): void {
  let [a, b, c, d] = lanes
  a = Math.imul(a ^ word, 0x9e3779b1)
  a = (a << 13) | (a >>> 19)
  b = Math.imul(b ^ word ^ a, 0x85ebca77)
  b = (b << 16) | (b >>> 16)
  c = Math.imul(c ^ word ^ b, 0xc2b2ae3d)
  c = (c << 11) | (c >>> 21)
  d = Math.imul(d ^ word ^ c, 0x27d4eb2f)
  d = (d << 17) | (d >>> 15)
  lanes[0] = a ^ d
  lanes[1] = b
  lanes[2] = c
  lanes[3] = d
}

/** Takes a text, two UTF-16 units per word, and its length so that no two texts run into each other. */
export function absorbText(lanes: Lanes, text: string): void {
  const { length } = text
  for (let at = 0; at + 1 < length; at += 2) {
    absorbWord(lanes, text.charCodeAt(at) | (text.charCodeAt(at + 1) << 16))
  }
  if (length % 2 === 1) absorbWord(lanes, text.charCodeAt(length - 1))
  absorbWord(lanes, length)
}

/** Spreads every bit of the state over every bit of the result. */
export function settle(lanes: Lanes): void {
  for (let round = 0; round < 3; round += 1) absorbWord(lanes, round)
  for (let lane = 0; lane < 4; lane += 1) lanes[lane] = avalanche(lanes[lane] ?? 0)
}

/** A text's 64-bit hash, as 16 hexadecimal digits. */
export function hash64(text: string): string {
  const [first, second] = hashed(text)
  return digits(first) + digits(second)
}

/** A text's 128-bit hash, as 32 hexadecimal digits. */
export function hash128(text: string): string {
  return hashed(text).map(digits).join('')
}

function hashed(text: string): Lanes {
  const lanes = freshLanes()
  absorbText(lanes, text)
  settle(lanes)
  return lanes
}

function digits(lane: number): string {
  return (lane >>> 0).toString(16).padStart(8, '0')
}

/** Flips about half of the result's bits when any one bit of the word flips. */
function avalanche(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x7feb352d)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b)
  return mixed ^ (mixed >>> 16)
}
