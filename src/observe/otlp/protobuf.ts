/**
 * ExportTraceServiceRequest and ExportLogsServiceRequest out of their bytes.
 *
 * The numbers of fields are those of opentelemetry-proto, where they are fixed for good. A field in a form that its number
 * does not have counts as unknown, as it does for every reader of protocol buffers.
 *
 * @see https://github.com/open-telemetry/opentelemetry-proto
 */
import type { Json } from '../../conversation/index.ts'
import { bare } from './bare.ts'
import { type Allowance, spend } from './limits.ts'
import type { Attributes, OtlpRecords, Sender } from './otlp.ts'
import { anyValue, keyValue } from './protobuf-values.ts'
import { above, emptyLog, emptySender, emptySpan, Kept, logOf, type RawLog, type RawSpan, spanOf } from './records.ts'
import { byTag, tagOf } from './tags.ts'
import { eightBytes, lengthed, varint, Wire } from './wire.ts'

const text = (field: number) => tagOf(field, lengthed)

const first = text(1)
const second = text(2)
const third = text(3)

/**
 * The records of one body.
 *
 * @throws Problem `ingest/undecodable` where the bytes are cut off or no protocol buffers
 */
export function protobufRecords(bytes: Uint8Array, signal: 'traces' | 'logs'): OtlpRecords {
  const wire = new Wire(bytes)
  const kept = new Kept()
  while (wire.more) {
    const tag = wire.tag()
    if (tag !== first) wire.skip(tag)
    else wire.within(() => fromResource(wire, signal, kept))
  }
  return kept.records()
}

/** Places of messages that can be read only when what stands beside them is known. */
interface Part {
  readonly at: number
  readonly end: number
}

function fromResource(wire: Wire, signal: 'traces' | 'logs', kept: Kept): void {
  const { head: resource, parts: scopes } = headAndParts(wire)
  const outer = wire.end
  const { value: attributes, unfit } = above(() => headAttributes(wire, resource, first, kept.allowance))
  for (const scope of scopes) {
    move(wire, scope)
    fromScope(wire, signal, kept, attributes, unfit)
  }
  wire.end = outer
  wire.at = outer
}

function fromScope(wire: Wire, signal: string, kept: Kept, resource: Attributes, unfitAbove: string | undefined): void {
  const { head, parts } = headAndParts(wire)
  const { value: attributes, unfit } = above(() => headAttributes(wire, head, third, kept.allowance))
  const from: Sender = { resource, scope: { ...scopeName(wire, head), attributes } }
  for (const part of parts) {
    const record = () => {
      move(wire, part)
      return signal === 'traces'
        ? spanOf(rawSpan(wire, kept.allowance), from)
        : logOf(rawLog(wire, kept.allowance), from)
    }
    kept.read(record, unfitAbove ?? unfit)
  }
}

/** Field 1, which says who sent it, may come after the fields 2 that it is about. */
function headAndParts(wire: Wire): { readonly head: Part | undefined; readonly parts: readonly Part[] } {
  let head: Part | undefined
  const parts: Part[] = []
  while (wire.more) {
    const tag = wire.tag()
    if (tag !== first && tag !== second) {
      wire.skip(tag)
      continue
    }
    const outer = wire.enter()
    const part = { at: wire.at, end: wire.end }
    if (tag === first) head = part
    else parts.push(part)
    wire.leave(outer)
  }
  return { head, parts }
}

function move(wire: Wire, { at, end }: Part): void {
  wire.at = at
  wire.end = end
}

function headAttributes(wire: Wire, head: Part | undefined, field: number, allowance: Allowance): Attributes {
  const attributes = bare()
  if (head === undefined) return attributes
  move(wire, head)
  while (wire.more) {
    const tag = wire.tag()
    if (tag === field) keyValue(wire, attributes, allowance, 0)
    else wire.skip(tag)
  }
  return attributes
}

function scopeName(wire: Wire, head: Part | undefined): { readonly name: string; readonly version: string } {
  let name = ''
  let version = ''
  if (head === undefined) return { name, version }
  move(wire, head)
  while (wire.more) {
    const tag = wire.tag()
    if (tag === first) name = wire.name()
    else if (tag === second) version = wire.name()
    else wire.skip(tag)
  }
  return { name, version }
}

type SpanField = (wire: Wire, span: RawSpan, allowance: Allowance) => void

const spanFields: readonly (SpanField | undefined)[] = byTag<SpanField>([
  [
    text(1),
    (wire, span) => {
      span.trace = wire.hex()
    },
  ],
  [
    text(2),
    (wire, span) => {
      span.span = wire.hex()
    },
  ],
  [
    text(4),
    (wire, span) => {
      span.parent = wire.hex()
    },
  ],
  [
    text(5),
    (wire, span) => {
      span.name = wire.name()
    },
  ],
  [
    tagOf(7, eightBytes),
    (wire, span) => {
      span.startMs = wire.moment()
    },
  ],
  [
    tagOf(8, eightBytes),
    (wire, span) => {
      span.endMs = wire.moment()
    },
  ],
  [
    text(9),
    (wire, span, allowance) => {
      if (span.attributes === none) span.attributes = bare()
      keyValue(wire, span.attributes as Record<string, Json>, allowance, 0)
    },
  ],
  [
    tagOf(10, varint),
    (wire, span) => {
      span.dropped += uint32(wire)
    },
  ],
  [
    text(11),
    (wire, span, allowance) => {
      spend(allowance, 0)
      wire.within(() => event(wire, span, allowance))
    },
  ],
  [
    tagOf(12, varint),
    (wire, span) => {
      span.dropped += uint32(wire)
    },
  ],
  [
    tagOf(14, varint),
    (wire, span) => {
      span.dropped += uint32(wire)
    },
  ],
  [text(15), (wire, span) => wire.within(() => status(wire, span))],
])

type LogField = (wire: Wire, log: RawLog, allowance: Allowance) => void

const logFields: readonly (LogField | undefined)[] = byTag<LogField>([
  [
    tagOf(1, eightBytes),
    (wire, log) => {
      log.atMs = wire.moment()
    },
  ],
  [
    text(5),
    (wire, log, allowance) => {
      log.body = wire.within(() => anyValue(wire, allowance, 0))
    },
  ],
  [
    text(6),
    (wire, log, allowance) => {
      if (log.attributes === none) log.attributes = bare()
      keyValue(wire, log.attributes as Record<string, Json>, allowance, 0)
    },
  ],
  [
    tagOf(7, varint),
    (wire, log) => {
      log.dropped += uint32(wire)
    },
  ],
  [
    text(9),
    (wire, log) => {
      log.trace = wire.hex()
    },
  ],
  [
    text(10),
    (wire, log) => {
      log.span = wire.hex()
    },
  ],
  [
    tagOf(11, eightBytes),
    (wire, log) => {
      log.observedMs = wire.moment()
    },
  ],
  [
    text(12),
    (wire, log) => {
      log.eventName = wire.name()
    },
  ],
])

const none = emptySender.resource

function rawSpan(wire: Wire, allowance: Allowance): RawSpan {
  const span = emptySpan()
  while (wire.more) {
    const tag = wire.tag()
    const field = spanFields[tag]
    if (field === undefined) wire.skip(tag)
    else field(wire, span, allowance)
  }
  return span
}

function rawLog(wire: Wire, allowance: Allowance): RawLog {
  const log = emptyLog()
  while (wire.more) {
    const tag = wire.tag()
    const field = logFields[tag]
    if (field === undefined) wire.skip(tag)
    else field(wire, log, allowance)
  }
  return log
}

function event(wire: Wire, span: RawSpan, allowance: Allowance): void {
  let name = ''
  let atMs = 0
  const attributes = bare()
  while (wire.more) {
    const tag = wire.tag()
    if (tag === tagOf(1, eightBytes)) atMs = wire.moment()
    else if (tag === second) name = wire.name()
    else if (tag === third) keyValue(wire, attributes, allowance, 0)
    else if (tag === tagOf(4, varint)) span.dropped += uint32(wire)
    else wire.skip(tag)
  }
  span.events.push({ name, atMs, attributes })
}

function status(wire: Wire, span: RawSpan): void {
  while (wire.more) {
    const tag = wire.tag()
    if (tag === second) span.message = wire.text()
    else if (tag === tagOf(3, varint)) span.code = uint32(wire)
    else wire.skip(tag)
  }
}

function uint32(wire: Wire): number {
  return wire.number() % 2 ** 32
}
