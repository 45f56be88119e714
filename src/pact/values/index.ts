/** Money, dates, times and numbers as people and backends write them, and when two are the same. */
export { momentAt } from './moments.ts'
export { comparable, sameValue } from './same-value.ts'
export type { Moment, Value, ValueType } from './value.ts'
export { finderOf, valuesIn, valuesOf } from './values-in.ts'
