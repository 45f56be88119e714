/** A change of a knowledge base as a deployment: what changed, what depends on it, and what asks for it. */
export {
  differenceOf,
  type KnowledgeChange,
  type KnowledgeDifference,
  type Side,
  sameFact,
} from './changes.ts'
export { type Copied, copiedWords } from './copied.ts'
export { type Freshness, freshnessOf } from './freshness.ts'
export { passagesOf } from './knowledge.ts'
export { type Outdated, outdatedIn } from './outdated.ts'
export type { KnowledgeFile, KnowledgePlace, Passage } from './passage.ts'
export { knowledgeProbes, type Probe } from './probes.ts'
export { type Chosen, chosenFor, type Told } from './selection.ts'
export { toldIn } from './told.ts'
