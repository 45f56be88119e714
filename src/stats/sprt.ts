/**
 * Wald's sequential test between two stated failure rates, with a cap on its length.
 *
 * The quickest test when the agent is at one of the two rates; slow and without meaning between them,
 * hence the cap. When only one rate is promised, use `certification`.
 */
import type { GateState } from './gate.ts'
import { requireFraction } from './rate.ts'

export interface SprtOptions {
  /** Failure rate that is acceptable, a fraction. */
  readonly acceptable: number
  /** Higher failure rate that must not pass. */
  readonly unacceptable: number
  /** Accepted chance to refute at the acceptable rate. Default 0.05. */
  readonly alpha?: number
  /** Accepted chance to prove at the unacceptable rate. Default 0.05. */
  readonly beta?: number
  /** Trials after which it gives up undecided. Default 1000. */
  readonly cap?: number
}

export interface Sprt {
  readonly options: Required<SprtOptions>
  readonly n: number
  readonly failures: number
  /** log of the likelihood ratio of unacceptable to acceptable. */
  readonly logRatio: number
  /** `proven`: acceptable rather than unacceptable. */
  readonly state: GateState
  /** No more trials will change the state: it is decided, or the cap is reached. */
  readonly finished: boolean
  /** Further trials that prove if all of them pass; 0 when finished; null when the cap comes first. */
  readonly moreNeeded: number | null
}

/** The test before the first trial. */
export function sprt(options: SprtOptions): Sprt {
  const { acceptable, unacceptable, alpha = 0.05, beta = 0.05, cap = 1000 } = options
  requireFraction('acceptable', acceptable)
  requireFraction('unacceptable', unacceptable)
  requireFraction('alpha', alpha)
  requireFraction('beta', beta)
  if (acceptable >= unacceptable) {
    throw new RangeError(`the acceptable failure rate must be the lower one, got ${acceptable} and ${unacceptable}`)
  }
  return reading({ acceptable, unacceptable, alpha, beta, cap }, 0, 0)
}

/** The test after one more trial; unchanged once it has finished. */
export function sprtNext(test: Sprt, passed: boolean): Sprt {
  return test.finished ? test : reading(test.options, test.n + 1, test.failures + (passed ? 0 : 1))
}

function reading(options: Required<SprtOptions>, n: number, failures: number): Sprt {
  const { acceptable, unacceptable, alpha, beta, cap } = options
  const onFail = Math.log(unacceptable / acceptable)
  const onPass = Math.log1p(-unacceptable) - Math.log1p(-acceptable)
  const logRatio = failures * onFail + (n - failures) * onPass
  const prove = Math.log(beta / (1 - alpha))
  const state = stateOf(logRatio, prove, Math.log((1 - beta) / alpha))
  const finished = state !== 'undecided' || n >= cap
  const more = Math.ceil((prove - logRatio) / onPass)
  const reachable = n + more <= cap ? more : null
  return { options, n, failures, logRatio, state, finished, moreNeeded: finished ? 0 : reachable }
}

function stateOf(logRatio: number, prove: number, refute: number): GateState {
  if (logRatio <= prove) return 'proven'
  return logRatio >= refute ? 'refuted' : 'undecided'
}
