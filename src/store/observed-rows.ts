/** Records as rows and back. */
import type { ObservedRecord } from './observed.ts'
import type { ObservedTables } from './observed-tables.ts'

export function rowOfRecord(project: string, record: ObservedRecord, segment: number): ObservedTables['records'] {
  const { key, thread, trace, kind, atMs, receivedMs, body } = record
  return { project, key, thread, trace: trace ?? null, kind, at_ms: atMs, received_ms: receivedMs, body, segment }
}

export function recordOf({
  key,
  thread,
  trace,
  kind,
  at_ms,
  received_ms,
  body,
}: ObservedTables['records']): ObservedRecord {
  return { key, thread, ...(trace !== null && { trace }), kind, atMs: at_ms, receivedMs: received_ms, body }
}
