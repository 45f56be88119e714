/**
 * The load on the proxy, in a process of its own: `proxy-client.ts <url> <connections> <requests> [pause]`,
 * where a pause, in milliseconds, comes before each request.
 *
 * It writes requests that are ready bytes and counts whole replies by their length, so that it takes little of the
 * machine. Prints the seconds it took, the median of a call in milliseconds, and failures.
 */
import { connect } from 'node:net'

const [address = '', connections = '1', requests = '1', pause = '0'] = process.argv.slice(2)
const { hostname, port, host, pathname } = new URL(address)
const asked = Buffer.from(
  `GET ${pathname} HTTP/1.1\r\nhost: ${host}\r\naccept: application/json\r\nuser-agent: bench\r\nx-conversation: trial\r\n\r\n`,
)
const total = Number(requests)
const times = new Float64Array(total)
let begun = 0
let done = 0
let failed = 0

function talk(): Promise<void> {
  return new Promise((over) => {
    const socket = connect({ port: Number(port), host: hostname, noDelay: true })
    let size = 0
    let length: number | undefined
    let held: Buffer = Buffer.alloc(0)
    let startMs = 0
    const next = () => {
      if (begun >= total) return void socket.end(() => over())
      begun += 1
      size = 0
      length = undefined
      held = Buffer.alloc(0)
      if (pause === '0') ask()
      else setTimeout(ask, Number(pause))
    }
    const ask = () => {
      startMs = performance.now()
      socket.write(asked)
    }
    socket.on('connect', next)
    socket.on('error', () => {
      failed += 1
      over()
    })
    socket.on('data', (piece: Buffer) => {
      size += piece.length
      if (length === undefined) {
        held = held.length === 0 ? piece : Buffer.concat([held, piece])
        length = lengthOf(held)
      }
      if (length === undefined || size < length) return
      if (size > length || !held.subarray(0, 12).equals(ok)) failed += 1
      times[done] = performance.now() - startMs
      done += 1
      next()
    })
  })
}

const ok = Buffer.from('HTTP/1.1 200')
const said = Buffer.from('\r\ncontent-length: ')
const saidToo = Buffer.from('\r\nContent-Length: ')

/** Length of the reply with its head; undefined while it is not known. */
function lengthOf(bytes: Buffer): number | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end === -1) return undefined
  const at = Math.max(bytes.indexOf(said), bytes.indexOf(saidToo))
  if (at !== -1 && at < end) return end + 4 + Number.parseInt(bytes.toString('latin1', at + said.length, at + 40), 10)
  const last = bytes.indexOf('\r\n0\r\n\r\n', end + 2)
  return last === -1 ? undefined : last + 7
}

const startMs = performance.now()
await Promise.all(Array.from({ length: Number(connections) }, talk))
const seconds = (performance.now() - startMs) / 1000
const sorted = times.subarray(0, done).sort()
const medianMs = sorted[Math.floor(done / 2)] ?? 0
console.log(JSON.stringify({ seconds, done, failed: failed + total - done, medianMs }))
