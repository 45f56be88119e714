/** Simulated customers: goal-driven without a language model, or scripted. */
export type { ActType } from './act.ts'
export type { Customer, Edit, Move, OutgoingMessage, Understanding } from './customer.ts'
export { customerOf, goalCustomer } from './goal-customer.ts'
export { overheard } from './overheard.ts'
export { type Line, scriptedCustomer } from './scripted.ts'
export { worded } from './wording.ts'
