/** The tables of who is told of alarms, and of silences. The alarms themselves are in the first migration. */
import type { Kysely, Migration } from 'kysely'

export interface AlarmTables {
  deliveries: {
    alarm: string
    what: string
    target: string
    project: string
    state: string
    notice: string | null
    because: string | null
    created_ms: number
    due_ms: number
    done_ms: number | null
    tries: number
  }
  silences: {
    id: string
    project: string
    streams: string
    from_ms: number
    until_ms: number
    because: string
  }
}

export const alarmsMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('deliveries')
      .addColumn('alarm', 'text', (column) => column.notNull())
      .addColumn('what', 'text', (column) => column.notNull())
      .addColumn('target', 'text', (column) => column.notNull())
      .addColumn('project', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('notice', 'text')
      .addColumn('because', 'text')
      .addColumn('created_ms', 'bigint', (column) => column.notNull())
      .addColumn('due_ms', 'bigint', (column) => column.notNull())
      .addColumn('done_ms', 'bigint')
      .addColumn('tries', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('deliveries_key', ['alarm', 'what', 'target'])
      .execute()
    await db.schema.createIndex('deliveries_by_state').on('deliveries').columns(['state', 'due_ms']).execute()
    await db.schema
      .createTable('silences')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('project', 'text', (column) => column.notNull())
      .addColumn('streams', 'text', (column) => column.notNull())
      .addColumn('from_ms', 'bigint', (column) => column.notNull())
      .addColumn('until_ms', 'bigint', (column) => column.notNull())
      .addColumn('because', 'text', (column) => column.notNull())
      .execute()
  },
}
