import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Problem } from '../../problem.ts'
import { bothOf, logsRequest, traceRequest } from './opentelemetry.sample.ts'
import type { OtlpRecords } from './otlp.ts'
import { encodingOf, readOtlp } from './read-otlp.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const protobuf = 'application/x-protobuf'
const json = 'application/json; charset=utf-8'

test.each([
  ['traces', traceRequest],
  ['logs', logsRequest],
] as const)(
  '%s mean the same in protocol buffers and in the JSON that an independent encoder makes of them',
  (signal, request) => {
    fc.assert(
      fc.property(request, (message) => {
        const twin = bothOf(signal, message)
        expect(plainly(readOtlp(twin.bytes, protobuf, signal))).toEqual(
          plainly(readOtlp(utf8(twin.json), json, signal)),
        )
      }),
      { numRuns: 500 },
    )
  },
)

/** As it is kept and compared: without prototypes, without minus zero. */
function plainly(records: OtlpRecords): unknown {
  return JSON.parse(JSON.stringify(records))
}

const id = { trace: '0af7651916cd43dd8448eb211c80319c', span: 'b7ad6b7169203331', parent: '00f067aa0ba902b7' }
const hexBytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))

const oneSpan = {
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'salon' } }] },
      scopeSpans: [
        {
          scope: { name: 'shop', version: '1.2' },
          spans: [
            {
              traceId: hexBytes(id.trace),
              spanId: hexBytes(id.span),
              parentSpanId: hexBytes(id.parent),
              name: 'chat',
              startTimeUnixNano: '1767261600000250000',
              endTimeUnixNano: '1767261601500000000',
              attributes: [
                { key: 'n', value: { intValue: '9007199254740993' } },
                {
                  key: '__proto__',
                  value: { kvlistValue: { values: [{ key: 'polluted', value: { boolValue: true } }] } },
                },
                { key: 'list', value: { arrayValue: { values: [{ doubleValue: 0.5 }, {}, { intValue: '-3' }] } } },
              ],
              events: [{ timeUnixNano: '1767261600500000000', name: 'said', droppedAttributesCount: 1 }],
              droppedAttributesCount: 2,
              status: { code: 2, message: 'no room' },
            },
          ],
        },
      ],
    },
  ],
}

test('a span comes out whole: sender, ids in hex, milliseconds, large numbers as digits, names that could reach a prototype', () => {
  const { spans, refused } = readOtlp(bothOf('traces', oneSpan).bytes, protobuf, 'traces')
  expect(refused).toEqual({ count: 0 })
  expect(JSON.parse(JSON.stringify(spans))).toEqual([
    {
      from: { resource: { 'service.name': 'salon' }, scope: { name: 'shop', version: '1.2', attributes: {} } },
      trace: id.trace,
      span: id.span,
      parent: id.parent,
      name: 'chat',
      startMs: 1767261600000.25,
      endMs: 1767261601500,
      attributes: JSON.parse('{"n":"9007199254740993","__proto__":{"polluted":true},"list":[0.5,null,-3]}'),
      events: [{ name: 'said', atMs: 1767261600500, attributes: {} }],
      status: { code: 'error', message: 'no room' },
      dropped: 3,
    },
  ])
  expect('constructor' in (spans[0]?.attributes ?? {})).toBe(false)
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
})

test('a body that is cut off anywhere is undecodable, never a shorter conversation', () => {
  const { bytes } = bothOf('traces', oneSpan)
  for (let length = 1; length < bytes.length; length += 1) {
    expect(() => readOtlp(bytes.slice(0, length), protobuf, 'traces')).toThrow('The body cannot be read')
  }
  expect(readOtlp(bytes.slice(0, 0), protobuf, 'traces').spans).toEqual([])
})

test('whatever bits are flipped, bytes are records or a problem of their sender', () => {
  fc.assert(
    fc.property(traceRequest, fc.array(fc.nat(), { minLength: 1, maxLength: 8 }), (message, flips) => {
      const { bytes } = bothOf('traces', message)
      for (const flip of flips) {
        const at = (flip >> 3) % Math.max(1, bytes.length)
        if (bytes.length > 0) bytes[at] = (bytes[at] ?? 0) ^ (1 << (flip & 7))
      }
      expect(outcome(bytes, protobuf)).toMatch(/^(records|ingest\/undecodable)$/)
    }),
    { numRuns: 1000 },
  )
})

test('whatever bytes come, they are records or a problem of their sender', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(protobuf, json, undefined), (bytes, type) => {
      expect(outcome(bytes, type)).toMatch(/^(records|ingest\/undecodable)$/)
    }),
    { numRuns: 1000 },
  )
})

test('whatever JSON comes, it is records or a problem of its sender', () => {
  const anything = fc.jsonValue({ maxDepth: 6 })
  const around = (spans: unknown) => ({ resourceSpans: [{ scopeSpans: [{ spans }] }] })
  fc.assert(
    fc.property(fc.oneof(anything, fc.array(anything).map(around)), (value) => {
      expect(outcome(utf8(JSON.stringify(value)), json)).toMatch(/^(records|ingest\/undecodable)$/)
    }),
  )
})

function outcome(bytes: Uint8Array, type: string | undefined): string {
  try {
    readOtlp(bytes, type, 'traces')
    return 'records'
  } catch (thrown) {
    return thrown instanceof Problem ? thrown.code : String(thrown)
  }
}

const inJson = (span: Record<string, unknown>) =>
  readOtlp(utf8(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] })), json, 'traces')

const good = { traceId: id.trace, spanId: id.span, startTimeUnixNano: '1767261600000000000' }

test('JSON may spell ids in base64, times as numbers, enums by name, and fields in snake_case', () => {
  const careless = inJson({
    trace_id: Buffer.from(id.trace, 'hex').toString('base64'),
    span_id: Buffer.from(id.span, 'hex').toString('base64'),
    start_time_unix_nano: 1767261600000000000,
    status: { code: 'STATUS_CODE_ERROR' },
    attributes: [{ key: 'n', value: { int_value: '7' } }],
    something_new: { nested: true },
  })
  expect(careless.refused).toEqual({ count: 0 })
  expect(careless.spans[0]).toMatchObject({
    trace: id.trace,
    span: id.span,
    startMs: 1767261600000,
    status: { code: 'error' },
    attributes: { n: 7 },
  })
})

test.each([
  ['no trace id', { ...good, traceId: '' }, 'a span has no trace id of 16 bytes'],
  ['a trace id of nothing but zeros', { ...good, traceId: '0'.repeat(32) }, 'a span has no trace id of 16 bytes'],
  ['no span id', { ...good, spanId: 'xyz' }, 'a span has no span id of 8 bytes'],
  ['no time', { ...good, startTimeUnixNano: '0' }, 'a span has no time'],
  [
    'a time in milliseconds',
    { ...good, startTimeUnixNano: '1767261600000' },
    'a span has a time before 2000 or after 2100 (times are nanoseconds since 1970)',
  ],
  ['attributes that are no list', { ...good, attributes: 7 }, 'attributes are no list of keys and values'],
  [
    'a value too deep',
    { ...good, attributes: [{ key: 'deep', value: deep(40) }] },
    'a value is nested more than 32 deep',
  ],
])('a span with %s is refused alone, with the reason', (_name, bad, because) => {
  const { spans, refused } = readOtlp(
    utf8(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [bad, good] }] }] })),
    json,
    'traces',
  )
  expect(spans.map(({ span }) => span)).toEqual([id.span])
  expect(refused).toEqual({ count: 1, because })
})

function deep(levels: number): unknown {
  return levels === 0 ? { stringValue: 'down here' } : { arrayValue: { values: [deep(levels - 1)] } }
}

test('a span that ends before it begins, as when a clock is set back, ends as it begins', () => {
  const [span] = inJson({ ...good, endTimeUnixNano: '1767261599000000000' }).spans
  expect(span?.endMs).toBe(1767261600000)
})

test('a resource that is too deep refuses the spans below it, and no others', () => {
  const request = {
    resourceSpans: [
      { resource: { attributes: [{ key: 'deep', value: deep(40) }] }, scopeSpans: [{ spans: [good, good] }] },
      { scopeSpans: [{ spans: [good] }] },
    ],
  }
  const { spans, refused } = readOtlp(utf8(JSON.stringify(request)), json, 'traces')
  expect([spans.length, refused]).toEqual([1, { count: 2, because: 'a value is nested more than 32 deep' }])
})

test('JSON that nests a million deep is refused before it is parsed', () => {
  const bomb = utf8(`{"resourceSpans":${'['.repeat(1_000_000)}`)
  expect(() => readOtlp(bomb, json, 'traces')).toThrow('it nests more than 176 deep')
})

test('protocol buffers that nest five thousand deep refuse the span, without running out of stack', () => {
  let value: Uint8Array = Uint8Array.of(0x10, 1)
  for (let level = 0; level < 5000; level += 1) value = inField(5, inField(1, value))
  const span = Buffer.concat([
    inField(1, hexBytes(id.trace)),
    inField(2, hexBytes(id.span)),
    inField(9, Buffer.concat([inField(1, utf8('deep')), inField(2, value)])),
  ])
  const body = inField(1, inField(2, inField(2, span)))
  expect(readOtlp(body, protobuf, 'traces').refused).toEqual({
    count: 1,
    because: 'a value is nested more than 32 deep',
  })
})

function inField(field: number, content: Uint8Array): Uint8Array {
  const length: number[] = []
  for (let rest = content.length; ; rest = Math.floor(rest / 128)) {
    length.push(rest < 128 ? rest : (rest % 128) + 128)
    if (rest < 128) break
  }
  return Buffer.concat([Uint8Array.of(field * 8 + 2, ...length), content])
}

test('two million values in one body refuse what is beyond the first million', () => {
  const value = inField(2, new Uint8Array())
  const attribute = inField(9, value)
  const many = Buffer.concat(Array.from({ length: 2000 }, () => attribute))
  const span = Buffer.concat([
    inField(1, hexBytes(id.trace)),
    inField(2, hexBytes(id.span)),
    Uint8Array.of(0x39, ...new Uint8Array(new BigUint64Array([1767261600000000000n]).buffer)),
    many,
  ])
  const spans = Buffer.concat(Array.from({ length: 1000 }, () => inField(2, span)))
  const read = readOtlp(inField(1, inField(2, spans)), protobuf, 'traces')
  expect([read.spans.length, read.refused]).toEqual([
    500,
    { count: 500, because: 'the request holds more than 1000000 values' },
  ])
})

test('the order of log records that share a millisecond is kept by their place, and the batch by its latest time', () => {
  const record = (ms: number, words: string) => ({
    timeUnixNano: `${ms}000000`,
    traceId: id.trace,
    spanId: id.span,
    attributes: [{ key: 'event.name', value: { stringValue: 'gen_ai.user.message' } }],
    body: { kvlistValue: { values: [{ key: 'content', value: { stringValue: words } }] } },
  })
  const logRecords = [record(1767261600000, 'hi'), record(1767261600000, 'are you open?'), record(1767261600900, 'ok')]
  const { logs } = readOtlp(utf8(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] })), json, 'logs')
  expect(JSON.parse(JSON.stringify(logs.map(({ name, body, place }) => ({ name, body, place }))))).toEqual([
    { name: 'gen_ai.user.message', body: { content: 'hi' }, place: { batchMs: 1767261600900, at: 0 } },
    { name: 'gen_ai.user.message', body: { content: 'are you open?' }, place: { batchMs: 1767261600900, at: 1 } },
    { name: 'gen_ai.user.message', body: { content: 'ok' }, place: { batchMs: 1767261600900, at: 2 } },
  ])
})

test.each([
  ['application/json', '{}', 'json'],
  ['Application/JSON; charset=utf-8', '{}', 'json'],
  ['application/x-protobuf', '', 'protobuf'],
  ['application/protobuf', '', 'protobuf'],
  ['text/plain', '  {"resourceSpans":[]}', 'json'],
  [undefined, '\n\u0002', 'protobuf'],
  [undefined, '', 'protobuf'],
] as const)('content type %s with %j is read as %s', (type, body, encoding) => {
  expect(encodingOf(utf8(body), type)).toBe(encoding)
})
