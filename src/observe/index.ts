/** Observing: conversations of production in, graded by the same pact. */
export { assemble } from './assemble/assemble.ts'
export { conversationOf } from './grading/conversation-of.ts'
export type { GradingTerms } from './grading/grade.ts'
export type { IdleTimes } from './grading/idle.ts'
export { langfuseAnswer } from './intake/langfuse.ts'
export type * from './observation.ts'
export { type Observatory, type ObservatoryOptions, openObservatory, type Sent, type TakenIn } from './observatory.ts'
export { encodingOf } from './otlp/read-otlp.ts'
