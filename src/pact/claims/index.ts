export type { Claim, Modality } from './claim.ts'
export { type ClaimOptions, claimsIn } from './claims-in.ts'
export { actionsOf, akin, doesExactly, speaksOf } from './kin.ts'
export { type Lexicon, lexiconFor, nameWords, type ToolWords } from './verbs.ts'
