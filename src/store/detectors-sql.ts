/** What detectors remember, in any SQL database that Kysely speaks to. */
import type { Kysely, Transaction } from 'kysely'
import type { DetectorRow, Detectors, DetectorsWriting, Visit } from './detectors.ts'
import type { ObservedPuts } from './observed-puts.ts'
import type { ObservedTables } from './observed-tables.ts'
import { rowsBy } from './portions.ts'

export function detectorsIn(db: Kysely<ObservedTables> | Transaction<ObservedTables>): Detectors {
  return {
    async all(project) {
      const rows = await db
        .selectFrom('detectors')
        .selectAll()
        .where('project', '=', project)
        .where('stream', 'not like', 'canary%')
        .orderBy('stream')
        .execute()
      return rows.map(rowOf)
    },
    async named(beginning) {
      const rows = await db
        .selectFrom('detectors')
        .selectAll()
        .where('stream', '>=', beginning)
        .where('stream', '<', `${beginning}\uffff`)
        .orderBy('project')
        .orderBy('stream')
        .execute()
      return rows.map((row) => ({ ...rowOf(row), project: row.project }))
    },
    async lastHeardMs(project, channel) {
      let query = db
        .selectFrom('threads')
        .select(({ fn }) => fn.max('seen_ms').as('ms'))
        .where('project', '=', project)
      if (channel !== undefined) query = query.where('channel', '=', channel)
      const row = await query.executeTakeFirst()
      return row?.ms === undefined || row.ms === null ? undefined : Number(row.ms)
    },
  }
}

export function writingDetectors(db: Transaction<ObservedTables>, put: ObservedPuts): DetectorsWriting {
  return {
    ...detectorsIn(db),
    async one(project, stream) {
      const row = await db
        .selectFrom('detectors')
        .selectAll()
        .where('project', '=', project)
        .where('stream', '=', stream)
        .executeTakeFirst()
      return row && rowOf(row)
    },
    put: (project, rows) =>
      put.detectors(
        db,
        rows.map(({ stream, state, atMs }) => ({ project, stream, state, at_ms: atMs })),
      ),
    async drop(project, streams) {
      await rowsBy(streams, async (some) => {
        await db.deleteFrom('detectors').where('project', '=', project).where('stream', 'in', some).execute()
        return []
      })
    },
    returning: (project, visits, withinMs) => returning(db, project, visits, withinMs),
  }
}

async function returning(
  db: Transaction<ObservedTables>,
  project: string,
  visits: readonly Visit[],
  withinMs: number,
): Promise<ReadonlySet<string>> {
  const times = visits.map(({ closedMs }) => closedMs)
  const since = times.reduce((first, ms) => Math.min(first, ms), Number.POSITIVE_INFINITY) - withinMs
  const until = times.reduce((last, ms) => Math.max(last, ms), 0)
  const rows = await rowsBy([...new Set(visits.map(({ customer }) => customer))], (some) =>
    db
      .selectFrom('gradings')
      .select(['customer', 'channel', 'thread', 'closed_ms'])
      .where('project', '=', project)
      .where('customer', 'in', some)
      .where('closed_ms', '>', since)
      .where('closed_ms', '<=', until)
      .execute(),
  )
  const byCustomer = new Map<string | null, (typeof rows)[number][]>()
  for (const row of rows) {
    const own = byCustomer.get(row.customer)
    if (own === undefined) byCustomer.set(row.customer, [row])
    else own.push(row)
  }
  const isBefore = ({ thread, channel, closedMs }: Visit, row: (typeof rows)[number]) =>
    row.channel === channel &&
    row.closed_ms > closedMs - withinMs &&
    (row.closed_ms < closedMs || (row.closed_ms === closedMs && row.thread < thread)) &&
    row.thread !== thread
  const later = visits.filter((visit) => byCustomer.get(visit.customer)?.some((row) => isBefore(visit, row)))
  return new Set(later.map(({ thread }) => thread))
}

function rowOf({ stream, state, at_ms }: ObservedTables['detectors']): DetectorRow {
  return { stream, state, atMs: Number(at_ms) }
}
