/** Chains of tool calls: which there are, which a run has played, and scenarios for those that it has not. */
export { type Chain, chainsOf, chainWords } from './chain.ts'
export { type Composition, compose } from './compose.ts'
export { type ChainPlayed, coverageOf } from './coverage.ts'
export { type ToolEdge, type ToolGraph, toolGraph } from './graph.ts'
export { type Played, playedOf } from './links.ts'
