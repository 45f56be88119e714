/** Load: many conversations at once, graded. */
export { type ArrivalKind, arrivalKinds } from './arrivals.ts'
export type { Parts } from './blame.ts'
export type { Hurry } from './hurried.ts'
export type { Knee, KneeReason, Unknown } from './knee.ts'
export type { Lag } from './lag.ts'
export type { Hold } from './levels.ts'
export { type LevelResult, type LoadOptions, type LoadResult, load, type Quantiles } from './load.ts'
export { loadOf, type ProjectLoad, requireLoadable } from './project-load.ts'
