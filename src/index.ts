/**
 * The SDK: everything that code outside of Fieldproof may rely on. What is not here may change without notice.
 *
 * Three things come through this door. Conversations are read or had; a pact is loaded; the pact judges each
 * conversation. The rest lets you put your own parts in: agents, verifiers, kinds of conditions, stores, models.
 *
 * Fractions are 0..1, times are milliseconds, moments are ISO 8601. What a person can mend is thrown as a `Problem`.
 */

// The agent under test, what reads its backends, and the time they live in.
export type {
  Agent,
  AgentEvent,
  AgentFailureCode,
  AgentSession,
  AnyFaultKind,
  Clock,
  CustomerMessage,
  Fault,
  FaultContext,
  FaultRule,
  FaultSet,
  Limiter,
  McpHttpProxy,
  McpStandInOptions,
  McpStdioProxy,
  ModuleAgent,
  ModuleAnswer,
  ModuleContext,
  Opening,
  Settling,
  Verifier,
} from './connect/index.ts'
export {
  AgentFailure,
  agentFrom,
  agentSettings,
  faultKinds,
  faultSetOf,
  functionAgent,
  functionVerifier,
  limiter,
  mcpHttpProxy,
  mcpStdioProxy,
  VerifierFailure,
  verifierFrom,
  verifierSettings,
  virtualClock,
  wallClock,
} from './connect/index.ts'
// Conversations: the record, and reading and writing it.
export type {
  AudioEvent,
  Checkpoint,
  Circumstances,
  Completeness,
  Conversation,
  ConversationLine,
  Culprit,
  DeliveryEvent,
  Ending,
  ErrorEvent,
  Event,
  Exchange,
  Expected,
  ExpectedCall,
  ExpectedChange,
  FaultCondition,
  HandoffEvent,
  Json,
  JsonlOptions,
  Mapping,
  MessageEvent,
  SilenceEvent,
  StateEvent,
  StruckFault,
  ToolCall,
  ToolCallEvent,
  ToolResultEvent,
  Turn,
  Witness,
} from './conversation/index.ts'
export {
  callsOf,
  changesBetween,
  conversationJsonSchema,
  mapper,
  mappingJsonSchema,
  parseConversation,
  parseMapping,
  readConversations,
  readingsOf,
  renderConversation,
  turnsOf,
  writeConversations,
} from './conversation/index.ts'
// Models that jurors are made of.
export type { Answer, Equipment, Model, Price, ProviderOptions, Question, ScriptedOptions } from './model/index.ts'
export { Budget, cassette, equipped, modelFrom, scripted } from './model/index.ts'
// The pact, and whether it was kept.
export type {
  AgentTerms,
  Check,
  Condition,
  ConditionKind,
  Dimension,
  Finding,
  JoinedAction,
  JoinVerdict,
  Jury,
  Outcome,
  Pact,
  PactOptions,
  Pattern,
  PromiseTally,
  ReadingOptions,
  Rubric,
  Severity,
  Summary,
  Tally,
  Terms,
  ToolTerms,
  Verdict,
} from './pact/index.ts'
export {
  anyOf,
  conditionKinds,
  joinActions,
  judge,
  judgeWithJury,
  loadPact,
  pactJsonSchema,
  patternOf,
  patternOption,
  patternsOption,
  tallyOf,
} from './pact/index.ts'
// Errors a person can act on.
export { type Place, Problem, type ProblemOptions, Problems, placeText, problemsIn } from './problem.ts'

// Scenarios, customers, trials and runs.
export type {
  Compared,
  Customer,
  Fact,
  FaultBreak,
  FaultChoice,
  FaultCost,
  Goal,
  Move,
  OpenProject,
  OutgoingMessage,
  Persona,
  Plan,
  PlannedTrial,
  PlanOptions,
  Project,
  RunOptions,
  RunOutcome,
  Scenario,
  ScheduledEvent,
  Stage,
  Step,
  Understanding,
} from './simulate/index.ts'
export {
  customerOf,
  gather,
  openProject,
  parsePersona,
  parseScenarios,
  personas,
  plan,
  planOf,
  playTrial,
  projectJsonSchema,
  readProject,
  run,
  scenarioJsonSchema,
  scriptedCustomer,
  trialAt,
} from './simulate/index.ts'
// Numbers: rates with intervals, gates, comparisons, and how much a suite can see.
export type {
  Certification,
  ClusteredRate,
  Flips,
  GateState,
  Interval,
  KeyedRandom,
  McNemar,
  NonInferiority,
  NonInferiorityOptions,
  Rate,
  Score,
  Sight,
  Suite,
} from './stats/index.ts'
export {
  benjaminiHochberg,
  certification,
  certify,
  certifyCounts,
  certifyNext,
  clopperPearson,
  clusteredRate,
  keyedRandom,
  mcnemar,
  nonInferiority,
  passAtK,
  passHatK,
  rate,
  runsToSee,
  sightOf,
  tango,
} from './stats/index.ts'
// Keeping runs.
export type { RunEnd, RunRecord, Store, StoredRun, TrialFilter, TrialRecord } from './store/index.ts'
export { openStore } from './store/index.ts'
