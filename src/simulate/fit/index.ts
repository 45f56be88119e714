/** What recorded customers do, as rates of a persona, and how close simulated ones come to them. */
export { type ChannelFit, type Fit, type FittedRate, fit } from './fit.ts'
export { type Heard, heardOf } from './heard.ts'
export { personaText } from './persona-text.ts'
export { type Realism, realismOf } from './realism.ts'
export { slipsIn } from './slips.ts'
export type { Estimate } from './times.ts'
export { type WordList, wordListOf } from './word-list.ts'
