/**
 * The server of the ingest bench as `fieldproof serve` opens it and as it is built, in a process of its own:
 * `ingest-server.mjs <folder> <redaction mode>`. Ends when its input does.
 */
import { wallClock } from '../dist/connect/index.js'
import { openObservatory } from '../dist/observe/index.js'
import { openServer } from '../dist/server/index.js'
import { gradingTerms } from './ingest-pact.mjs'

const [folder = '', mode = 'remove'] = process.argv.slice(2)
const observatory = await openObservatory({
  folder,
  grading: await gradingTerms(),
  redaction: { mode },
  preparing: { threads: 2 },
  thread: { module: new URL('./ingest-pact.mjs', import.meta.url).href, data: {} },
  idle: { chat: 3_600_000 },
  clock: wallClock(),
  now: () => Date.now(),
  failed: (thrown) => console.error(thrown),
})
const server = await openServer({ observatory, now: () => Date.now(), version: 'bench', port: 0 })
console.log(server.url)
process.stdin.resume()
await new Promise((resolve) => process.stdin.once('end', resolve))
await server.close()
await observatory.close()
