/**
 * The release gate: is the pass rate at least what was promised? Anytime-valid.
 *
 * One may look after every trial and stop as soon as it decides; peeking costs nothing. Over a whole
 * unbounded run, a promise that does not hold is called proven with chance at most alpha, and one that
 * holds is called refuted with chance at most alpha (Ville's inequality on two e-processes). Outcomes must enter
 * in an order fixed beforehand, such as the plan's, not in the order in which trials happen to finish.
 *
 * The first decision stands. What the agent does afterwards is for the drift detector.
 */
import { logBeta, logBetaCdf, logBetaTail } from './beta.ts'
import { type GateState, smallestWhere } from './gate.ts'
import { requireFraction } from './rate.ts'

export interface CertificationOptions {
  /** The promised pass rate, a fraction between 0 and 1. */
  readonly target: number
  /** Accepted chance of a wrong decision, for each side. Default 0.05. */
  readonly alpha?: number
}

/** The gate after some trials: a value, replaced by `certifyNext`. */
export interface Certification {
  readonly target: number
  readonly alpha: number
  readonly successes: number
  readonly failures: number
  readonly state: GateState
  /** Evidence that the promise holds; proven at 1/alpha. Infinity when beyond what a number can hold. */
  readonly e: number
  /** Evidence that it does not hold; refuted at 1/alpha. */
  readonly eAgainst: number
  /** Trial at which it was decided, counting from 1; null while undecided. */
  readonly decidedAt: number | null
  /** Further trials that prove the promise if all of them pass; 0 when decided, null when above ten million. */
  readonly moreNeeded: number | null
}

/** The gate before the first trial. */
export function certification({ target, alpha = 0.05 }: CertificationOptions): Certification {
  requireFraction('target', target)
  requireFraction('alpha', alpha)
  return withMoreNeeded({
    target,
    alpha,
    successes: 0,
    failures: 0,
    state: 'undecided',
    e: 1,
    eAgainst: 1,
    decidedAt: null,
  })
}

/** The gate after one more trial. */
export function certifyNext(gate: Certification, passed: boolean): Certification {
  return withMoreNeeded(step(gate, passed))
}

/** The gate after all trials, given in their planned order. */
export function certify(outcomes: Iterable<boolean>, options: CertificationOptions): Certification {
  let gate: Reading = certification(options)
  for (const passed of outcomes) gate = step(gate, passed)
  return withMoreNeeded(gate)
}

/**
 * The gate after a number of trials that was fixed beforehand, from counts alone.
 *
 * The same evidence as `certify` has after its last trial; what the gate said on the way is not asked.
 */
export function certifyCounts(successes: number, failures: number, options: CertificationOptions): Certification {
  const { target, alpha } = certification(options)
  const e = Math.exp(logEvidenceFor(successes, failures, target))
  const eAgainst = Math.exp(logEvidenceAgainst(successes, failures, target))
  const state = stateOf(e, eAgainst, alpha)
  const decidedAt = state === 'undecided' ? null : successes + failures
  return withMoreNeeded({ target, alpha, successes, failures, e, eAgainst, state, decidedAt })
}

/**
 * log evidence that the pass rate is above `target`, from counts alone.
 *
 * Half of it bets that nothing ever fails, half on all rates above the target alike.
 */
export function logEvidenceFor(successes: number, failures: number, target: number): number {
  const spike = failures === 0 ? -successes * Math.log(target) : -Infinity
  const spread =
    logBeta(successes + 1, failures + 1) +
    logBetaTail(target, successes + 1, failures + 1) -
    Math.log1p(-target) -
    logUnder(target, successes, failures)
  return logMean(spike, spread)
}

/** log evidence that the pass rate is below `target`: half bets that nothing ever passes, half on all rates below alike. */
export function logEvidenceAgainst(successes: number, failures: number, target: number): number {
  const spike = successes === 0 ? -failures * Math.log1p(-target) : -Infinity
  const spread =
    logBeta(successes + 1, failures + 1) +
    logBetaCdf(target, successes + 1, failures + 1) -
    Math.log(target) -
    logUnder(target, successes, failures)
  return logMean(spike, spread)
}

type Reading = Omit<Certification, 'moreNeeded'>

function step(gate: Reading, passed: boolean): Reading {
  const { target, alpha } = gate
  const successes = gate.successes + (passed ? 1 : 0)
  const failures = gate.failures + (passed ? 0 : 1)
  const e = Math.exp(logEvidenceFor(successes, failures, target))
  const eAgainst = Math.exp(logEvidenceAgainst(successes, failures, target))
  const counted = { target, alpha, successes, failures, e, eAgainst }
  if (gate.decidedAt !== null) return { ...counted, state: gate.state, decidedAt: gate.decidedAt }

  const state = stateOf(e, eAgainst, alpha)
  return { ...counted, state, decidedAt: state === 'undecided' ? null : successes + failures }
}

function stateOf(e: number, eAgainst: number, alpha: number): GateState {
  if (e >= 1 / alpha) return 'proven'
  return eAgainst >= 1 / alpha ? 'refuted' : 'undecided'
}

function withMoreNeeded(gate: Reading): Certification {
  if (gate.state !== 'undecided') return { ...gate, moreNeeded: 0 }
  const enough = -Math.log(gate.alpha)
  const proves = (more: number) => logEvidenceFor(gate.successes + more, gate.failures, gate.target) >= enough
  return { ...gate, moreNeeded: smallestWhere(proves, 1) }
}

/** log probability of one order of these outcomes at the promised rate. */
function logUnder(target: number, successes: number, failures: number): number {
  return successes * Math.log(target) + failures * Math.log1p(-target)
}

function logMean(a: number, b: number): number {
  const larger = Math.max(a, b)
  return larger === -Infinity ? larger : larger + Math.log((Math.exp(a - larger) + Math.exp(b - larger)) / 2)
}
