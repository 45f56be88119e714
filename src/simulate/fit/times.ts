/**
 * How long customers think, and how fast they type.
 *
 * The time before a message is thinking plus typing, and typing grows with the message: the slope of time over
 * characters is the speed, the rest is thinking. The slope is the median of slopes between pairs of messages, so that
 * whoever went for lunch does not count. Where it cannot be told from none, no speed is given.
 *
 * @see Sen 1968, J. Am. Stat. Assoc. 63(324) 1379-1389
 */
import { type Interval, keyedRandom } from '../../stats/index.ts'
import { isCrossed } from './habits.ts'
import type { Heard } from './heard.ts'
import { medianOf, resampled } from './resample.ts'

/** A number that is no rate, with its interval. */
export interface Estimate extends Interval {
  readonly value: number
  /** Gaps that it was made of, and the conversations that they were in. */
  readonly n: number
  readonly conversations: number
}

export interface Times {
  /** Median, in milliseconds. */
  readonly thinkMs?: Estimate
  readonly wordsPerMinute?: Estimate
}

interface Gap {
  readonly ms: number
  readonly characters: number
}

const LEAST_GAPS = 30
const LEAST_CONVERSATIONS = 5
/** Characters in a word, the space included. */
const CHARACTERS_PER_WORD = 6
/** Thinking is what remains after typing at this speed where none can be told; the persona's default. */
const USUAL_SPEED = 40
const PAIRS = 1500

/** Times of these conversations; what there is too little of is absent. */
export function timesOf(conversations: readonly Heard[], seed: number): Times {
  const gaps = conversations
    .map((heard) => ({ before: gapsBefore(heard), within: gapsWithin(heard) }))
    .filter(({ before, within }) => before.length + within.length > 0)
  if (!isEnough(gaps.map(({ before }) => before))) return {}
  // Between the messages of one turn there is little but typing, so it tells more.
  const typing = isEnough(gaps.map(({ within }) => within)) ? 'within' : 'before'
  const slope = estimate(gaps, typing, seed, (sample) =>
    slopeOf(
      sample.flatMap((each) => each[typing]),
      seed,
    ),
  )
  const speed = slope && speedOf(slope)
  const thinkMs = estimate(gaps, 'before', seed, (sample) => {
    const perCharacter =
      speed &&
      slopeOf(
        sample.flatMap((each) => each[typing]),
        seed,
      )
    return thinkingIn(
      sample.flatMap(({ before }) => before),
      perCharacter ?? perCharacterAt(USUAL_SPEED),
    )
  })
  return { ...(thinkMs !== undefined && { thinkMs }), ...(speed !== undefined && { wordsPerMinute: speed }) }
}

interface Gaps {
  readonly before: readonly Gap[]
  readonly within: readonly Gap[]
}

/** What remains when the typing is taken away. */
function thinkingIn(gaps: readonly Gap[], perCharacter: number): number | undefined {
  return medianOf(gaps.map(({ ms, characters }) => Math.max(0, ms - characters * perCharacter)))
}

/** Milliseconds for a character, of words per minute; and the other way round. */
function perCharacterAt(speed: number): number {
  return 60_000 / CHARACTERS_PER_WORD / speed
}

function speedOf({ value, low, high, n, conversations }: Estimate): Estimate | undefined {
  const speed = perCharacterAt(value)
  if (low <= 0 || speed < 1 || speed > 300) return undefined
  return { value: speed, low: perCharacterAt(high), high: perCharacterAt(low), n, conversations }
}

/** Milliseconds for each character more, as the median over pairs; as many pairs as tell, not all. */
function slopeOf(gaps: readonly Gap[], seed: number): number | undefined {
  const slopes: number[] = []
  for (const [one, other] of pairsOf(gaps, seed)) {
    if (one.characters !== other.characters) slopes.push((other.ms - one.ms) / (other.characters - one.characters))
  }
  return medianOf(slopes)
}

function* pairsOf(gaps: readonly Gap[], seed: number): Generator<readonly [Gap, Gap]> {
  if ((gaps.length * (gaps.length - 1)) / 2 <= PAIRS) {
    for (const [at, one] of gaps.entries()) for (const other of gaps.slice(at + 1)) yield [one, other]
    return
  }
  const random = keyedRandom(seed, 'pairs')
  for (let pair = 0; pair < PAIRS; pair += 1) yield [random.pick(gaps), random.pick(gaps)]
}

function estimate(
  gaps: readonly Gaps[],
  of: keyof Gaps,
  seed: number,
  statistic: (gaps: readonly Gaps[]) => number | undefined,
): Estimate | undefined {
  const value = statistic(gaps)
  const interval = resampled(gaps, statistic, seed, 'times')
  if (value === undefined || interval === undefined) return undefined
  const used = gaps.map((each) => each[of].length)
  return { value, ...interval, n: used.reduce((sum, n) => sum + n, 0), conversations: used.filter((n) => n > 0).length }
}

function isEnough(clusters: readonly (readonly unknown[])[]): boolean {
  return (
    clusters.filter(({ length }) => length > 0).length >= LEAST_CONVERSATIONS && clusters.flat().length >= LEAST_GAPS
  )
}

/** From the agent's message to the customer's; without what was tapped, or begun before. */
function gapsBefore({ turns }: Heard): readonly Gap[] {
  return turns.flatMap((turn) => {
    const { afterMs, isTapped, messages } = turn
    return afterMs === undefined || isTapped || isCrossed(turn)
      ? []
      : [{ ms: afterMs, characters: messages[0]?.length ?? 0 }]
  })
}

/** Between messages of one turn. */
function gapsWithin({ turns }: Heard): readonly Gap[] {
  return turns.flatMap(({ betweenMs = [], messages }) =>
    betweenMs.map((ms, index) => ({ ms, characters: messages[index + 1]?.length ?? 0 })),
  )
}
