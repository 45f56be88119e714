/**
 * A judge held against people, where labels were drawn from several strata of its verdicts.
 *
 * Strata are told apart by what the judge said and by whatever else is known of a conversation before anybody labels it,
 * such as that jurors disagreed. Within a stratum labels must be drawn at random; how many of each is free. From the same
 * draws come the corrected rate, how many true violations the judge finds, and how many good conversations it spares:
 * counted plainly, those two would be of the labels that happened to be asked for.
 */
import { betaDraw } from './beta-draw.ts'
import { middle } from './bootstrap.ts'
import type { CorrectionOptions } from './corrected-rate.ts'
import { keyedRandom } from './random.ts'
import { type Interval, requireConfidence } from './rate.ts'

/** One kind of verdict. Counts are numbers from 0; of weighted conversations, those of as many unweighted ones. */
export interface JudgedStratum {
  /** What the judge said of all of them. */
  readonly said: 'held' | 'violated'
  readonly n: number
  /** Of those labelled: how many, and how many people call held. */
  readonly labelled: number
  readonly trulyHeld: number
}

export interface Estimate extends Interval {
  readonly rate: number
}

export interface JudgeEstimate {
  /** Share that people would call held. */
  readonly corrected: Estimate
  /** Of what people would call violated, the share that the judge calls so. */
  readonly finds: Estimate
  /** Of what people would call held, the share that the judge calls so. */
  readonly spares: Estimate
  readonly n: number
  readonly labels: number
}

/**
 * Half a conversation is added to each count (Jeffreys), so that a stratum without labels leaves everything possible.
 *
 * @returns nothing where there are no strata
 * @throws RangeError when counts do not fit together
 */
export function judgeEstimate(strata: readonly JudgedStratum[], options: CorrectionOptions): JudgeEstimate | undefined {
  if (strata.length === 0) return undefined
  for (const stratum of strata) requireStratum(stratum)
  const { seed, confidence = 0.95, draws: many = 4000 } = options
  const within = requireConfidence(confidence)
  const random = keyedRandom(seed, 'judged strata')
  const draws = { corrected: [] as number[], finds: [] as number[], spares: [] as number[] }
  for (let draw = 0; draw < many; draw += 1) {
    const held = { said: 0, all: 0 }
    const violated = { said: 0, all: 0 }
    const shares = sharesDrawn(strata, random)
    for (const [at, { said, labelled, trulyHeld }] of strata.entries()) {
      const share = shares[at] ?? 0
      const right = betaDraw(random, trulyHeld + 0.5, labelled - trulyHeld + 0.5)
      held.all += share * right
      violated.all += share * (1 - right)
      if (said === 'held') held.said += share * right
      else violated.said += share * (1 - right)
    }
    draws.corrected.push(held.all)
    draws.finds.push(violated.said / violated.all)
    draws.spares.push(held.said / held.all)
  }
  const estimate = (values: readonly number[]): Estimate => ({ rate: middle(values, 0).low, ...middle(values, within) })
  return {
    corrected: estimate(draws.corrected),
    finds: estimate(draws.finds),
    spares: estimate(draws.spares),
    n: strata.reduce((sum, { n }) => sum + n, 0),
    labels: strata.reduce((sum, { labelled }) => sum + labelled, 0),
  }
}

/** How much of the whole each stratum is, by breaking off one after the other. */
function sharesDrawn(strata: readonly JudgedStratum[], random: ReturnType<typeof keyedRandom>): readonly number[] {
  let rest = 1
  let behind = strata.reduce((sum, { n }) => sum + n + 0.5, 0)
  return strata.map(({ n }, at) => {
    behind -= n + 0.5
    if (at === strata.length - 1) return rest
    const share = rest * betaDraw(random, n + 0.5, behind)
    rest -= share
    return share
  })
}

function requireStratum({ n, labelled, trulyHeld }: JudgedStratum): void {
  if (!(trulyHeld >= 0 && trulyHeld <= labelled + 1e-9 && labelled <= n + 1e-9)) {
    throw new RangeError(`of ${n} conversations ${labelled} cannot be labelled and ${trulyHeld} be truly held`)
  }
}
