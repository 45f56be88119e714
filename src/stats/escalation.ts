/**
 * Which verdicts may stand without a person, with a guarantee.
 *
 * Verdicts come in tiers, the surest first, in an order fixed before anybody labels. Tier by tier, as long as labels prove
 * that at most so many are wrong, its verdicts may stand; from the first tier on for which they do not, people decide. In
 * this order each tier may be tested at the full level, and the chance that any tier stands that should not is bounded.
 *
 * It holds while conversations and judge stay as they were when labelled.
 *
 * @see Angelopoulos et al. 2021, Learn then Test, for fixed sequences
 */
import { upperLimit } from './exact-rate.ts'

/** Verdicts of one sureness, and what people said of some of them, drawn at random. */
export interface Tier {
  readonly n: number
  readonly labelled: number
  readonly wrong: number
}

export interface TierStanding extends Tier {
  /** At most this share is wrong, with the confidence asked for; 1 without labels. */
  readonly atMost: number
  readonly stands: boolean
  /** Labels that it takes if none of them says that a verdict was wrong; 0 where it stands. */
  readonly more: number
}

export interface EscalationOptions {
  /** The largest share of standing verdicts that may be wrong. Default 0.05. */
  readonly error?: number
  /** Default 0.95. */
  readonly confidence?: number
}

/** @throws RangeError when counts do not fit together, or the options are no fractions */
export function escalation(tiers: readonly Tier[], options: EscalationOptions = {}): readonly TierStanding[] {
  const { error = 0.05, confidence = 0.95 } = options
  if (!(error > 0 && error < 1)) throw new RangeError(`error must be between 0 and 1, got ${error}`)
  let isOpen = false
  return tiers.map((tier) => {
    const { labelled, wrong } = tier
    const atMost = labelled === 0 ? 1 : upperLimit(wrong, labelled, confidence)
    if (atMost > error) isOpen = true
    return { ...tier, atMost, stands: !isOpen, more: moreLabels(tier, error, confidence) }
  })
}

function moreLabels({ labelled, wrong }: Tier, error: number, confidence: number): number {
  const proves = (more: number) => labelled + more > 0 && upperLimit(wrong, labelled + more, confidence) <= error
  if (proves(0)) return 0
  let enough = 1
  while (!proves(enough)) enough *= 2
  let short = Math.floor(enough / 2)
  while (enough - short > 1) {
    const between = Math.floor((short + enough) / 2)
    if (proves(between)) enough = between
    else short = between
  }
  return enough
}
