/** Observing: conversations of production in, graded by the same pact. */

export { type Alerting, type AlertingOptions, openAlerting } from './alerts/alerting.ts'
export { isAmong } from './alerts/first-words.ts'
export { outbound } from './alerts/outbound.ts'
export type { Target } from './alerts/target.ts'
export { assemble } from './assemble/assemble.ts'
export type { ThreadModule, WorkOn } from './background-thread.ts'
export type { Sent, TakenIn } from './door.ts'
export { keepAnchor, openAnchors } from './drift/anchors.ts'
export { type CanaryOptions, type CanaryRound, canaryRound, openCanaries } from './drift/canary.ts'
export type { Evidence } from './drift/causes.ts'
export {
  type DriftOverview,
  driftOverview,
  type MeasureStream,
  type PromiseStream,
} from './drift/overview.ts'
export type { CanarySettings } from './drift/settings.ts'
export { driftTermsOf, watchReading } from './drift/watch.ts'
export { conversationOf } from './grading/conversation-of.ts'
export { goingOn } from './grading/going-on.ts'
export type { GradingTerms } from './grading/grade.ts'
export type { IdleTimes } from './grading/idle.ts'
export { openReadingRoom, type Read, type ReadingRoom, type ReadingRoomOptions } from './grading/reading-room.ts'
export type { SamplingTerms } from './grading/sampling.ts'
export { langfuseAnswer } from './intake/langfuse.ts'
export { langsmithCompletion } from './intake/langsmith.ts'
export {
  type Receipt,
  type WebhookAnswer,
  type WebhookRequest,
  type WebhookSettings,
  type WebhookSources,
  webhookSettings,
  webhookSources,
} from './intake/webhooks/index.ts'
export { segmentSince } from './log/segments.ts'
export type * from './observation.ts'
export { type Observatory, type ObservatoryOptions, openObservatory, type Redaction } from './observatory.ts'
export { tooLarge } from './otlp/problems.ts'
export { encodingOf } from './otlp/read-otlp.ts'
export { unpacked } from './otlp/unpacked.ts'
export { type Equation, reckoning } from './reckoning.ts'
export { marksOf } from './redaction/index.ts'
export { askToReread } from './reread.ts'
export type { KeepingDeed } from './retention/deeds.ts'
export { forget, forgetCustomer, hold, release } from './retention/forget.ts'
export { forgetPoints, pointsFolder } from './retention/points.ts'
export { retain } from './retention/retain.ts'
export type { RetentionTerms } from './retention/terms.ts'
export {
  type DimensionScore,
  type PromiseScore,
  productionScores,
  type WindowScore,
} from './score/production-score.ts'
export {
  type ObserveSettings,
  observeJsonSchema,
  readObserveSettings,
  usualSettings,
} from './settings.ts'
export { recounted, type Standing, standingOf } from './standing.ts'
