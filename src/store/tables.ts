/** The tables, and how a store of an older version becomes one of this version. */
import type { Kysely, Migration } from 'kysely'

/** Instants are ISO 8601 text; structured values are JSON text; what is searched for has a column of its own. */
export interface Tables {
  runs: {
    id: string
    started_at: string
    ended_at: string | null
    ending: string | null
    planned: number
    seed: number
    agent: string
    pact: string
    settings: string
  }
  trials: {
    run: string
    id: string
    position: number
    scenario: string
    persona: string
    channel: string
    repeat: number
    seed: number
    conversation: string
    verdict: string
  }
  violations: { run: string; trial: string; condition: string }
  baselines: { name: string; run: string }
}

/** In the order of their names; a migration that has been released is never edited. */
export const migrations: Readonly<Record<string, Migration>> = {
  '001-runs-and-trials': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('runs')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('started_at', 'text', (column) => column.notNull())
        .addColumn('ended_at', 'text')
        .addColumn('ending', 'text')
        .addColumn('planned', 'integer', (column) => column.notNull())
        .addColumn('seed', 'bigint', (column) => column.notNull())
        .addColumn('agent', 'text', (column) => column.notNull())
        .addColumn('pact', 'text', (column) => column.notNull())
        .addColumn('settings', 'text', (column) => column.notNull())
        .execute()
      await db.schema
        .createTable('trials')
        .addColumn('run', 'text', (column) => column.notNull().references('runs.id'))
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('position', 'integer', (column) => column.notNull())
        .addColumn('scenario', 'text', (column) => column.notNull())
        .addColumn('persona', 'text', (column) => column.notNull())
        .addColumn('channel', 'text', (column) => column.notNull())
        .addColumn('repeat', 'integer', (column) => column.notNull())
        .addColumn('seed', 'bigint', (column) => column.notNull())
        .addColumn('conversation', 'text', (column) => column.notNull())
        .addColumn('verdict', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('trials_key', ['run', 'id'])
        .execute()
      await db.schema.createIndex('trials_by_position').on('trials').columns(['run', 'position']).execute()
      await db.schema
        .createTable('violations')
        .addColumn('run', 'text', (column) => column.notNull())
        .addColumn('trial', 'text', (column) => column.notNull())
        .addColumn('condition', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('violations_key', ['run', 'condition', 'trial'])
        .execute()
      await db.schema
        .createTable('baselines')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('run', 'text', (column) => column.notNull().references('runs.id'))
        .execute()
    },
  },
}
