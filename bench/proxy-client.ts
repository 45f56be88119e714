/**
 * The load on the proxy, in a process of its own: `proxy-client.ts <url> <connections> <requests>`.
 *
 * It writes requests that are ready bytes and counts whole replies by their length, so that it takes little of the
 * machine. Prints the seconds it took, the median and the 99th percentile of a call in milliseconds, and failures.
 */
import { connect } from 'node:net'

const [address = '', connections = '1', requests = '1'] = process.argv.slice(2)
const { hostname, port, host } = new URL(address)
const asked = Buffer.from(
  `GET /appointments/4711 HTTP/1.1\r\nhost: ${host}\r\naccept: application/json\r\nuser-agent: bench\r\nx-conversation: trial\r\n\r\n`,
)
const total = Number(requests)
const times = new Float64Array(total)
let begun = 0
let done = 0
let failed = 0

function talk(): Promise<void> {
  return new Promise((over) => {
    const socket = connect({ port: Number(port), host: hostname, noDelay: true })
    let had: Buffer = Buffer.alloc(0)
    let startMs = 0
    const next = () => {
      if (begun >= total) return void socket.end(() => over())
      begun += 1
      startMs = performance.now()
      socket.write(asked)
    }
    socket.on('connect', next)
    socket.on('error', () => {
      failed += 1
      over()
    })
    socket.on('data', (piece: Buffer) => {
      had = had.length === 0 ? piece : Buffer.concat([had, piece])
      const length = lengthOf(had)
      if (length === undefined || had.length < length) return
      if (!had.subarray(0, 12).equals(ok)) failed += 1
      had = had.subarray(length)
      times[done] = performance.now() - startMs
      done += 1
      next()
    })
  })
}

const ok = Buffer.from('HTTP/1.1 200')

/** Length of the reply with its head; undefined while it is not known. */
function lengthOf(bytes: Buffer): number | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end === -1) return undefined
  const head = bytes.toString('latin1', 0, end).toLowerCase()
  const length = /\r\ncontent-length: *(\d+)/.exec(head)?.[1]
  if (length !== undefined) return end + 4 + Number(length)
  const last = bytes.indexOf('\r\n0\r\n\r\n', end + 2)
  return last === -1 ? undefined : last + 7
}

const startMs = performance.now()
await Promise.all(Array.from({ length: Number(connections) }, talk))
const seconds = (performance.now() - startMs) / 1000
const sorted = times.subarray(0, done).sort()
const at = (share: number) => sorted[Math.min(done - 1, Math.floor(done * share))] ?? 0
console.log(JSON.stringify({ seconds, done, failed, medianMs: at(0.5), p99Ms: at(0.99) }))
