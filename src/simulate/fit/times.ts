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
  const before = conversations.map(gapsBefore).filter((gaps) => gaps.length > 0)
  if (!isEnough(before)) return {}
  const within = conversations.map(gapsWithin).filter((gaps) => gaps.length > 0)
  const speed = (isEnough(within) ? speedOf(within, seed) : undefined) ?? speedOf(before, seed)
  const perCharacter = 60_000 / CHARACTERS_PER_WORD / (speed?.value ?? USUAL_SPEED)
  const thinking = before.map((gaps) => gaps.map(({ ms, characters }) => Math.max(0, ms - characters * perCharacter)))
  const thinkMs = estimate(thinking, (sample) => medianOf(sample.flat()), seed, 'think')
  return { ...(thinkMs !== undefined && { thinkMs }), ...(speed !== undefined && { wordsPerMinute: speed }) }
}

function speedOf(clusters: readonly (readonly Gap[])[], seed: number): Estimate | undefined {
  const slope = estimate(clusters, (sample) => slopeOf(sample.flat(), seed), seed, 'speed')
  if (slope === undefined || slope.low <= 0) return undefined
  const wordsOf = (perCharacter: number) => 60_000 / CHARACTERS_PER_WORD / perCharacter
  const { n, conversations } = slope
  const value = wordsOf(slope.value)
  if (value < 1 || value > 300) return undefined
  return { value, low: wordsOf(slope.high), high: wordsOf(slope.low), n, conversations }
}

/** Milliseconds for each character more, as the median over pairs; as many pairs as tell, not all. */
function slopeOf(gaps: readonly Gap[], seed: number): number | undefined {
  const random = keyedRandom(seed, 'pairs')
  const slopes: number[] = []
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const [one, other] = [gaps[random.int(gaps.length)], gaps[random.int(gaps.length)]]
    if (one === undefined || other === undefined || one.characters === other.characters) continue
    slopes.push((other.ms - one.ms) / (other.characters - one.characters))
  }
  return medianOf(slopes)
}

function estimate<Item>(
  clusters: readonly (readonly Item[])[],
  statistic: (clusters: readonly (readonly Item[])[]) => number | undefined,
  seed: number,
  purpose: string,
): Estimate | undefined {
  const value = statistic(clusters)
  const interval = resampled(clusters, statistic, seed, purpose)
  if (value === undefined || interval === undefined) return undefined
  return { value, ...interval, n: clusters.flat().length, conversations: clusters.length }
}

function isEnough(clusters: readonly (readonly unknown[])[]): boolean {
  return clusters.length >= LEAST_CONVERSATIONS && clusters.flat().length >= LEAST_GAPS
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
