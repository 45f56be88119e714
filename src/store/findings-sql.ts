/**
 * Findings of production counted by the database, so that a rate over months reads no conversation.
 *
 * They are counted some thousand at a time, and other work goes on between: the database answers on the thread that asks.
 */
import { setImmediate as otherWork } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import type { FindingCount, FindingFilter } from './findings.ts'
import type { ObservedTables } from './observed-tables.ts'

/** Counted at once: some 20 ms. */
const findingsAtOnce = 4000

export async function findingCounts(
  db: Kysely<ObservedTables>,
  project: string,
  filter: FindingFilter,
): Promise<readonly FindingCount[]> {
  const counts = new Map<string, { -readonly [Field in keyof FindingCount]: FindingCount[Field] }>()
  let { sinceMs } = filter
  while (sinceMs < filter.untilMs) {
    const untilMs = await endOfSome(db, project, { ...filter, sinceMs })
    for (const some of await countedBetween(db, project, { ...filter, sinceMs, untilMs })) {
      const name = `${some.condition}\n${some.outcome}\n${some.inclusion}\n${some.customer}`
      const known = counts.get(name)
      if (known === undefined) counts.set(name, { ...some, n: Number(some.n) })
      else known.n += Number(some.n)
    }
    sinceMs = untilMs
    await otherWork()
  }
  return [...counts.values()]
}

/** The moment before which some findings lie, or all that are left. However many lie at one moment, it goes on. */
async function endOfSome(
  db: Kysely<ObservedTables>,
  project: string,
  { sinceMs, untilMs }: Pick<FindingFilter, 'sinceMs' | 'untilMs'>,
): Promise<number> {
  const next = await db
    .selectFrom('findings')
    .select('at_ms')
    .where('project', '=', project)
    .where('at_ms', '>=', sinceMs)
    .where('at_ms', '<', untilMs)
    .orderBy('at_ms')
    .offset(findingsAtOnce)
    .limit(1)
    .executeTakeFirst()
  return next === undefined ? untilMs : Math.min(untilMs, Math.max(Number(next.at_ms), sinceMs + 1))
}

async function countedBetween(
  db: Kysely<ObservedTables>,
  project: string,
  { sinceMs, untilMs, channel, version }: FindingFilter,
) {
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
  return query
    .groupBy([
      'findings.condition',
      'findings.outcome',
      'findings.inclusion',
      sql`coalesce(gradings.customer, gradings.thread)`,
    ])
    .orderBy('condition')
    .orderBy('customer')
    .execute()
}
