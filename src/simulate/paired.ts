/**
 * Pairs of trials that differ in one thing: agent version, or a fault. Condition by condition, what that one thing cost.
 *
 * A pair counts where it was decided on both sides. Where every scenario has one pair, single trials are compared
 * (exact McNemar, Tango's interval); where any has several, the means of scenarios are (sign-flip test), because
 * trials of one scenario are not independent.
 */
import { stateOf, type Verdict } from '../pact/index.ts'
import {
  type GateState,
  mcnemar,
  nonInferiority,
  nonInferiorityOfMeans,
  type Rate,
  rate,
  signFlip,
} from '../stats/index.ts'

/** One condition, or all of them together, on both sides. */
export interface Compared {
  /** The condition, or `overall` for conversations without any violation. */
  readonly id: string
  /** Pairs that were decided on both sides. */
  readonly pairs: number
  readonly scenarios: number
  /** Pairs that were not decided on one side or both, and so are in no count. */
  readonly undecidedPairs: number
  readonly old: Rate
  readonly fresh: Rate
  /** Pairs that held before and are violated now, and the other way round. */
  readonly broke: number
  readonly mended: number
  /** `mcnemar`: one pair per scenario. `sign-flip`: several, compared by the scenarios' means. */
  readonly method: 'mcnemar' | 'sign-flip'
  /** New minus old; `low` and `high` are its 95 % interval. */
  readonly difference: number
  readonly low: number
  readonly high: number
  /** Chance of so much loss if the versions were alike. */
  readonly pWorse: number
  /** The smallest `pWorse` that as many differences could have given. */
  readonly leastP: number
  readonly state: GateState
  /** It seemed refuted, but not after correcting for the number of conditions. */
  readonly corrected: boolean
  /** More pairs (`mcnemar`) or scenarios (`sign-flip`) until a decision if things go on as seen; null: out of reach. */
  readonly moreNeeded: number | null
}

/** A critical condition that held in all trials of a scenario and is violated in all of them now. */
export interface HardBreak {
  readonly condition: string
  readonly scenario: string
  readonly before: number
  readonly now: number
}

export const passed = 1
export const failed = 0
/** Unjudged or not applicable. */
export const undecided = -1

/**
 * How one trial stands on every line, in few bytes.
 *
 * @param otherwise how a promise counts that did not apply. Between versions it decides nothing; under a fault it was
 * not broken, which is what is asked there.
 */
export function outcomesOf(verdict: Verdict, lines: readonly PairedLine[], otherwise = undecided): Int8Array {
  const state = stateOf(verdict)
  const found = new Map(verdict.findings.map(({ condition, outcome }) => [condition, outcome]))
  const standing = { held: passed, violated: failed, unjudged: undecided, 'not-applicable': otherwise }
  return Int8Array.from(lines, ({ id }, index) => {
    if (index === 0) return state === 'clean' ? passed : state === 'violating' ? failed : undecided
    return standing[found.get(id) ?? 'unjudged']
  })
}

/** The pairs of one scenario that were decided on both sides. */
interface Pairs {
  n: number
  oldPassed: number
  freshPassed: number
}

/** One line of the comparison, gathered pair by pair. */
export class PairedLine {
  readonly id: string
  private readonly critical: boolean
  private readonly scenarios = new Map<string, Pairs>()
  private broke = 0
  private mended = 0
  private undecidedPairs = 0

  constructor(id: string, critical: boolean) {
    this.id = id
    this.critical = critical
  }

  add(scenario: string, before: number, now: number): void {
    if (before === undecided || now === undecided) {
      this.undecidedPairs += 1
      return
    }
    const pairs = this.scenarios.get(scenario) ?? { n: 0, oldPassed: 0, freshPassed: 0 }
    this.scenarios.set(scenario, pairs)
    pairs.n += 1
    pairs.oldPassed += before
    pairs.freshPassed += now
    if (before > now) this.broke += 1
    if (before < now) this.mended += 1
  }

  hardBreaks(): readonly HardBreak[] {
    if (!this.critical) return []
    return [...this.scenarios]
      .filter(([, { n, oldPassed, freshPassed }]) => oldPassed === n && freshPassed === 0)
      .map(([scenario, { n }]) => ({ condition: this.id, scenario, before: n, now: n }))
  }

  compared(margin: number): Compared | undefined {
    const all = [...this.scenarios.values()]
    const pairs = all.reduce((sum, { n }) => sum + n, 0)
    if (pairs === 0) return undefined
    const { id, broke, mended, undecidedPairs } = this
    const once = all.every(({ n }) => n === 1)
    return {
      id,
      pairs,
      scenarios: all.length,
      undecidedPairs,
      old: rate(
        all.reduce((sum, { oldPassed }) => sum + oldPassed, 0),
        pairs,
      ),
      fresh: rate(
        all.reduce((sum, { freshPassed }) => sum + freshPassed, 0),
        pairs,
      ),
      broke,
      mended,
      ...(once ? bySingleRuns({ broke, mended, pairs }, margin) : byMeans(all, margin)),
      corrected: false,
    }
  }
}

type Decision = Pick<Compared, 'method' | 'difference' | 'low' | 'high' | 'pWorse' | 'leastP' | 'state' | 'moreNeeded'>

function bySingleRuns(counts: { broke: number; mended: number; pairs: number }, margin: number): Decision {
  const { difference, low, high, state, moreNeeded } = nonInferiority(counts, { margin })
  const { pWorse } = mcnemar(counts)
  const leastP = 2 ** -(counts.broke + counts.mended)
  return { method: 'mcnemar', difference, low, high, state, moreNeeded, pWorse, leastP }
}

/** The seed only draws sign patterns above 20 scenarios; a fixed one keeps reports the same. */
const seed = 1

function byMeans(scenarios: readonly Pairs[], margin: number): Decision {
  const differences = scenarios.map(({ n, oldPassed, freshPassed }) => (freshPassed - oldPassed) / n)
  const { difference, pWorse, least: leastP } = signFlip(differences, { seed })
  // One scenario, however often it ran, says nothing of others.
  if (scenarios.length < 2) {
    return { method: 'sign-flip', difference, low: -1, high: 1, pWorse, leastP, state: 'undecided', moreNeeded: null }
  }
  const runs = scenarios.map(({ n, oldPassed, freshPassed }) => ({
    old: { successes: oldPassed, n },
    fresh: { successes: freshPassed, n },
  }))
  const { low, high, state, moreNeeded } = nonInferiorityOfMeans(runs, { margin })
  return { method: 'sign-flip', difference, low, high, pWorse, leastP, state, moreNeeded }
}
