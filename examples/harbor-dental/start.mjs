/**
 * Starts the practice: the backend, then the receptionist, each on a free port of this machine.
 *
 * Prints one line of JSON when both are ready, and ends on SIGTERM, SIGINT or when its input closes.
 */
import { startAgent } from './agent/server.mjs'
import { startBackend } from './backend/server.mjs'

const backend = await startBackend()
// Whoever stands between the receptionist and its backend says where.
const agent = await startAgent({ backend: process.env.PRACTICE_URL ?? backend.url })

let stopping = false
async function stop() {
  if (stopping) return
  stopping = true
  await agent.close()
  await backend.close()
  process.exit(0)
}
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
process.stdin.on('close', stop).on('end', stop).resume()

console.log(JSON.stringify({ agent: agent.url, backend: backend.url }))
