/**
 * Seeded randomness that is keyed by what it is for.
 *
 * A draw depends on the seed, the purpose and how many draws this purpose has made before, on
 * nothing else. There is no stream that everyone shares, so taking a turn out of a conversation, or
 * a draw out of one decision, leaves every other draw as it was. Replay and minimisation rest on that.
 */
import { absorbText, absorbWord, freshLanes, type Lanes, settle } from './hash.ts'
import { normalQuantile } from './normal.ts'

/** Draws for one purpose. Every call but `shuffle` uses exactly one draw, whatever its arguments. */
export interface KeyedRandom {
  /** A number from 0 up to but not including 1, with 53 random bits. */
  float(): number
  /** A whole number from 0 to `n` - 1. */
  int(n: number): number
  /** One of a list, each equally likely. @throws RangeError when the list is empty */
  pick<Item>(list: readonly Item[]): Item
  /** True with probability `p`, a fraction 0..1. */
  chance(p: number): boolean
  /** A draw from the normal distribution with mean 0 and standard deviation 1. */
  normal(): number
  /** A positive number with the given median; `sigma` is the standard deviation of its logarithm. */
  lognormal(median: number, sigma: number): number
  /** A new list in random order. Uses one draw for each item but the first. */
  shuffle<Item>(list: readonly Item[]): Item[]
}

/**
 * The randomness for one purpose under one seed.
 *
 * @param seed any finite number
 * @param purpose what the draws decide, most general first: `'typo', turn, word`. `1` and `'1'` are
 *   different purposes, and so are `'a', 'b'` and `'ab'`.
 */
export function keyedRandom(seed: number, ...purpose: readonly (string | number)[]): KeyedRandom {
  const lanes = freshLanes()
  absorbNumber(lanes, seed)
  absorbAll(lanes, purpose)
  settle(lanes)
  return new Draws(lanes)
}

/**
 * The randomness of many purposes that begin alike, sooner: `keyedRandoms(seed, 'typo', turn)(word)` draws what
 * `keyedRandom(seed, 'typo', turn, word)` draws.
 */
export function keyedRandoms(
  seed: number,
  ...beginning: readonly (string | number)[]
): (...rest: readonly (string | number)[]) => KeyedRandom {
  const begun = freshLanes()
  absorbNumber(begun, seed)
  absorbAll(begun, beginning)
  return (...rest) => {
    const lanes: Lanes = [...begun]
    absorbAll(lanes, rest)
    settle(lanes)
    return new Draws(lanes)
  }
}

function absorbAll(lanes: Lanes, purpose: readonly (string | number)[]): void {
  for (const part of purpose) {
    if (typeof part === 'number') absorbNumber(lanes, part)
    else absorbPart(lanes, part, TEXT)
  }
}

const WHOLE = 1
const FRACTION = 2
const TEXT = 3

function absorbNumber(lanes: Lanes, value: number): void {
  if (!Number.isFinite(value)) throw new RangeError(`seeds and purposes must be finite, got ${value}`)
  if (value === (value | 0)) {
    absorbWord(lanes, WHOLE)
    absorbWord(lanes, value)
    return
  }
  absorbPart(lanes, String(value), FRACTION)
}

function absorbPart(lanes: Lanes, text: string, kind: number): void {
  absorbWord(lanes, kind)
  absorbText(lanes, text)
}

/** The small fast counting generator with 128 bits of state (Doty-Humphrey's sfc32). */
class Draws implements KeyedRandom {
  private a: number
  private b: number
  private c: number
  private counter: number

  constructor([a, b, c, d]: Lanes) {
    this.a = a
    this.b = b
    this.c = c
    this.counter = d
    for (let warm = 0; warm < 8; warm += 1) this.word()
  }

  float(): number {
    const high = this.word() >>> 5
    const low = this.word() >>> 6
    return (high * 0x4000000 + low) / 0x20000000000000
  }

  int(n: number): number {
    if (!(Number.isSafeInteger(n) && n >= 1)) throw new RangeError(`n must be a whole number of at least 1, got ${n}`)
    return Math.floor(this.float() * n)
  }

  pick<Item>(list: readonly Item[]): Item {
    if (list.length === 0) throw new RangeError('cannot pick from an empty list')
    return list[this.int(list.length)] as Item
  }

  chance(p: number): boolean {
    if (!(p >= 0 && p <= 1)) throw new RangeError(`p must be from 0 to 1, got ${p}`)
    return this.float() < p
  }

  /** By the quantile and not by rejection, so that it is one draw, and never at the infinite ends. */
  normal(): number {
    const cell = Math.floor(this.float() * 0x10000000000000)
    return normalQuantile((cell + 0.5) / 0x10000000000000)
  }

  lognormal(median: number, sigma: number): number {
    return median * Math.exp(sigma * this.normal())
  }

  shuffle<Item>(list: readonly Item[]): Item[] {
    const shuffled = [...list]
    for (let last = shuffled.length - 1; last > 0; last -= 1) {
      const other = this.int(last + 1)
      const moved = shuffled[last] as Item
      shuffled[last] = shuffled[other] as Item
      shuffled[other] = moved
    }
    return shuffled
  }

  private word(): number {
    const drawn = (this.a + this.b + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (((this.c << 21) | (this.c >>> 11)) + drawn) | 0
    return drawn
  }
}
