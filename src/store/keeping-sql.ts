/** Holds, forgetting and what each segment of the log gave, in any SQL database that Kysely speaks to. */
import { type Kysely, sql, type Transaction } from 'kysely'
import type { ObservedTables } from './observed-tables.ts'

type Db = Kysely<ObservedTables> | Transaction<ObservedTables>

/** Notes what a segment gave to the counters. */
export async function countSegment(
  db: Db,
  segment: number,
  project: string,
  counts: Readonly<Record<string, number>>,
): Promise<void> {
  const rows = Object.entries(counts).filter(([, n]) => n !== 0)
  if (rows.length === 0) return
  await db
    .insertInto('segment_counts')
    .values(rows.map(([name, n]) => ({ segment, project, name, n })))
    .onConflict((conflict) =>
      conflict.columns(['segment', 'project', 'name']).doUpdateSet({ n: sql<number>`segment_counts.n + excluded.n` }),
    )
    .execute()
}
