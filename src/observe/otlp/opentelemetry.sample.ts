/**
 * The messages of OpenTelemetry's protocol as far as they are read here, for comparison with an independent decoder: one
 * schema, arbitrary requests, and the same request in protocol buffers and in JSON.
 */
import fc from 'fast-check'
import protobuf from 'protobufjs'

const schema = `
syntax = "proto3";
message AnyValue {
  oneof value {
    string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4;
    ArrayValue array_value = 5; KeyValueList kvlist_value = 6; bytes bytes_value = 7;
  }
}
message ArrayValue { repeated AnyValue values = 1; }
message KeyValueList { repeated KeyValue values = 1; }
message KeyValue { string key = 1; AnyValue value = 2; }
message Scope { string name = 1; string version = 2; repeated KeyValue attributes = 3; uint32 dropped_attributes_count = 4; }
message Resource { repeated KeyValue attributes = 1; uint32 dropped_attributes_count = 2; }
message TraceRequest { repeated ResourceSpans resource_spans = 1; }
message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; string schema_url = 3; }
message ScopeSpans { Scope scope = 1; repeated Span spans = 2; string schema_url = 3; }
message Span {
  bytes trace_id = 1; bytes span_id = 2; string trace_state = 3; bytes parent_span_id = 4; string name = 5; int32 kind = 6;
  fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8; repeated KeyValue attributes = 9;
  uint32 dropped_attributes_count = 10; repeated Event events = 11; uint32 dropped_events_count = 12;
  repeated Link links = 13; uint32 dropped_links_count = 14; Status status = 15; fixed32 flags = 16;
  message Event { fixed64 time_unix_nano = 1; string name = 2; repeated KeyValue attributes = 3; uint32 dropped_attributes_count = 4; }
  message Link { bytes trace_id = 1; bytes span_id = 2; string trace_state = 3; repeated KeyValue attributes = 4; }
}
message Status { string message = 2; int32 code = 3; }
message LogsRequest { repeated ResourceLogs resource_logs = 1; }
message ResourceLogs { Resource resource = 1; repeated ScopeLogs scope_logs = 2; string schema_url = 3; }
message ScopeLogs { Scope scope = 1; repeated LogRecord log_records = 2; string schema_url = 3; }
message LogRecord {
  fixed64 time_unix_nano = 1; int32 severity_number = 2; string severity_text = 3; AnyValue body = 5;
  repeated KeyValue attributes = 6; uint32 dropped_attributes_count = 7; fixed32 flags = 8; bytes trace_id = 9;
  bytes span_id = 10; fixed64 observed_time_unix_nano = 11; string event_name = 12;
}
`

const root = protobuf.parse(schema).root

type Message = Record<string, unknown>

/** A request in both encodings, made by the independent encoder. */
export function bothOf(
  signal: 'traces' | 'logs',
  request: Message,
): { readonly bytes: Uint8Array; readonly json: string } {
  const type = root.lookupType(signal === 'traces' ? 'TraceRequest' : 'LogsRequest')
  const message = type.fromObject(request)
  const twin = type.toObject(message, { longs: String, bytes: String, json: true, oneofs: false })
  return { bytes: type.encode(message).finish(), json: JSON.stringify(twin) }
}

/** Names that could reach a prototype are among them. */
const name = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('__proto__', 'constructor', 'gen_ai.system', ''))
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const whole = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)

const { value: anyValue } = fc.letrec<{ value: Message; entries: Message[] }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.record({ stringValue: fc.string({ unit: 'grapheme', maxLength: 30 }) }),
    fc.record({ boolValue: fc.boolean() }),
    fc.record({ intValue: fc.oneof(fc.integer().map(String), whole) }),
    fc.record({ doubleValue: fc.double() }),
    fc.record({ bytesValue: fc.uint8Array({ maxLength: 9 }) }),
    fc.constant({}),
    fc.record({ arrayValue: fc.record({ values: fc.array(tie('value'), { maxLength: 3 }) }) }),
    fc.record({ kvlistValue: fc.record({ values: tie('entries') }) }),
  ),
  entries: fc.array(fc.record({ key: name, value: tie('value') }), { maxLength: 3 }),
}))
const attributes = fc.array(fc.record({ key: name, value: anyValue }), { maxLength: 4 })

const moment = fc
  .record({
    ms: fc.integer({ min: 946_684_800_000, max: 4_102_444_799_999 }),
    ns: fc.integer({ min: 0, max: 999_999 }),
  })
  .map(({ ms, ns }) => String(BigInt(ms) * 1_000_000n + BigInt(ns)))
// Some of them impossible.
const time = fc.oneof({ weight: 9, arbitrary: moment }, { weight: 1, arbitrary: fc.constantFrom('0', '1700000000000') })
const id = (length: number) =>
  fc.oneof({ weight: 9, arbitrary: bytes(length) }, { weight: 1, arbitrary: fc.uint8Array({ maxLength: 20 }) })
const count = fc.oneof(fc.constant(0), fc.nat(5))

const event = fc.record({ timeUnixNano: moment, name, attributes, droppedAttributesCount: count })
const span = fc.record({
  traceId: id(16),
  spanId: id(8),
  traceState: fc.constantFrom('', 'a=b'),
  parentSpanId: fc.oneof(id(8), fc.constant(new Uint8Array())),
  name,
  kind: fc.nat(5),
  startTimeUnixNano: time,
  endTimeUnixNano: time,
  attributes,
  droppedAttributesCount: count,
  events: fc.array(event, { maxLength: 2 }),
  droppedEventsCount: count,
  links: fc.array(fc.record({ traceId: bytes(16), spanId: bytes(8), attributes }), { maxLength: 1 }),
  droppedLinksCount: count,
  status: fc.record({ code: fc.nat(2), message: fc.string({ maxLength: 8 }) }),
  flags: fc.constant(257),
})
const log = fc.record({
  timeUnixNano: time,
  severityNumber: fc.nat(24),
  body: anyValue,
  attributes,
  droppedAttributesCount: count,
  traceId: id(16),
  spanId: id(8),
  observedTimeUnixNano: time,
  eventName: name,
})

const resource = fc.record({ attributes, droppedAttributesCount: count })
const scope = fc.record({ name, version: name, attributes })

export const traceRequest: fc.Arbitrary<Message> = fc.record({
  resourceSpans: fc.array(
    fc.record({
      resource,
      scopeSpans: fc.array(fc.record({ scope, spans: fc.array(span, { maxLength: 3 }) }), { maxLength: 2 }),
    }),
    { maxLength: 2 },
  ),
})

export const logsRequest: fc.Arbitrary<Message> = fc.record({
  resourceLogs: fc.array(
    fc.record({
      resource,
      scopeLogs: fc.array(fc.record({ scope, logRecords: fc.array(log, { maxLength: 3 }) }), { maxLength: 2 }),
    }),
    { maxLength: 2 },
  ),
})
