/**
 * A judge held against what people say, promise by promise: its rate corrected, how much it finds and spares, how far it
 * agrees with people, whether it has changed since they labelled, and which of its verdicts may stand without them.
 */
import { type Agreement, agreement, type Pact, type Rubric } from '../../pact/index.ts'
import {
  escalation,
  type JudgeEstimate,
  judgeEstimate,
  type McNemar,
  mcnemar,
  type Rate,
  rate,
  type TierStanding,
} from '../../stats/index.ts'
import { type Judged, weightIn } from '../violations/judged.ts'
import type { People } from '../violations/people.ts'
import { type JuryComposition, juryComposition } from './composition.ts'
import { type Doubt, type LabelledFinding, Strata, type Stratum } from './strata.ts'

export interface Calibration {
  readonly promises: readonly PromiseCalibration[]
  /** For `toLabel`. */
  readonly strata: readonly Stratum[]
}

export interface PromiseCalibration {
  readonly condition: string
  /** What the judge alone says: held, of the conversations that it decided. */
  readonly judge: Rate
  /** Conversations in which it could not be decided; in no rate. */
  readonly unjudged: number
  /** Absent without labels that count. */
  readonly estimate?: JudgeEstimate
  /** Labels that count, and those that count once others before them are given. */
  readonly labels: number
  readonly waiting: number
  /** Of the labels that count: judge and person. */
  readonly agreement: Agreement
  /** Two people who labelled the same. */
  readonly people: Agreement
  /** What was right when it was labelled and is wrong now, and the other way round. */
  readonly drift: McNemar & { readonly n: number }
  /** Verdicts that may stand without a person, the surest first. */
  readonly tiers: readonly (TierStanding & { readonly said: 'held' | 'violated'; readonly doubt: Doubt })[]
  readonly jury?: JuryComposition
}

export interface CalibrationOptions {
  readonly pact: Pick<Pact, 'rubrics'>
  readonly people: People
  readonly seed: number
  readonly condition?: string
  /** The largest share of verdicts standing without a person that may be wrong. Default 0.05. */
  readonly error?: number
}

export async function calibrate(judged: AsyncIterable<Judged>, options: CalibrationOptions): Promise<Calibration> {
  const { pact, people, condition } = options
  const weight = weightIn(pact)
  const strata = new Strata()
  const unjudged = new Map<string, number>()
  for await (const each of judged) {
    for (const finding of each.verdict.findings) {
      if (condition !== undefined && finding.condition !== condition) continue
      if (finding.outcome === 'unjudged') unjudged.set(finding.condition, (unjudged.get(finding.condition) ?? 0) + 1)
      strata.add(each, finding, weight(each, finding.condition), people.of(each.source, each.id, finding.condition))
    }
  }
  const all = strata.all()
  const conditions = [...new Set(all.map((each) => each.condition))]
  return {
    strata: all,
    promises: conditions.map((id) => {
      const own = all.filter((each) => each.condition === id)
      return { ...promiseOf(id, own, options), unjudged: unjudged.get(id) ?? 0 }
    }),
  }
}

function promiseOf(
  condition: string,
  strata: readonly Stratum[],
  options: CalibrationOptions,
): Omit<PromiseCalibration, 'unjudged'> {
  const { pact, seed, error = 0.05 } = options
  const sum = (of: (stratum: Stratum) => number) => strata.reduce((total, each) => total + of(each), 0)
  const counted = strata.flatMap((each) => each.counted)
  const estimate = counted.length === 0 ? undefined : judgeEstimate(strata, { seed })
  const heldByJudge = sum(({ said, conversations }) => (said === 'held' ? conversations : 0))
  const rubric = pact.rubrics.find(({ id }) => id === condition)
  return {
    condition,
    judge: rate(
      heldByJudge,
      sum(({ conversations }) => conversations),
    ),
    ...(estimate && { estimate }),
    labels: counted.length,
    waiting: sum(({ waiting }) => waiting),
    agreement: agreement(counted.map(({ said, truth }) => [said, truth])),
    people: agreement(counted.map(({ people }) => people.labels.map(({ truth }) => truth))),
    drift: driftOf(counted),
    tiers: [...tiersOf(strata, 'held', error), ...tiersOf(strata, 'violated', error)],
    ...(rubric && { jury: juryComposition(counted.flatMap((each) => heardBy(each, rubric))) }),
  }
}

/** Held and violated are two sequences, each at half the level. */
function tiersOf(strata: readonly Stratum[], said: 'held' | 'violated', error: number): PromiseCalibration['tiers'] {
  const own = strata.filter((each) => each.said === said)
  const tiers = own.map(({ conversations, counted }) => {
    return { n: conversations, labelled: counted.length, wrong: counted.filter(({ truth }) => truth !== said).length }
  })
  return escalation(tiers, { error, confidence: 0.975 }).map((tier, at) => ({
    ...tier,
    said,
    doubt: own[at]?.doubt ?? 'none',
  }))
}

/** Labelled conversations are frozen: what changes in them is the judge. */
function driftOf(counted: readonly LabelledFinding[]): PromiseCalibration['drift'] {
  const flips = { broke: 0, mended: 0 }
  for (const { said, truth, people } of counted) {
    const then = people.labels.at(-1)?.said
    if (then === said || (then !== 'held' && then !== 'violated')) continue
    if (said === truth) flips.mended += 1
    else flips.broke += 1
  }
  return { ...mcnemar(flips), n: counted.length }
}

function heardBy({ finding, truth }: LabelledFinding, { levels }: Rubric) {
  const said = (finding.jurors ?? []).flatMap(({ juror, level }) => {
    const holds = level === undefined ? undefined : levels[level]?.holds
    return holds === undefined ? [] : [[juror, holds] as const]
  })
  return said.length === 0 ? [] : [{ truth: truth === 'held', said: Object.fromEntries(said) }]
}
