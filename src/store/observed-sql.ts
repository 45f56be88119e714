/** What production sends, in any SQL database that Kysely speaks to. */
import { type Kysely, sql, type Transaction } from 'kysely'
import { alarmsIn, writingAlarms } from './alarms-sql.ts'
import { detectorsIn, writingDetectors } from './detectors-sql.ts'
import { findingCounts } from './findings-sql.ts'
import { gradingIn, gradingsIn, putGradings } from './gradings-sql.ts'
import { countSegment, keepingIn, keepingWriting } from './keeping-sql.ts'
import { migrate } from './migrated.ts'
import type { Observed, ObservedWriting } from './observed.ts'
import { type ObservedPuts, observedPuts } from './observed-puts.ts'
import { recordOf, rowOfRecord, threadOf } from './observed-rows.ts'
import { type ObservedTables, observedMigrations } from './observed-tables.ts'
import { partsOf } from './parts-sql.ts'
import { rowsBy } from './portions.ts'
import { readingsIn, writingReadings } from './readings-sql.ts'
import { stitchWriting } from './stitches-sql.ts'
import type { ObservedRecord, Thread, ThreadState } from './threads.ts'

/** A turn of which nothing is known but its conversation. */
const unplaced = { after_trace: null, confidence: 1, doubtful: 0 }

/** Brings the database to this version and opens it. @param explain turns a database error into a `Problem` */
export async function openObservedSql(
  db: Kysely<ObservedTables>,
  explain: (thrown: unknown) => unknown,
): Promise<Observed> {
  const guarded = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    try {
      return await work()
    } catch (thrown) {
      throw explain(thrown)
    }
  }
  await guarded(() => migrate(db, observedMigrations, { or: 'name another folder with --data' }))
  const put = observedPuts(db)
  return {
    readings: readingsIn(db),
    alarms: alarmsIn(db),
    detectors: detectorsIn(db),
    keeping: keepingIn(db),
    together: (work) => guarded(() => db.transaction().execute((transaction) => work(writingIn(transaction, put)))),
    async progress(reader) {
      const row = await guarded(() =>
        db.selectFrom('progress').selectAll().where('reader', '=', reader).executeTakeFirst(),
      )
      return { segment: row?.segment ?? 0, offset: row?.offset ?? 0 }
    },
    thread: async (project, id) => (await guarded(() => threadsBy(db, project, [id]))).get(id),
    due: (state, byMs, limit) => guarded(() => threadsDue(db, state, byMs, limit)),
    async unlooked(limit) {
      const rows = await guarded(() =>
        db
          .selectFrom('threads')
          .selectAll()
          .where(sql<boolean>`revision > looked`)
          .where(sql<boolean>`state <> 'closed'`)
          .limit(limit)
          .execute(),
      )
      return rows.map(threadOf)
    },
    async latestThreads(project, limit) {
      const rows = await guarded(() =>
        db
          .selectFrom('threads')
          .selectAll()
          .where('project', '=', project)
          .orderBy('last_ms', 'desc')
          .orderBy('id')
          .limit(limit)
          .execute(),
      )
      return rows.map(threadOf)
    },
    partsOf: (project, threads) => guarded(() => partsOf(db, project, threads)),
    grading: (project, thread) => guarded(() => gradingIn(db, project, thread)),
    gradings: (project, filter = {}) => gradingsIn(db, project, filter),
    findingCounts: (project, filter) => guarded(() => findingCounts(db, project, filter)),
    async counts(project) {
      const rows = await guarded(() =>
        db.selectFrom('counts').selectAll().where('project', '=', project).orderBy('name').execute(),
      )
      return Object.fromEntries(rows.map(({ name, n }) => [name, n]))
    },
    close: () => db.destroy(),
  }
}

type Db = Kysely<ObservedTables> | Transaction<ObservedTables>

function writingIn(db: Transaction<ObservedTables>, put: ObservedPuts): ObservedWriting {
  return {
    stitches: stitchWriting(db, put),
    readings: writingReadings(db, put),
    alarms: writingAlarms(db),
    detectors: writingDetectors(db, put),
    keeping: keepingWriting(db),
    recordsBy: (project, keys, segment) => recordsBy(db, project, keys, segment),
    threadsBy: (project, ids) => threadsBy(db, project, ids),
    async threadsOf(project, traces) {
      const rows = await rowsBy(traces, (some) =>
        db
          .selectFrom('traces')
          .select(['trace', 'thread', 'how'])
          .where('project', '=', project)
          .where('trace', 'in', some)
          .execute(),
      )
      return new Map(rows.map(({ trace, thread, how }) => [trace, { thread, how }]))
    },
    putRecords: (project, records, segment) =>
      put.records(
        db,
        records.map((record) => rowOfRecord(project, record, segment)),
      ),
    putTraces: (project, traces) =>
      put.traces(
        db,
        traces.map(({ trace, thread, how }) => ({ project, trace, thread, how, ...unplaced })),
      ),
    putThreads: (threads) => put.threads(db, threads.map(rowOfThread)),
    putGradings: (gradings) => putGradings(db, put, gradings),
    async putProgress(reader, { segment, offset }) {
      await db
        .insertInto('progress')
        .values({ reader, segment, offset })
        .onConflict((conflict) => conflict.column('reader').doUpdateSet({ segment, offset }))
        .execute()
    },
    count: (project, counts) => count(db, project, counts),
    async countIn(segment, project, counts) {
      await count(db, project, counts)
      await countSegment(db, segment, project, counts)
    },
  }
}

async function count(db: Db, project: string, counts: Readonly<Record<string, number>>): Promise<void> {
  const rows = Object.entries(counts).filter(([, n]) => n !== 0)
  if (rows.length === 0) return
  await db
    .insertInto('counts')
    .values(rows.map(([name, n]) => ({ project, name, n })))
    .onConflict((conflict) =>
      conflict.columns(['project', 'name']).doUpdateSet({ n: sql<number>`counts.n + excluded.n` }),
    )
    .execute()
}

async function recordsBy(
  db: Db,
  project: string,
  keys: readonly string[],
  segment: number,
): Promise<ReadonlyMap<string, ObservedRecord>> {
  const rows = await rowsBy(keys, (some) =>
    db
      .selectFrom('records')
      .selectAll()
      .where('project', '=', project)
      .where('key', 'in', some)
      .where('segment', '<=', segment)
      .execute(),
  )
  return new Map(rows.map((row) => [row.key, recordOf(row)]))
}

async function threadsBy(db: Db, project: string, ids: readonly string[]): Promise<ReadonlyMap<string, Thread>> {
  const rows = await rowsBy(ids, (some) =>
    db.selectFrom('threads').selectAll().where('project', '=', project).where('id', 'in', some).execute(),
  )
  return new Map(rows.map((row) => [row.id, threadOf(row)]))
}

async function threadsDue(db: Db, state: ThreadState, byMs: number, limit: number): Promise<readonly Thread[]> {
  const rows = await db
    .selectFrom('threads')
    .selectAll()
    .where('state', '=', state)
    .where('due_ms', '<=', byMs)
    .orderBy('due_ms')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(threadOf)
}

function rowOfThread(thread: Thread): ObservedTables['threads'] {
  const { project, id, state, channel, agent, version, customer, revision, graded } = thread
  const { firstMs, lastMs, seenMs, dueMs } = thread
  return {
    project,
    id,
    state,
    channel,
    agent,
    version,
    customer: customer ?? null,
    first_ms: firstMs,
    last_ms: lastMs,
    seen_ms: seenMs,
    revision,
    graded,
    due_ms: dueMs,
  }
}
