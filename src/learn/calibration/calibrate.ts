/**
 * A judge held against what people say, promise by promise: its rate corrected, how much it finds and spares, how far it
 * agrees with people, whether it leans, whether it has changed since they labelled, and which of its verdicts may stand
 * without them.
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
import type { People, Said } from '../violations/people.ts'
import { type Agreeing, agreeing, type Lean, leanOf } from './agreeing.ts'
import { type AmongJurors, JurorsRead, lowerMiddle } from './among-jurors.ts'
import { type JuryComposition, juryComposition } from './composition.ts'
import { Readings } from './readings.ts'
import { type Doubt, type LabelledFinding, Strata, type Stratum } from './strata.ts'

export interface Calibration {
  readonly promises: readonly PromiseCalibration[]
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
  /** Judge and people: by level, where people named levels for all labels that count, else by held and violated. */
  readonly agreement: Agreeing
  /** The judge beside people, where people named levels. */
  readonly lean?: Lean
  /** Jurors among themselves, over all that they read; labels are not needed for it. */
  readonly jurors?: AmongJurors
  /** Two people who labelled the same. */
  readonly people: Agreement
  /** What was right when it was labelled and is wrong now, and the other way round. */
  readonly drift: McNemar & { readonly n: number }
  /** Verdicts that may stand without a person, the surest first; of those that do, at most a share `error` is wrong. */
  readonly error: number
  readonly tiers: readonly (TierStanding & { readonly said: 'held' | 'violated'; readonly doubt: Doubt })[]
  readonly jury?: JuryComposition
}

export interface StrataOptions {
  readonly pact: Pick<Pact, 'rubrics'>
  readonly people: People
  readonly condition?: string
}

export interface CalibrationOptions extends StrataOptions {
  /** For the intervals. */
  readonly seed: number
  /** The largest share of verdicts standing without a person that may be wrong. Default 0.05. */
  readonly error?: number
}

export async function calibrate(judged: AsyncIterable<Judged>, options: CalibrationOptions): Promise<Calibration> {
  const { strata, unjudged, read } = await gathered(judged, options)
  const conditions = [...new Set(strata.map((each) => each.condition))]
  return {
    promises: conditions.map((id) => {
      const own = strata.filter((each) => each.condition === id)
      const rubric = options.pact.rubrics.find((each) => each.id === id)
      const jurors = rubric && read.of(rubric, options.seed)
      return { ...promiseOf(id, own, options), unjudged: unjudged.get(id) ?? 0, ...(jurors && { jurors }) }
    }),
  }
}

/** The verdicts by how doubtful they are, for `toLabel`. */
export async function strataOf(judged: AsyncIterable<Judged>, options: StrataOptions): Promise<readonly Stratum[]> {
  return (await gathered(judged, options)).strata
}

async function gathered(judged: AsyncIterable<Judged>, { pact, people, condition }: StrataOptions) {
  const weight = weightIn(pact)
  const strata = new Strata()
  const read = new JurorsRead()
  const unjudged = new Map<string, number>()
  for await (const each of judged) {
    for (const finding of each.verdict.findings) {
      if (condition !== undefined && finding.condition !== condition) continue
      if (finding.outcome === 'unjudged') unjudged.set(finding.condition, (unjudged.get(finding.condition) ?? 0) + 1)
      read.add(finding, weight(each, finding.condition))
      strata.add(each, finding, weight(each, finding.condition), people.of(each.source, each.id, finding.condition))
    }
  }
  return { strata: strata.all(), read, unjudged }
}

function promiseOf(
  condition: string,
  strata: readonly Stratum[],
  options: CalibrationOptions,
): Omit<PromiseCalibration, 'unjudged' | 'jurors'> {
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
    ...besidePeople(strata, rubric, seed),
    people: agreement(counted.map(({ people }) => people.labels.map(({ truth }) => truth))),
    drift: driftOf(counted),
    error,
    tiers: [...tiersOf(strata, 'held', error), ...tiersOf(strata, 'violated', error)],
    ...(rubric && { jury: juryComposition(counted.flatMap((each) => heardBy(each, rubric))) }),
  }
}

/** By level where most labels name one. Labels stand for the conversations of their stratum. */
function besidePeople(
  strata: readonly Stratum[],
  rubric: Rubric | undefined,
  seed: number,
): Pick<PromiseCalibration, 'agreement' | 'lean'> {
  const [sides, byLevel] = [new Readings(), new Readings()]
  for (const { said, doubt, n, counted } of strata) {
    const all = counted.reduce((sum, { weight }) => sum + weight, 0)
    for (const each of counted) {
      const weight = (n * each.weight) / all
      sides.add([each.said, each.truth], weight, `${said} ${doubt}`)
      const levels = rubric && levelsOf(each, rubric)
      if (levels !== undefined) byLevel.add(levels, weight, `${said} ${doubt}`)
    }
  }
  if (rubric === undefined || 2 * byLevel.n <= sides.n) return { agreement: agreeing(sides, { seed }) }
  const options = { seed, levels: rubric.levels.length }
  const lean = leanOf(byLevel, 0, rubric.levels.length)
  return { agreement: agreeing(byLevel, options), ...(lean && { lean }) }
}

/** What the jury read and what people did; nothing where they named none that the rubric still has. */
function levelsOf({ finding: { score }, people }: LabelledFinding, { levels }: Rubric) {
  const named = namedBy(people, levels)
  if (score === undefined || named.length === 0) return undefined
  return [Math.round(score * (levels.length - 1)), lowerMiddle(named)] as const
}

function namedBy({ labels }: Said, levels: Rubric['levels']): readonly number[] {
  return labels.map(({ level }) => levels.findIndex(({ name }) => name === level)).filter((at) => at !== -1)
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
