/**
 * Sends to the ingest bench's server, in a process of its own: `ingest-sender.ts <url> <spans a second> <seconds> <share>`, the
 * share of messages in which something personal stands.
 *
 * Requests leave by the clock whether or not earlier ones were answered, so that a slow answer makes others wait and counts. Every
 * request has spans and conversations of its own; what they say comes from twenty bodies made before. Prints as JSON the times of
 * the answers, and how late requests left: a sender that does not keep to its clock measures itself.
 */
import { Agent, request } from 'node:http'
import { bothOf } from '../src/observe/otlp/opentelemetry.sample.ts'
import { sayer } from './ingest-texts.ts'
import { batch } from './otlp-batch.ts'

const [url = '', perSecond = '20000', seconds = '10', share = '0'] = process.argv.slice(2)
const spans = 200
const address = new URL('/v1/traces', url)
const agent = new Agent({ keepAlive: true, maxSockets: 16 })

/** A body, and where what differs between requests stands: names of conversations, and ids of traces and spans. */
interface Template {
  readonly bytes: Buffer
  readonly names: readonly number[]
  readonly ids: readonly number[]
}

function template(seed: number): Template {
  const words = sayer(seed, Number(share), 600)
  const bytes = Buffer.from(
    bothOf(
      'traces',
      batch(spans, 600, (n) => `conversation-########-${n % 40}`, words),
    ).bytes,
  )
  const ids = placesOf(bytes, Buffer.from([0x0a, 16])).filter((at) => bytes[at + 18] === 0x12 && bytes[at + 19] === 8)
  const names = placesOf(bytes, Buffer.from('########'))
  if (ids.length !== spans || names.length !== spans) throw new Error(`${ids.length} ids, ${names.length} names`)
  return { bytes, names, ids }
}

function placesOf(bytes: Buffer, wanted: Buffer): readonly number[] {
  const places: number[] = []
  for (let at = bytes.indexOf(wanted); at !== -1; at = bytes.indexOf(wanted, at + 1)) places.push(at)
  return places
}

const templates = Array.from({ length: 20 }, (_, seed) => template(seed + 1))

function bodyOf(nth: number): Buffer {
  const { bytes, names, ids } = templates[nth % templates.length] as Template
  const body = Buffer.from(bytes)
  for (const at of names) body.write(String(nth).padStart(8, '0'), at, 'latin1')
  for (const [index, at] of ids.entries()) {
    body.writeUInt32BE(nth, at + 2)
    body.writeUInt32BE(index, at + 6)
    body.writeUInt32BE(nth, at + 20)
  }
  return body
}

const warmSeconds = 4

const answers: number[] = []
const lags: number[] = []
const statuses: Record<string, number> = {}
const count = (status: string) => {
  statuses[status] = (statuses[status] ?? 0) + 1
}

function send(nth: number, dueMs: number): Promise<void> {
  return new Promise((resolve) => {
    const body = bodyOf(nth)
    lags.push(performance.now() - dueMs)
    const sent = request(
      address,
      { method: 'POST', agent, headers: { 'content-type': 'application/x-protobuf', 'content-length': body.length } },
      (answer) => {
        answer.resume()
        answer.once('end', () => {
          answers.push(performance.now() - dueMs)
          count(`${answer.statusCode}`)
          resolve()
        })
      },
    )
    sent.once('error', (thrown) => {
      count(String(thrown))
      resolve()
    })
    sent.end(body)
  })
}

/** Each leaves when it is due, whatever became of those before it. */
async function sendAll(first: number, requests: number, everyMs: number): Promise<void> {
  const startMs = performance.now()
  const all: Promise<void>[] = []
  for (let nth = 0; nth < requests; nth += 1) {
    const dueMs = startMs + nth * everyMs
    const waitMs = dueMs - performance.now()
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
    all.push(send(first + nth, dueMs))
  }
  await Promise.all(all)
}

const everyMs = (1000 * spans) / Number(perSecond)
const requests = Math.round((Number(seconds) * 1000) / everyMs)
// A server that has just begun compiles its own code while it answers: a few seconds at a quarter of the rate are not counted.
const warming = Math.round((warmSeconds * 1000) / (4 * everyMs))
const warmedMs = performance.now()
await sendAll(requests, warming, 4 * everyMs)
for (const values of [answers, lags]) values.length = 0
for (const status of Object.keys(statuses)) delete statuses[status]

const startMs = performance.now()
const before = process.cpuUsage()
await sendAll(0, requests, everyMs)
const tookMs = performance.now() - startMs
const { user, system } = process.cpuUsage(before)

function shares(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { p50: at(0.5), p99: at(0.99), max: at(1) }
}

console.log(
  JSON.stringify({
    ...{
      requests,
      spans: requests * spans,
      warmed: warming * spans,
      tookMs,
      allMs: performance.now() - warmedMs,
      statuses,
    },
    bodyBytes: templates.reduce((sum, { bytes }) => sum + bytes.length, 0) / templates.length,
    processor: (user + system) / 1000 / tookMs,
    answers: shares(answers),
    lag: shares(lags),
  }),
)
