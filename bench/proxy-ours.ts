/**
 * The proxy under measurement, in a process of its own: `proxy-ours.ts <upstream> <live|rename|delay> [ms]`.
 *
 * Prints its address; then answers each line on its input with what it holds: live heap after a collection, and RSS.
 */
import { createInterface } from 'node:readline'
import { backendSettings, startBackends } from '../src/connect/backends/backends.ts'
import { faultSetOf, faultSetSettings } from '../src/connect/faults/rule.ts'

const [upstream = '', what = 'live', ms = '0'] = process.argv.slice(2)
const faults: Readonly<Record<string, unknown>> = {
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
const fault = faults[what]
let seen = 0
backends.open(
  {
    id: 'trial',
    seed: 1,
    faults: fault === undefined ? [] : [faultSetOf(what, faultSetSettings.parse(fault))],
    turn: () => 1,
    emit: () => {
      seen += 1
    },
  },
  { conversation: 'trial' },
)
console.log(backends.urls.desk)
createInterface(process.stdin).on('line', () => {
  global.gc?.()
  const { heapUsed, rss } = process.memoryUsage()
  console.log(JSON.stringify({ heapUsed, rss, seen, unplaced: backends.unplaced().length }))
})
