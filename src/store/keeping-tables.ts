/** The tables that say what of production may be forgotten, and what of the log can be read again. */
import { type Kysely, type Migration, sql } from 'kysely'

export interface KeepingTables {
  /** What each segment of the log gave to the counters: taken back when it is read again. */
  segment_counts: { segment: number; project: string; name: string; n: number }
  /** Conversations that are kept whatever their age. */
  holds: { project: string; thread: string; since_ms: number; who: string; because: string }
  /** Conversations that somebody asked to forget, with the last segment of the log that may still have them. */
  forgotten: { project: string; thread: string; segment: number }
}

export const keepingMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`alter table records add column segment integer not null default 0`.execute(db)
    await db.schema.createIndex('records_by_segment').on('records').columns(['segment']).execute()
    await db.schema
      .createTable('segment_counts')
      .addColumn('segment', 'integer', (column) => column.notNull())
      .addColumn('project', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('n', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('segment_counts_key', ['segment', 'project', 'name'])
      .execute()
    await db.schema
      .createTable('holds')
      .addColumn('project', 'text', (column) => column.notNull())
      .addColumn('thread', 'text', (column) => column.notNull())
      .addColumn('since_ms', 'bigint', (column) => column.notNull())
      .addColumn('who', 'text', (column) => column.notNull())
      .addColumn('because', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('holds_key', ['project', 'thread'])
      .execute()
    await db.schema
      .createTable('forgotten')
      .addColumn('project', 'text', (column) => column.notNull())
      .addColumn('thread', 'text', (column) => column.notNull())
      .addColumn('segment', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('forgotten_key', ['project', 'thread'])
      .execute()
    // Age is by when the last of a conversation came, of those that are over.
    await sql`create index threads_by_age on threads (seen_ms) where state = 'closed'`.execute(db)
    // Whether its parts are still there one by one; only this file's neighbours know of it.
    await sql`alter table threads add column parts integer not null default 1`.execute(db)
    await sql`create index threads_with_parts on threads (seen_ms) where state = 'closed' and parts = 1`.execute(db)
  },
}
