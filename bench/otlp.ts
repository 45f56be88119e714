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

const spans = 200
const rounds = 40
const tries = 5

export async function bench(out: (line: string) => void): Promise<void> {
  const { bytes, json } = bothOf('traces', batch())
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

/** 200 questions to a model in OpenTelemetry's names, with two messages of 600 letters each. */
function batch() {
  const words = 'The earliest free time is Tuesday at two in the afternoon. '.repeat(10).slice(0, 600)
  const text = (value: string) => ({ stringValue: value })
  const message = (role: string) => JSON.stringify([{ role, parts: [{ type: 'text', content: words }] }])
  const span = (n: number) => ({
    traceId: Uint8Array.from({ length: 16 }, (_, at) => (n * 7 + at * 13 + 1) % 256),
    spanId: Uint8Array.from({ length: 8 }, (_, at) => (n * 11 + at * 17 + 1) % 256),
    parentSpanId: Uint8Array.from({ length: 8 }, (_, at) => (n * 5 + at * 3 + 1) % 256),
    name: 'chat gpt-4o',
    kind: 3,
    startTimeUnixNano: String(1_767_261_600_000_000_000n + BigInt(n) * 1_000_000n),
    endTimeUnixNano: String(1_767_261_601_000_000_000n + BigInt(n) * 1_000_000n),
    attributes: [
      { key: 'gen_ai.operation.name', value: text('chat') },
      { key: 'gen_ai.provider.name', value: text('openai') },
      { key: 'gen_ai.request.model', value: text('gpt-4o') },
      { key: 'gen_ai.response.model', value: text('gpt-4o-2024-08-06') },
      { key: 'gen_ai.response.id', value: text(`answer-${n}`) },
      { key: 'gen_ai.conversation.id', value: text(`conversation-${n % 40}`) },
      { key: 'gen_ai.usage.input_tokens', value: { intValue: '412' } },
      { key: 'gen_ai.usage.output_tokens', value: { intValue: '57' } },
      { key: 'gen_ai.request.temperature', value: { doubleValue: 0.2 } },
      { key: 'gen_ai.response.finish_reasons', value: { arrayValue: { values: [text('stop')] } } },
      { key: 'gen_ai.input.messages', value: text(message('user')) },
      { key: 'gen_ai.output.messages', value: text(message('assistant')) },
      { key: 'server.address', value: text('api.example.com') },
    ],
    status: {},
    flags: 257,
  })
  const attributes = [
    { key: 'service.name', value: text('bench') },
    { key: 'service.version', value: text('1.4.2') },
  ]
  const scope = { name: 'bench', version: '1' }
  return {
    resourceSpans: [
      { resource: { attributes }, scopeSpans: [{ scope, spans: Array.from({ length: spans }, (_, n) => span(n)) }] },
    ],
  }
}
