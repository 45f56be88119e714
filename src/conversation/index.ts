export type * from './conversation.ts'
