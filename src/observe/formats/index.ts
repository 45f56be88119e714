/** Formats: from what production sends to observations. */
export { type IngestionAnswer, langfuseIngestion } from './langfuse-ingestion.ts'
export { langsmithRuns, type Runs, readLangsmith } from './langsmith-runs.ts'
export { mergeObservations } from './merge.ts'
export { observationsOf } from './observe.ts'
export { isWeak } from './pieces.ts'
export { inCodes, inWords } from './rule-codes.ts'
