/** The tables of what production sends, and how a database of an older version becomes one of this version. */
import { type Kysely, type Migration, sql } from 'kysely'
import { type AlarmTables, alarmsMigration } from './alarms-tables.ts'
import { gradingsMigration } from './gradings-tables.ts'
import { type KeepingTables, keepingMigration } from './keeping-tables.ts'
import { marksMigration } from './marks-tables.ts'
import { type ReadingTables, readingsMigration } from './readings-tables.ts'

/** Moments are milliseconds since 1970; structured values are JSON text; what is searched for has a column of its own. */
export interface ObservedTables extends ReadingTables, AlarmTables, KeepingTables {
  /** What was understood of what arrived, one row per message, span or whole conversation. */
  records: {
    project: string
    key: string
    thread: string
    trace: string | null
    kind: string
    at_ms: number
    received_ms: number
    body: string
    /** Of the log, in which it came first. */
    segment: number
  }
  /** Which conversation a trace belongs to, and how that is known. */
  traces: {
    project: string
    trace: string
    thread: string
    how: string
    /** The turn before it, where what was said tells it, and how sure that is. */
    after_trace: string | null
    confidence: number
    doubtful: number
  }
  /** One row per conversation, as far as it has come. */
  threads: {
    project: string
    id: string
    state: string
    channel: string
    agent: string
    version: string
    customer: string | null
    first_ms: number
    last_ms: number
    /** When the last of it arrived, by the server's clock. */
    seen_ms: number
    /** When it counts as over unless more arrives; 0 when somebody ended it. */
    due_ms: number
    /** Counts what arrived; a grading says which count it read. */
    revision: number
    graded: number
  }
  /** Hashes of what had been said before and after a turn, by which turns without a conversation id find each other. */
  turn_marks: {
    project: string
    trace: string
    side: string
    hash: string
    at_ms: number
    agent: string
    customer: string
  }
  /** Appended, never overwritten: a conversation that goes on is graded again. */
  gradings: {
    project: string
    thread: string
    revision: number
    pact: string
    pact_hash: string
    graded_ms: number
    closed_ms: number
    agent: string
    version: string
    channel: string
    customer: string | null
    /** The chance with which rubrics were to be read; 1 for conditions always. */
    inclusion: number
    conversation: string
    verdict: string
  }
  /** Findings of gradings, one row each, for counting. `latest` is 1 for the newest grading of its conversation. */
  findings: {
    project: string
    thread: string
    revision: number
    condition: string
    outcome: string
    at_ms: number
    latest: number
    inclusion: number
  }
  progress: { reader: string; segment: number; offset: number }
  counts: { project: string; name: string; n: number }
  /** What detectors remember, by stream. */
  detectors: { project: string; stream: string; state: string; at_ms: number }
  alarms: {
    id: string
    project: string
    stream: string
    raised_ms: number
    recovered_ms: number | null
    acknowledged_ms: number | null
    body: string
  }
}

/** In the order of their names; a migration that has been released is never edited. */
export const observedMigrations: Readonly<Record<string, Migration>> = {
  '001-observed': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('records')
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('key', 'text', (column) => column.notNull())
        .addColumn('thread', 'text', (column) => column.notNull())
        .addColumn('trace', 'text')
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('at_ms', 'bigint', (column) => column.notNull())
        .addColumn('received_ms', 'bigint', (column) => column.notNull())
        .addColumn('body', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('records_key', ['project', 'key'])
        .execute()
      await db.schema.createIndex('records_by_thread').on('records').columns(['project', 'thread']).execute()
      await db.schema.createIndex('records_by_trace').on('records').columns(['project', 'trace']).execute()
      await db.schema
        .createTable('traces')
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('trace', 'text', (column) => column.notNull())
        .addColumn('thread', 'text', (column) => column.notNull())
        .addColumn('how', 'text', (column) => column.notNull())
        .addColumn('after_trace', 'text')
        .addColumn('confidence', 'double precision', (column) => column.notNull())
        .addColumn('doubtful', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('traces_key', ['project', 'trace'])
        .execute()
      await db.schema.createIndex('traces_by_thread').on('traces').columns(['project', 'thread']).execute()
      await db.schema.createIndex('traces_by_after').on('traces').columns(['project', 'after_trace']).execute()
      await db.schema
        .createTable('threads')
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('channel', 'text', (column) => column.notNull())
        .addColumn('agent', 'text', (column) => column.notNull())
        .addColumn('version', 'text', (column) => column.notNull())
        .addColumn('customer', 'text')
        .addColumn('first_ms', 'bigint', (column) => column.notNull())
        .addColumn('last_ms', 'bigint', (column) => column.notNull())
        .addColumn('seen_ms', 'bigint', (column) => column.notNull())
        .addColumn('due_ms', 'bigint', (column) => column.notNull())
        .addColumn('revision', 'integer', (column) => column.notNull())
        .addColumn('graded', 'integer', (column) => column.notNull())
        .addPrimaryKeyConstraint('threads_key', ['project', 'id'])
        .execute()
      await db.schema.createIndex('threads_by_due').on('threads').columns(['state', 'due_ms']).execute()
      await db.schema
        .createTable('turn_marks')
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('trace', 'text', (column) => column.notNull())
        .addColumn('side', 'text', (column) => column.notNull())
        .addColumn('hash', 'text', (column) => column.notNull())
        .addColumn('at_ms', 'bigint', (column) => column.notNull())
        .addColumn('agent', 'text', (column) => column.notNull())
        .addColumn('customer', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('turn_marks_key', ['project', 'trace', 'side', 'hash'])
        .execute()
      await db.schema
        .createIndex('turn_marks_by_hash')
        .on('turn_marks')
        .columns(['project', 'hash', 'at_ms', 'side'])
        .execute()
      await db.schema
        .createTable('gradings')
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('thread', 'text', (column) => column.notNull())
        .addColumn('revision', 'integer', (column) => column.notNull())
        .addColumn('pact', 'text', (column) => column.notNull())
        .addColumn('pact_hash', 'text', (column) => column.notNull())
        .addColumn('graded_ms', 'bigint', (column) => column.notNull())
        .addColumn('closed_ms', 'bigint', (column) => column.notNull())
        .addColumn('agent', 'text', (column) => column.notNull())
        .addColumn('version', 'text', (column) => column.notNull())
        .addColumn('channel', 'text', (column) => column.notNull())
        .addColumn('customer', 'text')
        .addColumn('inclusion', 'double precision', (column) => column.notNull())
        .addColumn('conversation', 'text', (column) => column.notNull())
        .addColumn('verdict', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('gradings_key', ['project', 'thread', 'revision', 'pact_hash'])
        .execute()
      await db.schema.createIndex('gradings_by_time').on('gradings').columns(['project', 'graded_ms']).execute()
      await db.schema
        .createIndex('gradings_by_customer')
        .on('gradings')
        .columns(['project', 'customer', 'closed_ms'])
        .execute()
      await db.schema
        .createTable('findings')
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('thread', 'text', (column) => column.notNull())
        .addColumn('revision', 'integer', (column) => column.notNull())
        .addColumn('condition', 'text', (column) => column.notNull())
        .addColumn('outcome', 'text', (column) => column.notNull())
        .addColumn('at_ms', 'bigint', (column) => column.notNull())
        .addColumn('latest', 'integer', (column) => column.notNull())
        .addColumn('inclusion', 'double precision', (column) => column.notNull())
        .addPrimaryKeyConstraint('findings_key', ['project', 'thread', 'revision', 'condition'])
        .execute()
      await db.schema.createIndex('findings_by_time').on('findings').columns(['project', 'at_ms']).execute()
      await sql`create index findings_violated on findings (project, condition, thread) where outcome = 'violated' and latest = 1`.execute(
        db,
      )
      await db.schema
        .createTable('progress')
        .addColumn('reader', 'text', (column) => column.primaryKey())
        .addColumn('segment', 'bigint', (column) => column.notNull())
        .addColumn('offset', 'bigint', (column) => column.notNull())
        .execute()
      await db.schema
        .createTable('counts')
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('n', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('counts_key', ['project', 'name'])
        .execute()
      await db.schema
        .createTable('detectors')
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('stream', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('at_ms', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('detectors_key', ['project', 'stream'])
        .execute()
      await db.schema
        .createTable('alarms')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('stream', 'text', (column) => column.notNull())
        .addColumn('raised_ms', 'bigint', (column) => column.notNull())
        .addColumn('recovered_ms', 'bigint')
        .addColumn('acknowledged_ms', 'bigint')
        .addColumn('body', 'text', (column) => column.notNull())
        .execute()
    },
  },
  '002-readings': readingsMigration,
  '003-deliveries': alarmsMigration,
  '004-keeping': keepingMigration,
  '005-marks': marksMigration,
  '006-gradings': gradingsMigration,
}
