/** The tables of readings by juries and of violations seen early. */
import { type Kysely, type Migration, sql } from 'kysely'

export interface ReadingTables {
  /** One row per grading under a pact with rubrics, also for those that are not in the sample. */
  readings: {
    project: string
    thread: string
    revision: number
    pact_hash: string
    channel: string
    version: string
    place: number
    base: number
    inclusion: number
    danger: number
    state: string
    because: string | null
    queued_ms: number
    done_ms: number | null
    due_ms: number
    tries: number
  }
  /** The first violation of each condition in each conversation that was seen before it was over. */
  early: {
    project: string
    thread: string
    condition: string
    revision: number
    seen_ms: number
    because: string
    /** JSON. */
    at: string
  }
}

export const readingsMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('readings')
      .addColumn('project', 'text', (column) => column.notNull())
      .addColumn('thread', 'text', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('pact_hash', 'text', (column) => column.notNull())
      .addColumn('channel', 'text', (column) => column.notNull())
      .addColumn('version', 'text', (column) => column.notNull())
      .addColumn('place', 'double precision', (column) => column.notNull())
      .addColumn('base', 'double precision', (column) => column.notNull())
      .addColumn('inclusion', 'double precision', (column) => column.notNull())
      .addColumn('danger', 'double precision', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('because', 'text')
      .addColumn('queued_ms', 'bigint', (column) => column.notNull())
      .addColumn('done_ms', 'bigint')
      .addColumn('due_ms', 'bigint', (column) => column.notNull())
      .addColumn('tries', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('readings_key', ['project', 'thread', 'revision', 'pact_hash'])
      .execute()
    await db.schema.createIndex('readings_by_time').on('readings').columns(['project', 'queued_ms']).execute()
    await sql`create index readings_waiting on readings (due_ms) where state = 'waiting'`.execute(db)
    await db.schema
      .createTable('early')
      .addColumn('project', 'text', (column) => column.notNull())
      .addColumn('thread', 'text', (column) => column.notNull())
      .addColumn('condition', 'text', (column) => column.notNull())
      .addColumn('revision', 'integer', (column) => column.notNull())
      .addColumn('seen_ms', 'bigint', (column) => column.notNull())
      .addColumn('because', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('early_key', ['project', 'thread', 'condition'])
      .execute()
    await db.schema.createIndex('early_by_time').on('early').columns(['project', 'seen_ms']).execute()
    // Up to which revision a conversation that goes on was looked at; only this file's neighbours know of it.
    await sql`alter table threads add column looked integer not null default 0`.execute(db)
    await sql`create index threads_to_look on threads (id) where revision > looked and state <> 'closed'`.execute(db)
  },
}
