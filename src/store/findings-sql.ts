/** Findings of production counted by the database, so that a rate over months reads no conversation. */
import { type Kysely, sql } from 'kysely'
import type { FindingCount, FindingFilter } from './findings.ts'
import type { ObservedTables } from './observed-tables.ts'

export async function findingCounts(
  db: Kysely<ObservedTables>,
  project: string,
  { sinceMs, untilMs, channel, version }: FindingFilter,
): Promise<readonly FindingCount[]> {
  let query = db
    .selectFrom('findings')
    .innerJoin('gradings', (join) =>
      join
        .onRef('gradings.project', '=', 'findings.project')
        .onRef('gradings.thread', '=', 'findings.thread')
        .onRef('gradings.revision', '=', 'findings.revision'),
    )
    .select(({ fn }) => [
      'findings.condition as condition',
      'findings.outcome as outcome',
      'findings.inclusion as inclusion',
      sql<string>`coalesce(gradings.customer, gradings.thread)`.as('customer'),
      fn.countAll<number>().as('n'),
    ])
    .where('findings.project', '=', project)
    .where('findings.latest', '=', 1)
    .where('findings.at_ms', '>=', sinceMs)
    .where('findings.at_ms', '<', untilMs)
  if (channel !== undefined) query = query.where('gradings.channel', '=', channel)
  if (version !== undefined) query = query.where('gradings.version', '=', version)
  const rows = await query
    .groupBy([
      'findings.condition',
      'findings.outcome',
      'findings.inclusion',
      sql`coalesce(gradings.customer, gradings.thread)`,
    ])
    .orderBy('condition')
    .orderBy('customer')
    .execute()
  return rows.map(({ n, ...row }) => ({ ...row, n: Number(n) }))
}
