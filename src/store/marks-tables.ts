/** The table of marks anew: there are ten per turn, so that each index on them costs more than all else of a turn. */
import type { Kysely, Migration } from 'kysely'

export const marksMigration: Migration = {
  async up(db: Kysely<unknown>) {
    // Those of before are of a day at most, and hashed otherwise.
    await db.schema.dropTable('turn_marks').execute()
    await db.schema
      .createTable('turn_marks')
      .addColumn('project', 'text', (column) => column.notNull())
      .addColumn('trace', 'text', (column) => column.notNull())
      .addColumn('side', 'text', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addColumn('agent', 'text', (column) => column.notNull())
      .addColumn('customer', 'text', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('turn_marks_of_trace').on('turn_marks').columns(['trace']).execute()
    await db.schema.createIndex('turn_marks_by_hash').on('turn_marks').columns(['hash', 'at_ms']).execute()
    // Of most traces no turn before is known.
    await db.schema.dropIndex('traces_by_after').execute()
    await db.schema
      .createIndex('traces_by_after')
      .on('traces')
      .columns(['project', 'after_trace'])
      .where('after_trace', 'is not', null)
      .execute()
  },
}
