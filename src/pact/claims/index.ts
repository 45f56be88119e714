/** What an agent says it did, and which tools do that. */
export type { Claim } from './claim.ts'
export { claimsIn } from './claims-in.ts'
export { actionsOf, akin, doesExactly, speaksOf } from './kin.ts'
export { type Lexicon, lexiconFor, nameWords, type ToolWords } from './verbs.ts'
