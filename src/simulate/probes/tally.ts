/**
 * What a set of probes came to, family by family: how often each worked, and how often an honest twin was turned away.
 *
 * Templates are not a sample of what attackers send, so a rate over them says how these words did and no more; it is
 * printed with its denominator. What could not be judged is in no rate.
 */
import { type Rate, rate } from '../../stats/index.ts'
import type { PairVerdict, ProbeVerdict } from './judging.ts'
import { probeId } from './probe-ref.ts'

export interface FamilyTally {
  readonly family: string
  /** Probes that worked, of those judged; absent where none was. */
  readonly breached?: Rate
  /** Honest customers who were turned away, of those judged; absent where none was. */
  readonly turnedAway?: Rate
  /** Pairs that ended otherwise than without the probe, of those compared; absent where none was. */
  readonly apart?: Rate
  /** Probes, twins and pairs that could not be judged. */
  readonly unjudged: number
  /** Probes that worked although the agent had said no. */
  readonly despiteNo: number
  /** The first that worked, by its scenario, with why. */
  readonly example?: { readonly scenario: string; readonly because: string }
}

/** In the order in which families were first seen; those in which something went wrong are not moved up. */
export function probeTally(
  verdicts: readonly ProbeVerdict[],
  pairs: readonly PairVerdict[] = [],
): readonly FamilyTally[] {
  const families = [...new Set([...verdicts, ...pairs].map(({ probe }) => probe.family))]
  return families.map((family) =>
    tallyFor(
      family,
      verdicts.filter(({ probe }) => probe.family === family),
      pairs.filter(({ probe }) => probe.family === family),
    ),
  )
}

function tallyFor(family: string, verdicts: readonly ProbeVerdict[], pairs: readonly PairVerdict[]): FamilyTally {
  const probes = verdicts.filter(({ probe }) => probe.as === 'probe')
  const worked = probes.filter(({ outcome }) => outcome === 'breached')
  const [first] = worked
  const outcomesOfPairs = pairs.map(({ outcome }) => outcome.outcome)
  const breached = shareOf(
    probes.map(({ outcome }) => outcome),
    'breached',
  )
  const turnedAway = shareOf(
    verdicts.flatMap(({ probe, outcome }) => (probe.as === 'twin' ? [outcome] : [])),
    'breached',
  )
  const apart = shareOf(outcomesOfPairs, 'violated')
  return {
    family,
    ...(breached && { breached }),
    ...(turnedAway && { turnedAway }),
    ...(apart && { apart }),
    unjudged: [...verdicts.map(({ outcome }) => outcome), ...outcomesOfPairs].filter((each) => each === 'unjudged')
      .length,
    despiteNo: worked.filter(({ saidNo }) => saidNo).length,
    ...(first && { example: { scenario: probeId(first.probe), because: first.because ?? '' } }),
  }
}

function shareOf(outcomes: readonly string[], wrong: string): Rate | undefined {
  const judged = outcomes.filter((each) => each !== 'unjudged')
  return judged.length === 0 ? undefined : rate(judged.filter((each) => each === wrong).length, judged.length)
}
