export { anytimeRange } from './anytime-range.ts'
export { betaCdf, betaQuantile } from './beta.ts'
export { type BetaBinomial, betaBinomial, type Population, type TriedCount } from './beta-binomial.ts'
export { betaDraw, gammaDraw } from './beta-draw.ts'
export { binomialCdf, binomialPmf, binomialTail } from './binomial.ts'
export { type BootstrapOptions, bootstrapMean, middle } from './bootstrap.ts'
export {
  type Certification,
  type CertificationOptions,
  certification,
  certify,
  certifyCounts,
  certifyNext,
} from './certification.ts'
export { type ClusterCount, type ClusteredRate, clusteredRate } from './clustered-rate.ts'
export { confidenceSequence } from './confidence-sequence.ts'
export { type CorrectedRate, type CorrectionOptions, correctedRate, type JudgedCounts } from './corrected-rate.ts'
export { combinationsMet, combinationsOf } from './covering/met.ts'
export type { CoveringModel, Factor, NeverWhen, Row, Together } from './covering/model.ts'
export { type CoverageRequired, isForbidden, uncovered } from './covering/uncovered.ts'
export { type CoveringArray, type CoveringOptions, coveringArray } from './covering.ts'
export {
  chanceToSee,
  effectiveRuns,
  moreScenarios,
  rarestVisible,
  runsToSee,
  type SeeOptions,
  type Sight,
  type Suite,
  sightOf,
} from './detection.ts'
export { type Difference, differenceOfRates } from './difference.ts'
export {
  type ChangePoint,
  changePoint,
  detectionDelay,
  detectNext,
  type EDetector,
  eDetector,
  logEvidence,
  restarted,
} from './e-detector.ts'
export { type EscalationOptions, escalation, type Tier, type TierStanding } from './escalation.ts'
export { clopperPearson, jeffreys, lowerLimit, upperLimit } from './exact-rate.ts'
export { type FailureCount, fisherWorse } from './fisher.ts'
export { chanceOfAtMost, type Flakiness, flakiness, shownByRetrying } from './flakiness.ts'
export {
  type ForecastCell,
  type ForecastOptions,
  forecastRate,
  offBy,
  type RateForecast,
  type ScoredForecast,
  shifted,
  widening,
} from './forecast.ts'
export { type GapCell, type GapParts, gapParts } from './gap.ts'
export { type TraitCell, type TraitParts, traitParts, traitPartsOf } from './gap-traits.ts'
export type { GateState } from './gate.ts'
export { hash64, hash128 } from './hash.ts'
export { chancesWithin, placeOfUnit, riskFactor } from './inclusion.ts'
export { type Estimate, type JudgedStratum, type JudgeEstimate, judgeEstimate } from './judged-strata.ts'
export { type Flips, type McNemar, mcnemar } from './mcnemar.ts'
export { type MeanChange, meanChange } from './mean-change.ts'
export { type Answers, type Mmd, type MmdOptions, mmd } from './mmd.ts'
export {
  benjaminiHochberg,
  bonferroni,
  type DiscreteTest,
  eBenjaminiHochberg,
  holm,
  taroneHolm,
} from './multiplicity.ts'
export { type Comparison, type NonInferiority, type NonInferiorityOptions, nonInferiority } from './non-inferiority.ts'
export { type NonInferiorityOfMeans, nonInferiorityOfMeans, type ScenarioRuns } from './non-inferiority-of-means.ts'
export { normalCdf, normalQuantile } from './normal.ts'
export { type NextOffset, nextOffset, type Offset, type PastGap, usualOffset } from './offset.ts'
export { type PairedGate, type PairOutcome, pairedGate, pairedNext } from './paired-gate.ts'
export {
  type FlipRates,
  fisherPower,
  mcnemarPower,
  oneSamplePlan,
  type Plan,
  type PowerOptions,
  pairsToSee,
  type ScenarioVariation,
  scenariosNeeded,
  twoSampleRuns,
} from './power.ts'
export { type Raked, raked, type Shares } from './raking.ts'
export { type KeyedRandom, keyedRandom, keyedRandoms } from './random.ts'
export { type Interval, type IntervalMethod, type Rate, rate } from './rate.ts'
export {
  type Direction,
  type ReferenceDetector,
  referenceChange,
  referenceDetector,
  referenceEvidence,
  referenceNext,
} from './reference-detector.ts'
export { passAtK, passAtKInterval, passHatK, passHatKInterval } from './repeats.ts'
export { type SampledCount, type SampledRate, sampledRate, sampledTotal } from './sampled-rate.ts'
export {
  type CriticalCount,
  type CriticalReading,
  composite,
  type DimensionRate,
  type Score,
  type ScoreOptions,
  score,
  VETO_CAP,
} from './score.ts'
export { shapley } from './shapley.ts'
export { type SignFlip, type SignFlipOptions, signFlip } from './sign-flip.ts'
export { type Spend, type Spending, type SpendOptions, spend, type Tried } from './spend.ts'
export { type Sprt, type SprtOptions, sprt, sprtNext } from './sprt.ts'
export { studentQuantile } from './student.ts'
export { type SuiteEstimate, type SuiteOptions, suitePassAtK, suitePassHatK } from './suite-repeats.ts'
export { tango } from './tango.ts'
export { coverageAfter, moreToCover, type Unseen, unseen } from './unseen.ts'
export { type WeightedCount, type WeightedRate, weightedRate } from './weighted-rate.ts'
