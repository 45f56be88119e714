/** The pact: promises about conversations, and whether they were kept. */
export {
  type Breach,
  type Carried,
  type Channel,
  channelOf,
  channelRules,
  channels,
  type Effect,
  type Fit,
  fitOf,
  type Message,
  type Occasion,
  type Segments,
  segmentsOf,
} from './channels/index.ts'
export type * from './condition.ts'
export { asksForPerson } from './conditions/asks-for-person.ts'
export { handoffs } from './conditions/escalation.ts'
export { conditionKinds } from './conditions/index.ts'
export { type JoinedAction, type JoinVerdict, joinActions } from './join.ts'
export { judge } from './judge.ts'
export { judgeWithJury } from './judge-with-jury.ts'
export {
  type Agreement,
  agreement,
  cohenKappa,
  gwetCoefficient,
  krippendorffAlpha,
  type Unit,
} from './jury/agreement.ts'
export { applyCeiling } from './jury/ceiling.ts'
export { agreedSide } from './jury/deliberate.ts'
export { jurorQuestion } from './jury/juror-question.ts'
export { type Jury, type ReadingOptions, readRubric } from './jury/jury.ts'
export { quoteTrouble } from './jury/quotes.ts'
export type { Rubric } from './jury/rubric.ts'
export { type SelfTest, selfTest } from './jury/self-test.ts'
export { loadPact, type Pact, type PactOptions, parsePact } from './pact.ts'
export { type JuryTerms, pactJsonSchema } from './pact-schema.ts'
export { anyOf, type Match, type Pattern, patternOf, patternOption, patternsOption } from './pattern.ts'
export {
  type Promised,
  type PromiseTally,
  type ScenarioTally,
  type Summary,
  severityWeight,
  stateOf,
  type Tally,
  tally,
  tallyOf,
} from './tally.ts'
export { writesSomething } from './tool-effects.ts'
export { sameValue, type Value, valuesIn, valuesOf } from './values/index.ts'
export type * from './verdict.ts'
