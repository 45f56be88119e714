/** Layer three: what two sets of verdicts tell of each other. The only room that knows both simulation and production. */

export type { Agreeing, Lean } from './calibration/agreeing.ts'
export {
  type Calibration,
  type CalibrationOptions,
  calibrate,
  type PromiseCalibration,
  strataOf,
} from './calibration/calibrate.ts'
export type { JuryComposition } from './calibration/composition.ts'
export { type ToLabel, toLabel } from './calibration/next.ts'
export { type OrderBias, orderBias, type ShownBothWays } from './calibration/order.ts'
export type { Coefficient } from './calibration/readings.ts'
export type { Doubt, Stratum } from './calibration/strata.ts'
export { type LevelOrder, turnedLevels } from './calibration/turned.ts'
export { type Coverage, coverageOf, type Period } from './coverage/coverage.ts'
export { draftsOf, draftTag } from './coverage/draft.ts'
export { embeddedSpace } from './coverage/embedded.ts'
export { type Example, type Kinds, kindsOf, openingOf } from './coverage/kinds.ts'
export { type Addition, type Candidates, whatToAdd } from './coverage/next.ts'
export { type Neighbourhood, type NeighbourhoodOptions, neighbourhoodOf } from './coverage/novelty.ts'
export { type Space, similarity, spaceOf, type Vector, wordsOf } from './coverage/space.ts'
export { gatherTalks, type Talk, type Talks, type TalksOptions } from './coverage/talks.ts'
export type { UncoveredKind } from './coverage/uncovered.ts'
export { checkPack, type Pack, type PackCheck } from './evidence/check.ts'
export {
  fingerprint,
  type Manifest,
  manifestFile,
  manifestText,
  newKey,
  type PackedFile,
  publicKeyFile,
  publicKeyOf,
  signatureFile,
  signatureOf,
} from './evidence/manifest.ts'
export {
  type BesidePact,
  besidePactFile,
  conversationsFile,
  judgesOf,
  linesOf,
  pactFile,
  verdictsFile,
} from './evidence/packed.ts'
export {
  type Answer,
  type Answered,
  answerOf,
  besideSoFar,
  type Compared,
  compared,
  hasHeld,
  type TrackRecord,
  trackRecord,
} from './forecast/answer.ts'
export type { Brought } from './forecast/brought.ts'
export { coveringOf } from './forecast/covering.ts'
export { type Dosed, doseOffset } from './forecast/dose.ts'
export { type Forecast, type Foretold, wholeConversations } from './forecast/forecast.ts'
export { foretell, untestedAtMost } from './forecast/foretell.ts'
export { historyOf } from './forecast/history.ts'
export type { BroughtOptions } from './forecast/things.ts'
export { Ablating, type Ablation, type AblationTerms, type FactorName, factorNames } from './gap/ablation.ts'
export { type GapBy, gradedBy } from './gap/by.ts'
export { explainedSentence, factorsIn, type KeptAblation } from './gap/explained.ts'
export { type Gap, type GapCause, type GapOptions, gapOf } from './gap/gap.ts'
export { type Gathered, gatherGap } from './gap/gather.ts'
export type { GradedTalk } from './gap/graded-over.ts'
export { traitNames } from './gap/traits.ts'
export { gapSentences, guardingSentences } from './gap/words.ts'
export { type GateOptions, type GateOutcome, gateOf } from './gate/gate.ts'
export type { GatePart } from './gate/part.ts'
export type { Graded } from './graded.ts'
export {
  type Counterexample,
  type CounterexampleOptions,
  counterexample,
} from './minimise/counterexample.ts'
export type { PlaysOptions, Recordings, Times } from './minimise/plays.ts'
export { type Size, sizeWords } from './minimise/size.ts'
export { gatherTelling, type Telling } from './patterns/gather.ts'
export type { Hazard, PointsBy } from './patterns/hazard.ts'
export {
  type Concentration,
  type Pattern,
  type Patterns,
  patternsOf,
  type Shown,
  textsToEmbed,
} from './patterns/patterns.ts'
export { type PatternPersona, personaOf } from './patterns/persona.ts'
export { type PatternScenarioOptions, patternScenarios } from './patterns/scenarios.ts'
export { type Told, toldBy } from './patterns/told.ts'
export { type AsWritten, brokenAsWritten } from './promote/as-written.ts'
export { type Guard, type GuardRule, guardsAmong, provingPlays } from './promote/guard.ts'
export { type Library, type LibraryEntry, libraryOf } from './promote/library.ts'
export {
  beginningOf,
  foundIn,
  guardedBy,
  namesOf,
  type Provenance,
  type Regression,
  regressionOf,
  regressionTag,
} from './promote/regression.ts'
export { trafficOf } from './promote/traffic.ts'
export { type Checked, checkedVariants, variantScenario, variantWords } from './promote/variants.ts'
export { type Again, playedAgain } from './reproduce/again.ts'
export { caseText, faultsText } from './reproduce/case-text.ts'
export type { InferredFault } from './reproduce/inferred.ts'
export { brokenBy, type Reproduction, reproductionOf, reproductionOfTrial } from './reproduce/reproduction.ts'
export { withoutUnrecorded } from './reproduce/unrecorded.ts'
export { UsualAnswers } from './reproduce/usual.ts'
export { type QueueSources, violationGroups } from './violations/gather.ts'
export { type Judged, judgedInProduction, judgedInRun } from './violations/judged.ts'
export { type Path, pathWords } from './violations/path.ts'
export { type People, peopleIn, type Said } from './violations/people.ts'
export { type QueueOptions, type Violation, type ViolationGroup, ViolationQueue } from './violations/queue.ts'
