export { hash64, hash128 } from './hash.ts'
export { normalCdf, normalQuantile } from './normal.ts'
export { type KeyedRandom, keyedRandom } from './random.ts'
