/** Records and conversations as rows and back. */

import type { ObservedTables } from './observed-tables.ts'
import type { ObservedRecord, Thread } from './threads.ts'

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

export function threadOf(row: ObservedTables['threads']): Thread {
  const { project, id, channel, agent, version, customer, revision, graded } = row
  return {
    project,
    id,
    state: row.state === 'closed' || row.state === 'quiet' ? row.state : 'open',
    channel,
    agent,
    version,
    ...(customer !== null && { customer }),
    firstMs: row.first_ms,
    lastMs: row.last_ms,
    seenMs: row.seen_ms,
    revision,
    graded,
    dueMs: row.due_ms,
  }
}
