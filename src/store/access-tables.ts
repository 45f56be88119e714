/** The tables of who may do what, and how a database of an older version becomes one of this version. */
import type { Kysely, Migration } from 'kysely'

export interface AccessTables {
  keys: {
    id: string
    project: string
    name: string
    /** Words, with spaces between. */
    scopes: string
    hash: string
    before_hash: string | null
    before_until_ms: number | null
    created_ms: number
    rotated_ms: number | null
    revoked_ms: number | null
    used_ms: number | null
  }
  people: {
    name: string
    project: string
    role: string
    password: string
    created_ms: number
    disabled_ms: number | null
  }
  sessions: { hash: string; person: string; created_ms: number; until_ms: number }
  /** Appended, never changed. */
  deeds: { at_ms: number; project: string; who: string; what: string; about: string; from_address: string | null }
}

/** In the order of their names; a migration that has been released is never edited. */
export const accessMigrations: Readonly<Record<string, Migration>> = {
  '001-access': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('keys')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('scopes', 'text', (column) => column.notNull())
        .addColumn('hash', 'text', (column) => column.notNull())
        .addColumn('before_hash', 'text')
        .addColumn('before_until_ms', 'bigint')
        .addColumn('created_ms', 'bigint', (column) => column.notNull())
        .addColumn('rotated_ms', 'bigint')
        .addColumn('revoked_ms', 'bigint')
        .addColumn('used_ms', 'bigint')
        .execute()
      await db.schema
        .createTable('people')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('role', 'text', (column) => column.notNull())
        .addColumn('password', 'text', (column) => column.notNull())
        .addColumn('created_ms', 'bigint', (column) => column.notNull())
        .execute()
      await db.schema
        .createTable('sessions')
        .addColumn('hash', 'text', (column) => column.primaryKey())
        .addColumn('person', 'text', (column) => column.notNull())
        .addColumn('created_ms', 'bigint', (column) => column.notNull())
        .addColumn('until_ms', 'bigint', (column) => column.notNull())
        .execute()
      await db.schema
        .createTable('deeds')
        .addColumn('at_ms', 'bigint', (column) => column.notNull())
        .addColumn('project', 'text', (column) => column.notNull())
        .addColumn('who', 'text', (column) => column.notNull())
        .addColumn('what', 'text', (column) => column.notNull())
        .addColumn('about', 'text', (column) => column.notNull())
        .addColumn('from_address', 'text')
        .execute()
      await db.schema.createIndex('deeds_by_time').on('deeds').columns(['project', 'at_ms']).execute()
    },
  },
  '002-disabled-people': {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('people').addColumn('disabled_ms', 'bigint').execute()
    },
  },
}
