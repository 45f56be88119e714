/**
 * Where the next trials go: none to scenarios that are decided, first to those that a few trials will decide.
 *
 * Every scenario has a gate of its own that may be looked at after every trial (`certification`), so stopping one early
 * and spending on another costs no validity: which scenario is played next depends only on what has been seen.
 * Trials are given out in rounds, and a round's outcomes enter together, so that the result does not depend on which
 * trial happens to finish first.
 *
 * A pooled k of n over scenarios that were stopped at different times is the rate of nothing: whoever failed often was
 * played less. Report scenarios each by their own confidence sequence.
 *
 * @see Howard, Ramdas, McAuliffe, Sekhon 2021, Ann. Statist. 49(2) 1055-1080, for sequences under adaptive stopping
 */
import { type Certification, certifyCounts, logEvidenceAgainst, logEvidenceFor } from './certification.ts'
import { requireFraction } from './rate.ts'

/** What one scenario, or anything else that is tried again and again, has shown so far. */
export interface Tried {
  readonly id: string
  readonly successes: number
  readonly failures: number
}

export interface SpendOptions {
  /** The promised pass rate of each scenario, a fraction. */
  readonly target: number
  /** Accepted chance that any scenario at all is decided wrongly, for each side; divided among them. Default 0.05. */
  readonly alpha?: number
  /** Trials in all, those already had included. */
  readonly budget: number
  /** Trials of one round, at most. Default 20. */
  readonly round?: number
  /** Trials that every scenario gets before any gets more. Default 2. */
  readonly first?: number
}

/** How one scenario stands, and what is to be spent on it. */
export interface Spending extends Tried {
  readonly gate: Certification
  /** Trials in the next round. */
  readonly next: number
  /** Further trials until it is decided if things go on as seen; 0 when decided, null when that is out of sight. */
  readonly expected: number | null
}

export interface Spend {
  /** In the order in which they were given. */
  readonly each: readonly Spending[]
  readonly spent: number
  /** Nothing more is to be played: all is decided, or the budget is spent. */
  readonly finished: boolean
}

/** Nobody plays a scenario this often to settle one question. */
const OUT_OF_SIGHT = 1_000_000

/**
 * What to play in the next round.
 *
 * @throws RangeError when an option is out of range or two have one id
 */
export function spend(tried: readonly Tried[], options: SpendOptions): Spend {
  const { target, alpha = 0.05, budget, round = 20, first = 2 } = options
  requireFraction('alpha', alpha)
  requireFraction('target', target)
  for (const [name, value] of Object.entries({ budget, round, first })) {
    if (!(Number.isSafeInteger(value) && value >= 1)) {
      throw new RangeError(`${name} must be a whole number of at least 1, got ${value}`)
    }
  }
  if (new Set(tried.map(({ id }) => id)).size < tried.length) throw new RangeError('two scenarios have one id')

  const spent = tried.reduce((sum, { successes, failures }) => sum + successes + failures, 0)
  const standing = tried.map((each) => {
    const gate = certifyCounts(each.successes, each.failures, { target, alpha: alpha / tried.length })
    return { ...each, gate, expected: expectedMore(gate) }
  })
  const next = allotted(standing, { left: Math.min(round, Math.max(0, budget - spent)), first })
  const each = standing.map((arm) => ({ ...arm, next: next.get(arm.id) ?? 0 }))
  return { each, spent, finished: next.size === 0 }
}

type Standing = Omit<Spending, 'next'>

/** At most as many as were had already, so that a guess from few trials is not bet on. */
function allotted(
  standing: readonly Standing[],
  { left, first }: { readonly left: number; readonly first: number },
): ReadonlyMap<string, number> {
  const given = new Map<string, number>()
  let rest = left
  const give = (id: string, wanted: number) => {
    const trials = Math.min(rest, wanted)
    if (trials <= 0) return
    given.set(id, trials)
    rest -= trials
  }
  const open = standing.filter(({ gate }) => gate.state === 'undecided')
  const fresh = open.filter(({ gate }) => triedOf(gate) < first)
  for (const { id, gate } of fresh) give(id, first - triedOf(gate))
  if (fresh.length > 0) return given
  const nearest = open.toSorted((a, b) => (a.expected ?? OUT_OF_SIGHT) - (b.expected ?? OUT_OF_SIGHT))
  for (const { id, gate, expected } of nearest) give(id, Math.min(expected ?? OUT_OF_SIGHT, triedOf(gate)))
  return given
}

const triedOf = ({ successes, failures }: Certification) => successes + failures

/**
 * Evidence still missing, over the evidence that a trial brings on average if the rate is what it seems: the
 * divergence of the seen rate from the target.
 */
function expectedMore(gate: Certification): number | null {
  if (gate.state !== 'undecided') return 0
  const { successes, failures, target, alpha, moreNeeded } = gate
  const seen = (successes + 0.5) / (successes + failures + 1)
  if (failures === 0) return moreNeeded
  const evidence = (seen > target ? logEvidenceFor : logEvidenceAgainst)(successes, failures, target)
  const perTrial = seen * Math.log(seen / target) + (1 - seen) * Math.log((1 - seen) / (1 - target))
  const more = Math.ceil((-Math.log(alpha) - evidence) / perTrial)
  return more <= OUT_OF_SIGHT ? Math.max(1, more) : null
}
