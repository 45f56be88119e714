/**
 * Reading telemetry: bodies of 200 spans as an exporter of a chat agent sends them, in protocol buffers and in JSON.
 *
 * The yardstick is `JSON.parse` of the same spans in JSON, which every server that takes JSON pays at least. The last line
 * is what ingest does with a body before its conversations are put together.
 */
import { observationsOf } from '../src/observe/formats/index.ts'
import { bothOf } from '../src/observe/otlp/opentelemetry.sample.ts'
import { readOtlp } from '../src/observe/otlp/read-otlp.ts'
import { table } from './measure.ts'
import { batch } from './otlp-batch.ts'

const spans = 200
const rounds = 40
const tries = 5

export async function bench(out: (line: string) => void): Promise<void> {
  const { bytes, json } = bothOf('traces', batch(spans))
  const jsonBytes = new TextEncoder().encode(json)
  out(
    `otlp: bodies of ${spans} spans, ${kb(bytes)} as protocol buffers, ${kb(jsonBytes)} as JSON; best of ${tries} x ${rounds}`,
  )
  const records = readOtlp(bytes, 'application/x-protobuf', 'traces')
  const yardstick = best(() => JSON.parse(json))
  const rows = [
    { what: 'JSON.parse alone', ms: yardstick },
    { what: 'protocol buffers to records', ms: best(() => readOtlp(bytes, 'application/x-protobuf', 'traces')) },
    { what: 'JSON to records', ms: best(() => readOtlp(jsonBytes, 'application/json', 'traces')) },
    { what: 'records to observations', ms: best(() => observationsOf(records)) },
    {
      what: 'protocol buffers to observations',
      ms: best(() => observationsOf(readOtlp(bytes, 'application/x-protobuf', 'traces'))),
    },
  ]
  for (const line of table(
    ['', 'ms a body', 'spans/s', 'x JSON.parse'],
    rows.map(({ what, ms }) => [
      what,
      ms.toFixed(2),
      Math.round(spans / (ms / 1000)).toLocaleString('en'),
      (ms / yardstick).toFixed(2),
    ]),
  )) {
    out(line)
  }
}

function best(run: () => unknown): number {
  let least = Number.POSITIVE_INFINITY
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const startMs = performance.now()
    for (let round = 0; round < rounds; round += 1) run()
    least = Math.min(least, (performance.now() - startMs) / rounds)
  }
  return least
}

const kb = (bytes: Uint8Array) => `${Math.round(bytes.length / 1000)} KB`
