/**
 * Thirty labels, asked for where they tell the most or given at random: how far the corrected rate is off.
 *
 * Productions are drawn from judged pairs whose truth is known. Both ways of asking are corrected over the same strata, so
 * that nothing differs but which pairs are labelled; at random, a stratum that got no label leaves everything possible.
 */
import { toLabel } from '../src/learn/calibration/next.ts'
import type { Candidate, Doubt, Stratum } from '../src/learn/calibration/strata.ts'
import { type JudgedStratum, judgeEstimate, type KeyedRandom, keyedRandom } from '../src/stats/index.ts'

/** What a jury said of something, whether its jurors differed, and what people say. */
export interface JudgedOnce {
  readonly says: boolean
  readonly isSplit: boolean
  readonly is: boolean
}

const labels = 30
const production = 1000
const productions = 300

export interface Off {
  /** Root of the mean square, a fraction; and the mean width of the 95 % interval. */
  readonly off: number
  readonly width: number
  readonly covered: number
}

export function chosenLabels(known: readonly JudgedOnce[]): Readonly<Record<'chosen' | 'random', Off>> {
  const sums = { chosen: { square: 0, width: 0, covered: 0 }, random: { square: 0, width: 0, covered: 0 } }
  for (let seed = 0; seed < productions; seed += 1) {
    const random = keyedRandom(seed, 'chosen labels')
    const drawn = Array.from({ length: production }, () => random.pick(known))
    const truth = drawn.filter(({ is }) => is).length / production
    for (const how of ['chosen', 'random'] as const) {
      const strata = how === 'chosen' ? askedFor(drawn) : atRandom(drawn, random)
      const found = judgeEstimate(strata, { seed, draws: 500 })?.corrected
      if (found === undefined) continue
      sums[how].square += (found.rate - truth) ** 2
      sums[how].width += found.high - found.low
      if (found.low <= truth && truth <= found.high) sums[how].covered += 1
    }
  }
  const off = ({ square, width, covered }: (typeof sums)['chosen']): Off => ({
    ...{ off: Math.sqrt(square / productions), width: width / productions, covered: covered / productions },
  })
  return { chosen: off(sums.chosen), random: off(sums.random) }
}

const saidBy = ({ says }: JudgedOnce) => (says ? 'held' : 'violated')
const doubtOf = ({ isSplit }: JudgedOnce): Doubt => (isSplit ? 'split' : 'none')

function strataIn(drawn: readonly JudgedOnce[]): readonly (readonly JudgedOnce[])[] {
  const groups = new Map<string, JudgedOnce[]>()
  for (const each of drawn) {
    const key = `${saidBy(each)} ${doubtOf(each)}`
    groups.set(key, [...(groups.get(key) ?? []), each])
  }
  return [...groups.values()]
}

/** Ten at a time, so that what the first say of a stratum decides where the next go. */
function askedFor(drawn: readonly JudgedOnce[]): readonly JudgedStratum[] {
  const groups = strataIn(drawn)
  const taken = groups.map(() => 0)
  for (let round = 0; round < labels; round += 10) {
    for (const { conversation } of toLabel(
      groups.map((own, at) => stratumOf(own, taken[at] ?? 0, at)),
      10,
    ))
      taken[Number(conversation)] = (taken[Number(conversation)] ?? 0) + 1
  }
  return groups.map((own, at) => judged(own, taken[at] ?? 0))
}

function atRandom(drawn: readonly JudgedOnce[], random: KeyedRandom): readonly JudgedStratum[] {
  const labelled = new Set(random.shuffle(drawn.map((_, at) => at)).slice(0, labels))
  const marked = drawn.map((each, at) => ({ ...each, isLabelled: labelled.has(at) }))
  return strataIn(marked).map((own) => {
    const first = (own as typeof marked).toSorted((a, b) => Number(b.isLabelled) - Number(a.isLabelled))
    return judged(first, first.filter(({ isLabelled }) => isLabelled).length)
  })
}

/** The first so many of a stratum are labelled; they stand in a random order. */
function judged(own: readonly JudgedOnce[], labelled: number): JudgedStratum {
  const [first] = own
  if (first === undefined) throw new Error('a stratum has something in it')
  return {
    said: saidBy(first),
    n: own.length,
    labelled,
    trulyHeld: own.slice(0, labelled).filter(({ is }) => is).length,
  }
}

function stratumOf(own: readonly JudgedOnce[], taken: number, at: number): Stratum {
  const next = own.slice(taken, taken + labels).map((_, place): Candidate => {
    return { source: 'production', conversation: `${at}`, name: `${at}`, place }
  })
  const doubt = own[0] === undefined ? 'none' : doubtOf(own[0])
  const about = { condition: 'first', doubt, isRead: true, conversations: own.length, waiting: 0, counted: [] }
  return { ...judged(own, taken), ...about, next }
}
