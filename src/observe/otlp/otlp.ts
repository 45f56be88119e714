/**
 * Telemetry as OpenTelemetry's protocol carries it, in one shape whether it came as JSON or as protobuf.
 *
 * Attributes are plain JSON values by name in objects without a prototype, ids are lower-case hex, times are milliseconds
 * since 1970 (fractions kept). What was unreadable in a record is a refusal of that record, never of the request.
 */
import type { Json } from '../../conversation/index.ts'

/** Attributes by name; without a prototype, so that no name can reach one. */
export type Attributes = Readonly<Record<string, Json>>

/** Who sent a record: the resource and the instrumentation scope above it. */
export interface Sender {
  readonly resource: Attributes
  readonly scope: { readonly name: string; readonly version: string; readonly attributes: Attributes }
}

export interface OtlpSpan {
  readonly from: Sender
  readonly trace: string
  readonly span: string
  readonly parent?: string
  readonly name: string
  readonly startMs: number
  readonly endMs?: number
  readonly attributes: Attributes
  readonly events: readonly { readonly name: string; readonly atMs: number; readonly attributes: Attributes }[]
  readonly status: { readonly code: 'unset' | 'ok' | 'error'; readonly message?: string }
  /** Attributes, events and links that the sender says it dropped. */
  readonly dropped: number
}

export interface OtlpLog {
  readonly from: Sender
  readonly trace?: string
  readonly span?: string
  /** The event's name, wherever the sender put it. */
  readonly name: string
  readonly atMs: number
  readonly body: Json
  readonly attributes: Attributes
  readonly dropped: number
  /**
   * Where it stood: the latest time in its request, and its place there. Records of one span often share a millisecond,
   * and only this tells their order.
   */
  readonly place: { readonly batchMs: number; readonly at: number }
}

/** A request as it was understood: its records, and how many could not be. */
export interface OtlpRecords {
  readonly spans: readonly OtlpSpan[]
  readonly logs: readonly OtlpLog[]
  /** Records that cannot be kept, with the first reason. Everything else of the request is. */
  readonly refused: { readonly count: number; readonly because?: string }
}
