/** Layer one: from scenarios to conversations. */

export type { AgainstControl, Contrast } from './against-control.ts'
export {
  type BudgetCounts,
  type BudgetOutcome,
  budgetCounts,
  type ScenarioAnswer,
} from './budget-outcome.ts'
export { type Budget, type BudgetPlan, budgetPlan } from './budget-plan.ts'
export { type BudgetRunOptions, runWithin } from './budget-run.ts'
export {
  type Chain,
  type ChainPlayed,
  type Composition,
  chainsOf,
  chainWords,
  compose,
  coverageOf,
  type Played,
  playedOf,
  type ToolEdge,
  type ToolGraph,
  toolGraph,
} from './chains/index.ts'
export type { ChannelDifference, ChannelLine, ChannelParity } from './channel-parity.ts'
export type { Fix } from './cheapest-fixes.ts'
export { type CompareOptions, compareRuns, type Flaky, type RunComparison } from './compare.ts'
export {
  type ActType,
  type Customer,
  customerOf,
  type Edit,
  type Line,
  type Move,
  type OutgoingMessage,
  overheard,
  scriptedCustomer,
  type Understanding,
} from './customers/index.ts'
export {
  type Edge,
  type EdgesOf,
  type EdgesOptions,
  edges,
  edgesOf,
  type FieldHints,
  fieldWords,
} from './edges/index.ts'
export { disturbancesOf, type FaultBreak, type FaultCost } from './fault-costs.ts'
export { type EndpointCoverage, type FaultCoverage, faultFamilies } from './fault-coverage.ts'
export type { FaultChoiceSettings } from './faults.ts'
export {
  type ChannelFit,
  type Estimate,
  emojiIn,
  endOf,
  type Fit,
  type FittedRate,
  fit,
  type Heard,
  heardOf,
  isAllCaps,
  mixedIn,
  personaText,
  type Realism,
  realismOf,
  slipsIn,
  type WordList,
  wordListOf,
} from './fit/index.ts'
export { type Counts, countsOf, gather, isCounted, type RunOutcome } from './gather.ts'
export { habitWords } from './habits.ts'
export * from './load/index.ts'
export { type OpenProject, openProject, planOf } from './open-project.ts'
export type { Compared, HardBreak } from './paired.ts'
export type { Persona } from './persona.ts'
export { parsePersona, personaSchema, personas } from './personas/index.ts'
export {
  type AnyPerturbationKind,
  type PerturbationChoices,
  type Perturbed,
  type PerturbedOptions,
  perturbationKinds,
  perturbed,
  withoutEdits,
} from './perturbations/index.ts'
export { type FaultChoice, type Plan, type PlannedTrial, type PlanOptions, plan, trialAt, trialOf } from './plan.ts'
export { scriptEnded } from './player.ts'
export * from './probes/index.ts'
export { type Project, readProject, readsScenarios } from './project.ts'
export { projectJsonSchema } from './project-form.ts'
export * from './retest/index.ts'
export { type RunOptions, run } from './run.ts'
export type * from './scenario.ts'
export { parseScenarioFile, parseScenarios, type ScenarioFile } from './scenario-file.ts'
export { scenarioJsonSchema } from './scenario-form.ts'
export { scenariosText } from './scenario-text.ts'
export { strayPaths } from './strikable.ts'
export type { Suite, SuiteRow } from './suite.ts'
export { suitePersona, suitePlanOf } from './suite-of-project.ts'
export {
  type LevelEffect,
  type SuiteCounts,
  type SuiteOutcome,
  type SuitePromise,
  suiteCounts,
} from './suite-outcome.ts'
export type { SuitePlan } from './suite-plan.ts'
export { doneIn } from './trial/done-in.ts'
export { playTrial, type Stage, type Values, valuesOf } from './trial.ts'
export type { UnmetFault } from './unmet-faults.ts'
export { withAgent } from './with-agent.ts'
