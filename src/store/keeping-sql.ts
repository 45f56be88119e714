/** Holds, forgetting and what each segment of the log gave, in any SQL database that Kysely speaks to. */
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Aged, Hold, KeepingReading, KeepingWriting, ThreadName } from './keeping.ts'
import { recordOf, rowOfRecord, threadOf } from './observed-rows.ts'
import type { ObservedTables } from './observed-tables.ts'
import type { ObservedRecord, ReadPlace, Thread } from './threads.ts'

type Db = Kysely<ObservedTables> | Transaction<ObservedTables>

/** No segment of the log: what stands for it cannot be read again. */
const nowhere = -1

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

export function keepingIn(db: Kysely<ObservedTables>): KeepingReading {
  return {
    async holds(project) {
      const rows = await db
        .selectFrom('holds')
        .selectAll()
        .where('project', '=', project)
        .orderBy('since_ms')
        .orderBy('thread')
        .execute()
      return rows.map(({ since_ms, ...hold }): Hold => ({ ...hold, sinceMs: since_ms }))
    },
    async ofCustomer(project, customer) {
      const [going, graded] = await Promise.all([
        db
          .selectFrom('threads')
          .select('id as thread')
          .where('project', '=', project)
          .where('customer', '=', customer)
          .execute(),
        db
          .selectFrom('gradings')
          .select('thread')
          .distinct()
          .where('project', '=', project)
          .where('customer', '=', customer)
          .execute(),
      ])
      return [...new Set([...going, ...graded].map(({ thread }) => thread))].sort()
    },
    async closed(project) {
      const row = await db
        .selectFrom('threads')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .where('project', '=', project)
        .where('graded', '>', 0)
        .executeTakeFirst()
      return Number(row?.n ?? 0)
    },
    async states(project) {
      const rows = await db
        .selectFrom('threads')
        .select(({ fn }) => ['state', fn.countAll<number>().as('n')])
        .where('project', '=', project)
        .groupBy('state')
        .orderBy('state')
        .execute()
      return Object.fromEntries(rows.map(({ state, n }) => [state, Number(n)]))
    },
    async segmentCounts(project, name) {
      const rows = await db
        .selectFrom('segment_counts')
        .select(['segment', 'n'])
        .where('project', '=', project)
        .where('name', '=', name)
        .execute()
      return new Map(rows.map(({ segment, n }) => [segment, n]))
    },
    place: (reader) => placeOf(db, reader),
    aged: (by, beforeMs, segment, limit) => aged(db, by, beforeMs, segment, limit),
  }
}

export function keepingWriting(db: Transaction<ObservedTables>): KeepingWriting {
  return {
    async hold({ sinceMs, ...hold }) {
      await db
        .insertInto('holds')
        .values({ ...hold, since_ms: sinceMs })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },
    async release({ project, thread }) {
      const { numDeletedRows } = await db
        .deleteFrom('holds')
        .where('project', '=', project)
        .where('thread', '=', thread)
        .executeTakeFirst()
      return Number(numDeletedRows) > 0
    },
    async held(project, threads) {
      const holds = await db.selectFrom('holds').select('thread').where('project', '=', project).execute()
      const names = new Set(holds.map(({ thread }) => thread))
      return threads.filter((thread) => names.has(thread))
    },
    async asGraded({ project, thread }) {
      const row = await db
        .selectFrom('gradings')
        .select('conversation')
        .where('project', '=', project)
        .where('thread', '=', thread)
        .orderBy('revision', 'desc')
        .orderBy('graded_ms', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row && JSON.parse(row.conversation)
    },
    async putTogether(name, record) {
      await removeParts(db, name)
      if (record !== undefined) {
        await db
          .insertInto('records')
          .values(rowOfRecord(name.project, record, nowhere))
          .execute()
      }
      await sql`update threads set parts = 0 where project = ${name.project} and id = ${name.thread}`.execute(db)
    },
    async strip(name, as) {
      const unread = await removeThread(db, name)
      await ofThread(
        db.updateTable('gradings').set({ thread: as, customer: null, conversation: '', verdict: '' }),
        name,
      )
      for (const table of ['findings', 'readings'] as const)
        await ofThread(db.updateTable(table).set({ thread: as }), name)
      return { unread }
    },
    async remove(name) {
      const unread = await removeThread(db, name)
      for (const table of ['gradings', 'findings', 'readings'] as const) await ofThread(db.deleteFrom(table), name)
      return { unread }
    },
    async rememberForgotten({ project, thread }, segment) {
      await db
        .insertInto('forgotten')
        .values({ project, thread, segment })
        .onConflict((conflict) => conflict.columns(['project', 'thread']).doUpdateSet({ segment }))
        .execute()
    },
    async forgottenOf(project, threads, segment) {
      const rows = await db
        .selectFrom('forgotten')
        .select('thread')
        .where('project', '=', project)
        .where('segment', '>=', segment)
        .execute()
      const names = new Set(rows.map(({ thread }) => thread))
      return threads.filter((thread) => names.has(thread))
    },
    async segmentsGone(before) {
      for (const table of ['segment_counts', 'forgotten'] as const)
        await db.deleteFrom(table).where('segment', '<', before).execute()
    },
    place: (reader) => placeOf(db, reader),
    async endPlace(reader) {
      await db.deleteFrom('progress').where('reader', '=', reader).execute()
    },
    async threadsIn(segment) {
      const { rows } = await sql<ObservedTables['threads']>`
        select threads.* from threads
        join (select distinct project, thread from records where segment = ${segment}) as own
          on own.project = threads.project and own.thread = threads.id
        order by threads.project, threads.id`.execute(db)
      return rows.map(threadOf)
    },
    records: (name) => recordsOf(db, name),
    forgetTraces: (segment) => forgetTraces(db, segment),
    takeBack: (segment) => takeBack(db, segment),
  }
}

async function placeOf(db: Db, reader: string): Promise<ReadPlace | undefined> {
  const row = await db.selectFrom('progress').selectAll().where('reader', '=', reader).executeTakeFirst()
  return row && { segment: row.segment, offset: row.offset }
}

async function aged(db: Db, by: Aged, beforeMs: number, segment: number, limit: number): Promise<readonly Thread[]> {
  const violates = sql`exists (select 1 from findings where findings.project = threads.project
    and findings.thread = threads.id and findings.latest = 1 and findings.outcome = 'violated')`
  const which = { parts: sql`parts = 1`, violated: violates, 'kept to promises': sql`not ${violates}` }[by]
  const { rows } = await sql<ObservedTables['threads']>`
    select * from threads where state = 'closed' and seen_ms < ${beforeMs} and ${which}
      and not exists (select 1 from holds where holds.project = threads.project and holds.thread = threads.id)
      and not exists (select 1 from records where records.project = threads.project and records.thread = threads.id
        and records.segment >= ${segment})
    order by seen_ms, id limit ${limit}`.execute(db)
  return rows.map(threadOf)
}

async function recordsOf(db: Db, { project, thread }: ThreadName): Promise<readonly ObservedRecord[]> {
  const rows = await db
    .selectFrom('records')
    .selectAll()
    .where('project', '=', project)
    .where('thread', '=', thread)
    .orderBy('received_ms')
    .orderBy('at_ms')
    .orderBy('key')
    .execute()
  return rows.map(recordOf)
}

interface ByThread<Query> {
  where(column: 'project' | 'thread', is: '=', value: string): Query
  execute(): Promise<unknown>
}

async function ofThread<Query extends ByThread<Query>>(query: Query, { project, thread }: ThreadName): Promise<void> {
  await query.where('project', '=', project).where('thread', '=', thread).execute()
}

/** Records, and by what its turns could be known. */
async function removeParts(db: Db, name: ThreadName): Promise<void> {
  const { project, thread } = name
  await sql`delete from turn_marks where project = ${project} and trace in
    (select trace from traces where project = ${project} and thread = ${thread})`.execute(db)
  for (const table of ['traces', 'records'] as const)
    await sql`delete from ${sql.table(table)} where project = ${project} and thread = ${thread}`.execute(db)
}

/** Everything but what was counted. @returns how many readings waited for a jury */
async function removeThread(db: Db, name: ThreadName): Promise<number> {
  const { project, thread } = name
  await removeParts(db, name)
  await sql`delete from threads where project = ${project} and id = ${thread}`.execute(db)
  await sql`delete from early where project = ${project} and thread = ${thread}`.execute(db)
  const { numAffectedRows } = await sql`update readings set state = 'skipped', because = 'it is not kept any more'
    where project = ${project} and thread = ${thread} and state = 'waiting'`.execute(db)
  return Number(numAffectedRows ?? 0)
}

async function takeBack(db: Db, segment: number): Promise<void> {
  await sql`update counts set n = n - (select own.n from segment_counts as own
      where own.segment = ${segment} and own.project = counts.project and own.name = counts.name)
    where exists (select 1 from segment_counts as own
      where own.segment = ${segment} and own.project = counts.project and own.name = counts.name)`.execute(db)
  await sql`delete from counts where n = 0`.execute(db)
  await sql`delete from segment_counts where segment = ${segment}`.execute(db)
  await sql`delete from records where segment = ${segment}`.execute(db)
}

/** Of traces that began before, what is known came from elsewhere, too. */
async function forgetTraces(db: Db, segment: number): Promise<void> {
  const began = sql`select project, trace from records where segment >= ${segment} and trace is not null
    and not exists (select 1 from records as earlier where earlier.project = records.project
      and earlier.trace = records.trace and earlier.segment < ${segment})`
  await sql`delete from turn_marks where (project, trace) in (${began})`.execute(db)
  await sql`delete from traces where (project, trace) in (${began})`.execute(db)
}
