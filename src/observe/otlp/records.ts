/**
 * Records as they were read, in the bytes of one encoding or the other, turned into what can be kept.
 *
 * A record without ids or with impossible times is refused by itself; the rest of its batch is not.
 */

import type { Json } from '../../conversation/index.ts'
import { bare } from './bare.ts'
import { type Allowance, mostValues, tooManyValues, Unfit } from './limits.ts'
import type { Attributes, OtlpLog, OtlpRecords, OtlpSpan, Sender } from './otlp.ts'

/** A span as either encoding has it: ids in hex or empty, times in milliseconds or 0. */
export interface RawSpan {
  trace: string
  span: string
  parent: string
  name: string
  startMs: number
  endMs: number
  attributes: Attributes
  events: { readonly name: string; readonly atMs: number; readonly attributes: Attributes }[]
  code: number
  message: string
  dropped: number
}

/** A log record as either encoding has it. */
export interface RawLog {
  trace: string
  span: string
  eventName: string
  atMs: number
  observedMs: number
  body: Json
  attributes: Attributes
  dropped: number
}

export const emptySender: Sender = {
  resource: bare(),
  scope: { name: '', version: '', attributes: bare() },
}

export function emptySpan(): RawSpan {
  return {
    trace: '',
    span: '',
    parent: '',
    name: '',
    startMs: 0,
    endMs: 0,
    attributes: emptySender.resource,
    events: [],
    code: 0,
    message: '',
    dropped: 0,
  }
}

export function emptyLog(): RawLog {
  return {
    trace: '',
    span: '',
    eventName: '',
    atMs: 0,
    observedMs: 0,
    body: null,
    attributes: emptySender.resource,
    dropped: 0,
  }
}

// Clocks that count from a start of the machine, or in another unit, fall outside.
const earliestMs = 946_684_800e3
const latestMs = 4_102_444_800e3
const traceId = /^(?!0+$)[0-9a-f]{32}$/
const spanId = /^(?!0+$)[0-9a-f]{16}$/

/** Attributes that stand above records: what is unfit in them refuses every record below. */
export interface Above {
  readonly value: Attributes
  readonly unfit?: string
}

export function above(read: () => Attributes): Above {
  try {
    return { value: read() }
  } catch (thrown) {
    if (!(thrown instanceof Unfit)) throw thrown
    return { value: bare(), unfit: thrown.message }
  }
}

/** Collects the records of one body. */
export class Kept {
  readonly allowance: Allowance = { values: mostValues }
  readonly #spans: OtlpSpan[] = []
  readonly #logs: OtlpLog[] = []
  #refused = 0
  #because: string | undefined

  /** Reads one record; what it throws as unfit refuses it alone. */
  read(record: () => OtlpSpan | OtlpLog | string, unfitAbove: string | undefined): void {
    const already = unfitAbove ?? (this.allowance.values < 0 ? tooManyValues : undefined)
    if (already !== undefined) {
      this.refuse(already)
      return
    }
    try {
      const kept = record()
      if (typeof kept === 'string') this.refuse(kept)
      else if ('status' in kept) this.#spans.push(kept)
      else this.#logs.push(kept)
    } catch (thrown) {
      if (!(thrown instanceof Unfit)) throw thrown
      this.refuse(thrown.message)
    }
  }

  refuse(because: string): void {
    this.#refused += 1
    this.#because ??= because
  }

  records(): OtlpRecords {
    const logs = this.#logs
    const batchMs = logs.reduce((latest, { atMs }) => Math.max(latest, atMs), 0)
    return {
      spans: this.#spans,
      logs: logs.map((log, at) => ({ ...log, place: { batchMs, at } })),
      refused: { count: this.#refused, ...(this.#because !== undefined && { because: this.#because }) },
    }
  }
}

/** The span, or why it cannot be kept. */
export function spanOf(raw: RawSpan, from: Sender): OtlpSpan | string {
  const { trace, span, parent, startMs, endMs } = raw
  if (!traceId.test(trace)) return 'a span has no trace id of 16 bytes'
  if (!spanId.test(span)) return 'a span has no span id of 8 bytes'
  const when = impossible(startMs) ?? (endMs === 0 ? undefined : impossible(endMs))
  if (when !== undefined) return `a span ${when}`
  const code = raw.code === 2 ? 'error' : raw.code === 1 ? 'ok' : 'unset'
  return {
    from,
    trace,
    span,
    ...(parent !== span && spanId.test(parent) && { parent }),
    name: raw.name,
    startMs,
    // Clocks are set back now and then; a span still ends no sooner than it begins.
    ...(endMs > 0 && { endMs: Math.max(startMs, endMs) }),
    attributes: raw.attributes,
    events: raw.events,
    status: { code, ...(raw.message !== '' && { message: raw.message }) },
    dropped: raw.dropped,
  }
}

/** The log record, or why it cannot be kept. Where it stands in its batch is told when the batch is read. */
export function logOf(raw: RawLog, from: Sender): OtlpLog | string {
  const { trace, span, eventName, attributes, body } = raw
  const atMs = raw.atMs > 0 ? raw.atMs : raw.observedMs
  const when = impossible(atMs)
  if (when !== undefined) return `a log record ${when}`
  const named = eventName !== '' ? eventName : attributes['event.name']
  return {
    from,
    ...(traceId.test(trace) && { trace }),
    ...(spanId.test(span) && { span }),
    name: typeof named === 'string' ? named : '',
    atMs,
    body,
    attributes,
    dropped: raw.dropped,
    place: { batchMs: 0, at: 0 },
  }
}

/** Why a record cannot have this time. */
export function impossible(ms: number): string | undefined {
  if (!(ms > 0)) return 'has no time'
  if (ms >= earliestMs && ms <= latestMs) return undefined
  return `has a time before 2000 or after 2100 (times are nanoseconds since 1970)`
}
