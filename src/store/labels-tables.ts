/** The table of labels, and how a database of an older version becomes one of this version. */
import type { Kysely, Migration } from 'kysely'

export interface LabelTables {
  /** Appended, never changed. */
  labels: {
    /** Counts up as labels are added. */
    place: number
    project: string
    source: string
    conversation: string
    condition: string
    said: string
    truth: string
    level: string | null
    because: string | null
    who: string
    at_ms: number
  }
}

/** In the order of their names; a migration that has been released is never edited. */
export const labelMigrations: Readonly<Record<string, Migration>> = {
  '001-labels': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('labels')
        .addColumn('place', 'integer', (column) => column.primaryKey())
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('source', 'text', (column) => column.notNull())
        .addColumn('conversation', 'text', (column) => column.notNull())
        .addColumn('condition', 'text', (column) => column.notNull())
        .addColumn('said', 'text', (column) => column.notNull())
        .addColumn('truth', 'text', (column) => column.notNull())
        .addColumn('because', 'text')
        .addColumn('who', 'text', (column) => column.notNull())
        .addColumn('at_ms', 'bigint', (column) => column.notNull())
        .execute()
      await db.schema
        .createIndex('labels_by_conversation')
        .on('labels')
        .columns(['project', 'source', 'conversation'])
        .execute()
    },
  },
  '002-levels': {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('labels').addColumn('level', 'text').execute()
    },
  },
}
