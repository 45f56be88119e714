/** What detectors remember, in any SQL database that Kysely speaks to. */
import type { Kysely, Transaction } from 'kysely'
import type { DetectorRow, Detectors, DetectorsWriting } from './detectors.ts'
import type { ObservedTables } from './observed-tables.ts'

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

export function writingDetectors(db: Transaction<ObservedTables>): DetectorsWriting {
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
    async put(project, rows) {
      for (const { stream, state, atMs } of rows) {
        await db
          .insertInto('detectors')
          .values({ project, stream, state, at_ms: atMs })
          .onConflict((conflict) => conflict.columns(['project', 'stream']).doUpdateSet({ state, at_ms: atMs }))
          .execute()
      }
    },
    async drop(project, streams) {
      for (const stream of streams) {
        await db.deleteFrom('detectors').where('project', '=', project).where('stream', '=', stream).execute()
      }
    },
    async wasHere(project, { thread, channel, customer, closedMs }, withinMs) {
      const row = await db
        .selectFrom('gradings')
        .select('thread')
        .where('project', '=', project)
        .where('customer', '=', customer)
        .where('channel', '=', channel)
        .where('closed_ms', '>', closedMs - withinMs)
        .where('thread', '<>', thread)
        .where((where) =>
          where.or([
            where('closed_ms', '<', closedMs),
            where.and([where('closed_ms', '=', closedMs), where('thread', '<', thread)]),
          ]),
        )
        .limit(1)
        .executeTakeFirst()
      return row !== undefined
    },
  }
}

function rowOf({ stream, state, at_ms }: ObservedTables['detectors']): DetectorRow {
  return { stream, state, atMs: Number(at_ms) }
}
