/**
 * `npm run bench` prints every table; `npm run bench -- claims actions` prints those, `npm run bench -- learn minimise` that
 * part of learning.
 *
 * Each measures on this machine, now. Machines are noisy: read the ratios within one table, not the seconds.
 */
import { cpus, loadavg } from 'node:os'
import { asBuilt } from './in-typescript.ts'
import { parts as partsOfLearning } from './learn.ts'

/** Prints its table line by line. */
export type Bench = (out: (line: string) => void) => Promise<void>

/** Benches by name. */
export type Benches = Readonly<Record<string, () => Promise<{ readonly bench: Bench }>>>

const all: Benches = {
  spine: () => import('./spine.ts'),
  actions: () => import('./actions.ts'),
  claims: () => import('./claims.ts'),
  'false-alarms': () => import('./false-alarms.ts'),
  recogniser: () => import('./recogniser.ts'),
  customers: () => import('./customers.ts'),
  proxy: () => import('./proxy.ts'),
  load: () => import('./load.ts'),
  retest: () => import('./retest.ts'),
  fit: () => import('./fit.ts'),
  covering: () => import('./covering.ts'),
  sequential: () => import('./sequential.ts'),
  drift: () => import('./drift.ts'),
  otlp: () => import('./otlp.ts'),
  redaction: () => import('./redaction.ts'),
  'ingest-samples': () => import('./ingest-samples.ts'),
  stitching: () => import('./stitching.ts'),
  ingest: () => import('./ingest.ts'),
  understanding: () => import('./understanding.ts'),
  grading: () => import('./grading.ts'),
  sustained: () => import('./sustained.ts'),
  inline: () => import('./inline.ts'),
  learn: () => import('./learn.ts'),
}

const asked = process.argv.slice(2)
const [first, ...others] = asked
const [benches, wanted] = first === 'learn' && others.length > 0 ? [partsOfLearning, others] : [all, asked]
const unknown = wanted.filter((name) => benches[name] === undefined)
if (unknown.length > 0) {
  console.error(`No bench is called ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`)
  process.exit(2)
}

asBuilt()
console.log(`Node ${process.version}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}`)
for (const [name, load] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.log(`\n# ${name}\n`)
  await (await load()).bench((line) => console.log(line))
}
