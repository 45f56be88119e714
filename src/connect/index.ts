/** The outside: the agent under test, what reads its backends, what starts them, and the time they live in. */
export * from './agents/agent.ts'
export {
  type AgentSettings,
  agentFields,
  agentFrom,
  agentKinds,
  agentSettings,
  reachedInOneWay,
  readyAgent,
  withEnvironment,
} from './agents/agent-from.ts'
export type { AgentKind, AnyAgentKind, Readied, Surroundings } from './agents/agent-kind.ts'
export { type Limiter, type LimiterOptions, limiter } from './agents/limiter.ts'
export { functionAgent, type ModuleAgent, type ModuleContext } from './agents/module.ts'
export type { ModuleAnswer } from './agents/module-answer.ts'
export { advice, type ProbeOptions, type ProbeReport, probe } from './agents/probe.ts'
export { backendSettings } from './backends/backends.ts'
export { type Behind, type OpenBehind, startBehind } from './behind.ts'
export { askedFor, type Cause, causeAttribute, causedTrace, causeOfTrace, causes } from './caused.ts'
export { readPageMessage } from './channels/page-messages.ts'
export {
  isHighLevelSigned,
  isSignature,
  metaSignature,
  slackSignature,
  twilioJsonAddress,
  twilioSignature,
} from './channels/signatures.ts'
export { readSlack } from './channels/slack-messages.ts'
export { twimlTexts } from './channels/twiml.ts'
export { readWhatsApp } from './channels/whatsapp-messages.ts'
export { type Clock, type VirtualClock, virtualClock, wallClock } from './clock.ts'
export {
  type Drift,
  type DriftCoverage,
  driftCell,
  driftCoverage,
  driftFinder,
  driftsAtMost,
  type Observed,
} from './faults/drifts.ts'
export { driftsMet, sampleOfDrifts } from './faults/drifts-met.ts'
export { driftsText } from './faults/drifts-text.ts'
export type { AnyFaultKind, Fault, FaultContext, FaultFamily, FaultKind } from './faults/fault.ts'
export { faultKinds } from './faults/index.ts'
export { fieldsIn, rewritten } from './faults/json-fields.ts'
export { repliesOf } from './faults/openapi-replies.ts'
export { type FaultRule, type FaultSet, familyOf, faultSetOf, faultSetSettings } from './faults/rule.ts'
export { mcpSettings, startMcpBackends } from './mcp/mcp-backends.ts'
export {
  type McpHttpProxy,
  type McpStandInOptions,
  type McpStdioProxy,
  mcpHttpProxy,
  mcpStdioProxy,
} from './mcp/stand-in.ts'
export { changeSettings, type Prepare, prepareFrom, prepareSettings } from './prepare.ts'
export { answersIn, recordingWith } from './recordings/answers.ts'
export { recordingOf, type ToolAnswer } from './recordings/made.ts'
export { recheckRecording } from './recordings/recheck.ts'
export { type ReplaySettings, replaySettings } from './recordings/replay.ts'
export { contentsOf, isSelector, type Selector, selector } from './select.ts'
export { sendLines } from './send-lines.ts'
export { type Started, start, startSettings } from './start.ts'
export { fill, fillAddress, fillText, placeholdersOf, type Values } from './template.ts'
export { type Control, type ControlOptions, startControl } from './toxiproxy/control.ts'
export { verifierFrom, verifierSettings } from './verifiers/index.ts'
export { functionVerifier } from './verifiers/module.ts'
export { readSettled } from './verifiers/settled.ts'
export * from './verifiers/verifier.ts'
