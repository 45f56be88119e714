/** Every family of probes, one line each, in the order of the reference; and what makes scenarios of them. */
import { debugMode, modelIdentification, toolDiscovery } from './families/inside-knowledge.ts'
import { promptContinuation, promptRequest, promptTransformation } from './families/prompt-leak.ts'
import type { ProbeFamily } from './probe.ts'

export const probeFamilies: readonly ProbeFamily[] = [
  promptRequest,
  promptContinuation,
  promptTransformation,
  debugMode,
  toolDiscovery,
  modelIdentification,
]

export { conditionsOf, type ProbeJudge, type ProbeVerdict, probeJudge } from './judging.ts'
export type { ProbeFamily, ProbeLanguage, ProbeTheme, Template } from './probe.ts'
export { type ProbeRef, probeId, probeOf } from './probe-ref.ts'
export { type ProbeOptions, type ProbeSet, probesFor } from './scenarios.ts'
export { type ProbeHints, type ProbeSurroundings, surroundingsOf } from './surroundings.ts'
