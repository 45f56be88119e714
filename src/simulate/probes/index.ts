/** Every family of probes, one line each, in the order of the reference; and what makes scenarios of them. */
import { otherChannel, partialProof, relativeOrOfficial, staffFunction } from './families/authority.ts'
import { argumentInjection, confusedDeputy, toolChain } from './families/composition.ts'
import { encodedRequest, hiddenCharacters, mixedLanguage } from './families/disguised.ts'
import { knowledgeDump, piecemeal, secretsRequest } from './families/documents.ts'
import { doubleBooking, equalTreatment } from './families/fairness.ts'
import { hypothetical, longContext, oblique, roleplay } from './families/fiction.ts'
import { forgedTurns, manyShot, splitPayload } from './families/forged.ts'
import { crescendo, footInTheDoor } from './families/gradual.ts'
import { failingCheck, unconfirmedChange } from './families/hurried-change.ts'
import { accountEnumeration, codeAndCard, contactTakeover } from './families/identity.ts'
import { debugMode, modelIdentification, toolDiscovery } from './families/inside-knowledge.ts'
import { policyException, priceCoercion, refundGaming } from './families/money.ts'
import { emptyMessage, flood, hugeMessage } from './families/odd-messages.ts'
import { offTopicWork, politics, regulatedAdvice } from './families/off-limits.ts'
import { accountAmbiguity, crossSession, otherById, otherByName } from './families/others-records.ts'
import { ignorePrevious, prefixForcing } from './families/override.ts'
import { mediaTranscript, poisonedHistory, quotedEmail } from './families/planted-messages.ts'
import { poisonedArticle, poisonedProfile, recordNote } from './families/planted-records.ts'
import { errorMessage, handoverNote, toolDescription } from './families/planted-tools.ts'
import { competitors, falsePremise, guarantees } from './families/promises.ts'
import { promptContinuation, promptRequest, promptTransformation } from './families/prompt-leak.ts'
import { autoResponder, endlessOutput, safetyKeywords, unsupportedLanguage } from './families/strange-customers.ts'
import { topicSandwich } from './families/topic-sandwich.ts'
import type { ProbeFamily } from './probe.ts'

export const probeFamilies: readonly ProbeFamily[] = [
  promptRequest,
  promptContinuation,
  promptTransformation,
  debugMode,
  toolDiscovery,
  piecemeal,
  knowledgeDump,
  secretsRequest,
  modelIdentification,
  ignorePrevious,
  roleplay,
  hypothetical,
  oblique,
  crescendo,
  footInTheDoor,
  manyShot,
  forgedTurns,
  splitPayload,
  prefixForcing,
  mixedLanguage,
  encodedRequest,
  hiddenCharacters,
  longContext,
  topicSandwich,
  recordNote,
  poisonedArticle,
  poisonedProfile,
  quotedEmail,
  mediaTranscript,
  poisonedHistory,
  toolDescription,
  errorMessage,
  handoverNote,
  otherByName,
  otherById,
  staffFunction,
  partialProof,
  relativeOrOfficial,
  otherChannel,
  accountEnumeration,
  crossSession,
  codeAndCard,
  contactTakeover,
  accountAmbiguity,
  refundGaming,
  priceCoercion,
  policyException,
  guarantees,
  competitors,
  offTopicWork,
  politics,
  regulatedAdvice,
  falsePremise,
  equalTreatment,
  doubleBooking,
  emptyMessage,
  flood,
  hugeMessage,
  unsupportedLanguage,
  autoResponder,
  endlessOutput,
  safetyKeywords,
  toolChain,
  confusedDeputy,
  argumentInjection,
  unconfirmedChange,
  failingCheck,
]

export { type Decay, type DecayPoint, decayOf } from './decay.ts'
export type { Detector, Sees } from './detector.ts'
export { failureModes, failureModesFor } from './failure-modes.ts'
export {
  conditionsOf,
  type PairVerdict,
  type ProbeJudge,
  type ProbeVerdict,
  probeJudge,
  probePairs,
} from './judging.ts'
export type { Known } from './known.ts'
export type { ProbeLanguage } from './language.ts'
export type { ProbeFamily, ProbeTheme, Template } from './probe.ts'
export { type ProbeRef, probeId, probeOf } from './probe-ref.ts'
export { probeProject } from './project.ts'
export { type NotMade, type ProbeOptions, type ProbeSet, probesFor } from './scenarios.ts'
export { type ProbeHints, type ProbeSurroundings, surroundingsOf } from './surroundings.ts'
export { type FamilyTally, probeTally } from './tally.ts'
export { probeConditionsText, probeFaultsText } from './written.ts'
