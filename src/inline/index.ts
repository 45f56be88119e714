/**
 * Inside the agent's own process: every reply is checked by the pact, before it leaves where a guard needs it and else once it
 * has gone, and told to a server in the background.
 *
 * Loads nothing but the record and the pact. Nothing here throws into the agent or makes it wait: what goes wrong is counted.
 */
export { loadPact, type Pact } from '../pact/index.ts'
export { inline } from './inline.ts'
export { type Queue, type QueueCounts, type QueueOptions, queue, type Send } from './queue.ts'
export { type SenderOptions, sender } from './sender.ts'
export type { Checked, Talk } from './talk.ts'
export type { InlineOptions, Watch } from './watch.ts'
