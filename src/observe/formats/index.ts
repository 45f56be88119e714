/** Formats: from what production sends to observations. */
export { mergeObservations } from './merge.ts'
export { observationsOf, observe, observeLogs } from './observe.ts'
