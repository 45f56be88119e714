/**
 * The proxy under measurement, as it is built, in a process of its own: `proxy-ours.mjs <upstream> <live|rename|delay> [ms]`.
 *
 * Prints its address; then answers each line on its input with what it holds: live heap after a collection, and the
 * events its ledger has had.
 */
import { createInterface } from 'node:readline'
import { backendSettings, startBackends } from '../dist/connect/backends/backends.js'
import { faultSetOf, faultSetSettings } from '../dist/connect/faults/rule.js'

const [upstream, what, ms] = process.argv.slice(2)
const faults = {
  rename: { match: {}, do: { rename: { field: '$.start', to: 'start_time' } } },
  delay: { match: {}, do: { delay: { ms: Number(ms) } } },
}
const settings = backendSettings.parse({
  upstream,
  correlate: { header: 'x-conversation' },
  tools: { read_appointment: 'GET /appointments/{id}' },
})
const backends = await startBackends({ desk: settings })
backends.lead({})
let events = 0
backends.open(
  {
    id: 'trial',
    seed: 1,
    faults: faults[what] === undefined ? [] : [faultSetOf(what, faultSetSettings.parse(faults[what]))],
    turn: () => 1,
    emit: () => {
      events += 1
    },
  },
  { conversation: 'trial' },
)
console.log(backends.urls.desk)
createInterface(process.stdin).on('line', () => {
  global.gc?.()
  console.log(
    JSON.stringify({ heapUsed: process.memoryUsage().heapUsed, events, unplaced: backends.unplaced().length }),
  )
})
