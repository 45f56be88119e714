export type * from './condition.ts'
export type * from './verdict.ts'
