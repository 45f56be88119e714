/** Gradings are read by when their conversations ended: the oldest first, a page at a time. By when they were graded nobody asks. */
import type { Kysely, Migration } from 'kysely'

export const gradingsMigration: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.dropIndex('gradings_by_time').execute()
    await db.schema
      .createIndex('gradings_in_order')
      .on('gradings')
      .columns(['project', 'closed_ms', 'thread'])
      .execute()
  },
}
