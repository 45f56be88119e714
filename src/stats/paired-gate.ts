/**
 * The regression gate: does the new version break more scenarios than it mends? Anytime-valid.
 *
 * One may look after every pair and stop as soon as it says so. It can only refute the claim that the
 * new version is no worse; that nothing was refuted is not a pass, for that there is `nonInferiority`.
 */
import { logBeta, logBetaTail } from './beta.ts'
import { type GateState, smallestWhere } from './gate.ts'
import { type Flips, requireFlips } from './mcnemar.ts'
import { requireFraction } from './rate.ts'

/** How a scenario came out on the two versions. */
export type PairOutcome = 'same' | 'broke' | 'mended'

export interface PairedGate extends Flips {
  readonly alpha: number
  readonly pairs: number
  /** `refuted`: the new version is worse. Never `proven`. */
  readonly state: Exclude<GateState, 'proven'>
  /** Evidence that the new version is worse; refuted at 1/alpha. */
  readonly e: number
  /** Pair at which it was decided, counting from 1; null while undecided. */
  readonly decidedAt: number | null
  /** Further breaks in a row that would refute; 0 when decided, null when above ten million. */
  readonly moreNeeded: number | null
}

/** The gate before the first pair. `alpha` is the accepted chance of a false alarm; default 0.05. */
export function pairedGate(alpha = 0.05): PairedGate {
  requireFraction('alpha', alpha)
  return reading({ alpha, pairs: 0, broke: 0, mended: 0, decidedAt: null })
}

/** The gate after one more pair. Pairs enter in an order fixed beforehand. */
export function pairedNext(gate: PairedGate, outcome: PairOutcome): PairedGate {
  return reading({
    alpha: gate.alpha,
    pairs: gate.pairs + 1,
    broke: gate.broke + (outcome === 'broke' ? 1 : 0),
    mended: gate.mended + (outcome === 'mended' ? 1 : 0),
    decidedAt: gate.decidedAt,
  })
}

/** log evidence that a flip is more often a break than not, spread over all such shares alike. */
export function logEvidenceWorse({ broke, mended }: Flips): number {
  requireFlips({ broke, mended })
  return (broke + mended + 1) * Math.LN2 + logBeta(broke + 1, mended + 1) + logBetaTail(0.5, broke + 1, mended + 1)
}

function reading(counts: Pick<PairedGate, 'alpha' | 'pairs' | 'broke' | 'mended' | 'decidedAt'>): PairedGate {
  const { alpha, pairs, broke, mended } = counts
  const enough = -Math.log(alpha)
  const log = logEvidenceWorse({ broke, mended })
  const decidedAt = counts.decidedAt ?? (log >= enough ? pairs : null)
  const refutes = (more: number) => logEvidenceWorse({ broke: broke + more, mended }) >= enough
  return {
    ...counts,
    decidedAt,
    state: decidedAt === null ? 'undecided' : 'refuted',
    e: Math.exp(log),
    moreNeeded: decidedAt === null ? smallestWhere(refutes, 1) : 0,
  }
}
