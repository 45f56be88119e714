/**
 * Where the next trials go: none to scenarios that are decided, first to those that a few trials will decide.
 *
 * Every scenario has evidence of its own that may be looked at after every round (`certification`), so stopping one
 * early and spending on another costs no validity: which scenario is played next depends only on what has been seen.
 * Trials are given out in rounds, and a round's outcomes enter together, so that the result does not depend on which
 * trial happens to finish first.
 *
 * Many scenarios are decided at once, so decisions are made together: of those called proven, at most a share of alpha is
 * wrong on average, and of those called refuted as well. Holding each to a chance of alpha divided by their number
 * would ask for twice the trials. What is decided stays so, since nothing more is played of it.
 *
 * A pooled k of n over scenarios that were stopped at different times is the rate of nothing: whoever failed often was
 * played less. Report scenarios each by their own range (`anytimeRange`).
 *
 * @see Howard, Ramdas, McAuliffe, Sekhon 2021, Ann. Statist. 49(2) 1055-1080, for evidence under adaptive stopping
 * @see Wang and Ramdas 2022, J. R. Stat. Soc. B 84, for deciding many together
 */
import { logEvidenceAgainst, logEvidenceFor } from './certification.ts'
import { type GateState, smallestWhere } from './gate.ts'
import { eBenjaminiHochberg } from './multiplicity.ts'
import { requireFraction } from './rate.ts'

/** What one scenario, or anything else that is tried again and again, has shown so far. */
export interface Tried {
  readonly id: string
  readonly successes: number
  readonly failures: number
  /** Trials that were had and say nothing. Default none. */
  readonly unjudged?: number
}

export interface SpendOptions {
  /** The promised pass rate of each scenario, a fraction. */
  readonly target: number
  /** Accepted share of wrong decisions on average, among the proven and among the refuted. Default 0.05. */
  readonly alpha?: number
  /** Trials in all, those already had included. */
  readonly budget: number
  /** Trials of one round, at most. Default 20. */
  readonly round?: number
  /** Trials that every scenario gets before any gets more. Default 5. */
  readonly first?: number
  /** Trials of one scenario, at most. Default as many as the budget has. */
  readonly most?: number
}

/** How one scenario stands, and what is to be spent on it. */
export interface Spending extends Tried {
  readonly state: GateState
  /** Trials in the next round. */
  readonly next: number
  /** Further trials until it is decided if things go on as seen; 0 when decided, null when that is out of sight. */
  readonly expected: number | null
}

export interface Spend {
  /** In the order in which they were given. */
  readonly each: readonly Spending[]
  readonly spent: number
  /** Nothing more is to be played: all is decided, cannot be judged, or the budget is spent. */
  readonly finished: boolean
}

/** Nobody plays a scenario this often to settle one question. */
const OUT_OF_SIGHT = 1_000_000

/** Trials of which none could be judged, after which no more are had: they would say nothing either. */
const HOPELESS = 12

/**
 * What to play in the next round.
 *
 * @throws RangeError when an option is out of range or two have one id
 */
export function spend(tried: readonly Tried[], options: SpendOptions): Spend {
  const { target, alpha = 0.05, budget, round = 20, first = 5, most = budget } = options
  requireFraction('alpha', alpha)
  requireFraction('target', target)
  for (const [name, value] of Object.entries({ budget, round, first, most })) {
    if (!(Number.isSafeInteger(value) && value >= 1)) {
      throw new RangeError(`${name} must be a whole number of at least 1, got ${value}`)
    }
  }
  if (new Set(tried.map(({ id }) => id)).size < tried.length) throw new RangeError('two scenarios have one id')

  const spent = tried.reduce((sum, each) => sum + hadOf(each), 0)
  const standing = standings(tried, target, alpha)
  const next = allotted(standing, { left: Math.min(round, Math.max(0, budget - spent)), first, most })
  const each = standing.map(({ atBest: _, ...arm }) => ({ ...arm, next: next.get(arm.id) ?? 0 }))
  return { each, spent, finished: next.size === 0 }
}

interface Standing extends Omit<Spending, 'next'> {
  /** As `expected`, if all that lean its way are decided with it. */
  readonly atBest: number
}

const hadOf = ({ successes, failures, unjudged = 0 }: Tried) => successes + failures + unjudged

function standings(tried: readonly Tried[], target: number, alpha: number): readonly Standing[] {
  const evidence = (log: typeof logEvidenceFor) =>
    tried.map(({ successes, failures }) => Math.exp(log(successes, failures, target)))
  const proven = eBenjaminiHochberg(evidence(logEvidenceFor), alpha)
  const refuted = eBenjaminiHochberg(evidence(logEvidenceAgainst), alpha)
  // The more are decided together, the less evidence each of them needs.
  const neededAmong = (n: number) => Math.log(tried.length / (alpha * Math.max(1, n)))
  const above = tried.filter((each) => seenOf(each) > target).length
  const up = { decided: proven.filter(Boolean).length, leaning: above }
  const down = { decided: refuted.filter(Boolean).length, leaning: tried.length - above }
  return tried.map((each, index) => {
    const state = proven[index] ? 'proven' : refuted[index] ? 'refuted' : 'undecided'
    if (state !== 'undecided') return { ...each, state, expected: 0, atBest: 0 }
    const { decided, leaning } = seenOf(each) > target ? up : down
    const expected = moreOf(each, target, neededAmong(decided + 1))
    return { ...each, state, expected, atBest: moreOf(each, target, neededAmong(leaning)) ?? OUT_OF_SIGHT }
  })
}

/** At most as many as were had already, so that a guess from few trials is not bet on. */
function allotted(
  standing: readonly Standing[],
  { left, first, most }: { readonly left: number; readonly first: number; readonly most: number },
): ReadonlyMap<string, number> {
  const given = new Map<string, number>()
  let rest = left
  const give = (id: string, wanted: number) => {
    const trials = Math.min(rest, wanted)
    if (trials <= 0) return
    given.set(id, trials)
    rest -= trials
  }
  const fresh = standing.filter((each) => hadOf(each) < first)
  for (const each of fresh) give(each.id, first - hadOf(each))
  if (fresh.length > 0) return given
  const open = standing.filter((each) => each.state === 'undecided' && !isHopeless(each))
  for (const each of open.toSorted((a, b) => a.atBest - b.atBest)) {
    const had = hadOf(each)
    give(each.id, Math.min(each.atBest, had, most - had))
  }
  return given
}

const isHopeless = (each: Tried) => each.successes + each.failures === 0 && hadOf(each) >= HOPELESS

/** Half a trial on either side, so that the first outcome is not taken for certain. */
const seenOf = ({ successes, failures }: Tried) => (successes + 0.5) / (successes + failures + 1)

/**
 * Further trials if the rate is what was seen: evidence still missing, over the evidence that a trial brings on average,
 * which is the divergence of the rate from the target. Null when that is out of sight.
 */
function moreOf(tried: Tried, target: number, needed: number): number | null {
  const { successes, failures } = tried
  if (failures === 0) return smallestWhere((more) => logEvidenceFor(successes + more, 0, target) >= needed, 1)
  const seen = seenOf(tried)
  const evidence = (seen > target ? logEvidenceFor : logEvidenceAgainst)(successes, failures, target)
  const perTrial = seen * Math.log(seen / target) + (1 - seen) * Math.log((1 - seen) / (1 - target))
  const more = Math.ceil((needed - evidence) / perTrial)
  return more <= OUT_OF_SIGHT ? Math.max(1, more) : null
}
