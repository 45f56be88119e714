/**
 * Sends to the ingest bench's server, in a process of its own: `ingest-sender.ts <url> <spans a second> <seconds>`.
 *
 * Requests leave by the clock whether or not earlier ones were answered, so that a slow answer makes others wait and counts. Every
 * request has spans and conversations of its own. Prints the times of the answers as JSON.
 */
import { Agent, request } from 'node:http'
import { bothOf } from '../src/observe/otlp/opentelemetry.sample.ts'
import { batch } from './otlp-batch.ts'

const [url = '', perSecond = '20000', seconds = '10'] = process.argv.slice(2)
const spans = 200
const address = new URL('/v1/traces', url)
const agent = new Agent({ keepAlive: true, maxSockets: 16 })

const marker = 'conversation-########'
const { bytes } = bothOf(
  'traces',
  batch(spans, 600, (n) => `${marker}-${n % 40}`),
)
const template = Buffer.from(bytes)
/** Where what differs between requests stands: names of conversations, and ids of traces and spans. */
const names = placesOf(Buffer.from('########'))
const ids = placesOf(Buffer.from([0x0a, 16])).filter((at) => template[at + 18] === 0x12 && template[at + 19] === 8)

function placesOf(wanted: Buffer): readonly number[] {
  const places: number[] = []
  for (let at = template.indexOf(wanted); at !== -1; at = template.indexOf(wanted, at + 1)) places.push(at)
  return places
}

function bodyOf(nth: number): Buffer {
  const body = Buffer.from(template)
  for (const at of names) body.write(String(nth).padStart(8, '0'), at, 'latin1')
  for (const [index, at] of ids.entries()) {
    body.writeUInt32BE(nth, at + 2)
    body.writeUInt32BE(index, at + 6)
    body.writeUInt32BE(nth, at + 20)
  }
  return body
}

const answers: number[] = []
const statuses: Record<string, number> = {}

function send(nth: number, dueMs: number): Promise<void> {
  return new Promise((resolve) => {
    const body = bodyOf(nth)
    const sent = request(
      address,
      { method: 'POST', agent, headers: { 'content-type': 'application/x-protobuf', 'content-length': body.length } },
      (answer) => {
        answer.resume()
        answer.once('end', () => {
          answers.push(performance.now() - dueMs)
          statuses[`${answer.statusCode}`] = (statuses[`${answer.statusCode}`] ?? 0) + 1
          resolve()
        })
      },
    )
    sent.once('error', (thrown) => {
      statuses[String(thrown)] = (statuses[String(thrown)] ?? 0) + 1
      resolve()
    })
    sent.end(body)
  })
}

if (ids.length !== spans || names.length !== spans) throw new Error(`${ids.length} ids, ${names.length} names`)
const everyMs = (1000 * spans) / Number(perSecond)
const requests = Math.round((Number(seconds) * 1000) / everyMs)
const startMs = performance.now()
const all: Promise<void>[] = []
for (let nth = 0; nth < requests; nth += 1) {
  const dueMs = startMs + nth * everyMs
  const waitMs = dueMs - performance.now()
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
  all.push(send(nth, dueMs))
}
await Promise.all(all)
const tookMs = performance.now() - startMs
answers.sort((a, b) => a - b)
const at = (share: number) => answers[Math.min(answers.length - 1, Math.floor(answers.length * share))] ?? 0
console.log(
  JSON.stringify({
    requests,
    spans: requests * spans,
    bodyBytes: template.length,
    tookMs,
    p50: at(0.5),
    p99: at(0.99),
    max: at(1),
    statuses,
  }),
)
