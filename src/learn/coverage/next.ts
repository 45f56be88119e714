/**
 * Which scenario to add next: the one that brings the most customers nearer to some scenario, then the one that does so
 * beside it, and so on.
 *
 * What a scenario adds never grows as others are added, so one whose last known gain is already too small need not be
 * looked at again. The choice is that of looking at all of them each time, and covers at least 63 % of what the best
 * choice of as many would.
 *
 * @see Nemhauser, Wolsey and Fisher 1978, Math. Programming 14 265-294, for the share; Minoux 1978 for the laziness
 */
export interface Candidates {
  readonly candidates: number
  /** How near each customer is to the suite as it is: 0..1, one number each. */
  readonly have: readonly number[]
  /** How near the customer would be to the candidate: 0..1. */
  near(customer: number, candidate: number): number
}

export interface Addition {
  readonly candidate: number
  /** By how much it brings customers nearer, summed over them. Above 0. */
  readonly gain: number
}

/** The candidates to add, best first; the earlier one where two gain as much. Ends where nothing is gained. */
export function whatToAdd({ candidates, have, near }: Candidates, most: number): readonly Addition[] {
  const best = [...have]
  const gainOf = (candidate: number) =>
    best.reduce((sum, reached, customer) => sum + Math.max(0, near(customer, candidate) - reached), 0)
  const bounds = Array.from({ length: candidates }, (_, candidate) => ({
    candidate,
    gain: gainOf(candidate),
    round: 0,
  }))
  const chosen: Addition[] = []
  while (chosen.length < most) {
    bounds.sort((a, b) => b.gain - a.gain || a.candidate - b.candidate)
    const [first] = bounds
    if (first === undefined || first.gain <= 0) break
    if (first.round === chosen.length) {
      bounds.shift()
      chosen.push({ candidate: first.candidate, gain: first.gain })
      for (const customer of best.keys())
        best[customer] = Math.max(best[customer] ?? 0, near(customer, first.candidate))
    } else {
      first.gain = gainOf(first.candidate)
      first.round = chosen.length
    }
  }
  return chosen
}
