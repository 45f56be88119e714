/** What production sends, in any SQL database that Kysely speaks to. */
import { type Kysely, Migrator, sql, type Transaction } from 'kysely'
import { Problem } from '../problem.ts'
import { alarmsIn, writingAlarms } from './alarms-sql.ts'
import { detectorsIn, writingDetectors } from './detectors-sql.ts'
import { findingCounts } from './findings-sql.ts'
import { countSegment, keepingIn, keepingWriting } from './keeping-sql.ts'
import type {
  Grading,
  GradingFilter,
  Observed,
  ObservedRecord,
  ObservedWriting,
  Thread,
  ThreadState,
} from './observed.ts'
import { type ObservedPuts, observedPuts } from './observed-puts.ts'
import { recordOf, rowOfRecord, threadOf } from './observed-rows.ts'
import { type ObservedTables, observedMigrations } from './observed-tables.ts'
import { rowsBy } from './portions.ts'
import { readingsIn, writingReadings } from './readings-sql.ts'
import { stitchWriting, turnsIn } from './stitches-sql.ts'

const rowsPerPage = 200
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
  await guarded(() => migrate(db))
  const put = observedPuts(db)
  return {
    readings: readingsIn(db),
    alarms: alarmsIn(db),
    detectors: detectorsIn(db),
    keeping: keepingIn(db),
    turnsIn: (project, thread) => guarded(() => turnsIn(db, project, thread)),
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
    async records(project, thread) {
      const rows = await guarded(() =>
        db
          .selectFrom('records')
          .selectAll()
          .where('project', '=', project)
          .where('thread', '=', thread)
          .orderBy('at_ms')
          .orderBy('key')
          .execute(),
      )
      return rows.map(recordOf)
    },
    async grading(project, thread) {
      const row = await guarded(() =>
        db
          .selectFrom('gradings')
          .selectAll()
          .where('project', '=', project)
          .where('thread', '=', thread)
          .where('conversation', '<>', '')
          .orderBy('revision', 'desc')
          .orderBy('graded_ms', 'desc')
          .limit(1)
          .executeTakeFirst(),
      )
      return row && gradingOf(row)
    },
    gradings: (project, filter = {}) => gradings(db, project, filter),
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

async function migrate(db: Kysely<ObservedTables>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...observedMigrations }) } })
  const { error } = await migrator.migrateToLatest()
  if (error instanceof Error && /corrupted migrations/i.test(error.message)) {
    throw new Problem({
      code: 'store/newer',
      message: 'this store was written by a newer version of Fieldproof',
      hint: 'Install the newer version, or name another folder with --data.',
      cause: error,
    })
  }
  if (error !== undefined) throw error
}

type Db = Kysely<ObservedTables> | Transaction<ObservedTables>

function writingIn(db: Transaction<ObservedTables>, put: ObservedPuts): ObservedWriting {
  return {
    stitches: stitchWriting(db, put),
    readings: writingReadings(db),
    alarms: writingAlarms(db),
    detectors: writingDetectors(db),
    keeping: keepingWriting(db),
    recordsBy: (project, keys) => recordsBy(db, project, keys),
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
    putGrading: (grading) => putGrading(db, grading),
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
): Promise<ReadonlyMap<string, ObservedRecord>> {
  const rows = await rowsBy(keys, (some) =>
    db.selectFrom('records').selectAll().where('project', '=', project).where('key', 'in', some).execute(),
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

async function putGrading(db: Db, grading: Grading): Promise<void> {
  const { project, thread, revision, verdict, conversation, inclusion, closedMs, rubrics = [] } = grading
  await db
    .insertInto('gradings')
    .values({
      project,
      thread,
      revision,
      pact: verdict.pact.id,
      pact_hash: verdict.pact.hash,
      graded_ms: grading.gradedMs,
      closed_ms: closedMs,
      agent: conversation.agent.id,
      version: conversation.agent.version ?? '',
      channel: conversation.channel,
      customer: conversation.customerId ?? null,
      inclusion,
      conversation: JSON.stringify(conversation),
      verdict: JSON.stringify(verdict),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await db
    .updateTable('findings')
    .set({ latest: 0 })
    .where('project', '=', project)
    .where('thread', '=', thread)
    .where('latest', '=', 1)
    .execute()
  const rows = verdict.findings.map(({ condition, outcome }) => ({
    project,
    thread,
    revision,
    condition,
    outcome,
    at_ms: closedMs,
    latest: 1,
    inclusion: rubrics.includes(condition) ? inclusion : 1,
  }))
  if (rows.length === 0) return
  await db
    .insertInto('findings')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['project', 'thread', 'revision', 'condition'])
        .doUpdateSet(({ ref }) => ({ outcome: ref('excluded.outcome'), latest: 1 })),
    )
    .execute()
}

async function* gradings(db: Db, project: string, filter: GradingFilter): AsyncIterable<Grading> {
  let after: { readonly ms: number; readonly thread: string } = { ms: -1, thread: '' }
  while (true) {
    let query = db
      .selectFrom('gradings')
      .selectAll()
      .where('project', '=', project)
      // Of those that are not kept any more only numbers are left.
      .where('conversation', '<>', '')
      .where('closed_ms', '>=', filter.sinceMs ?? 0)
      .where('revision', '=', (grading) =>
        grading
          .selectFrom('gradings as newer')
          .select(({ fn }) => fn.max('newer.revision').as('revision'))
          .whereRef('newer.project', '=', 'gradings.project')
          .whereRef('newer.thread', '=', 'gradings.thread'),
      )
      .where((where) =>
        where.or([
          where('closed_ms', '>', after.ms),
          where.and([where('closed_ms', '=', after.ms), where('thread', '>', after.thread)]),
        ]),
      )
    const { untilMs, channel, version, violated } = filter
    if (untilMs !== undefined) query = query.where('closed_ms', '<', untilMs)
    if (channel !== undefined) query = query.where('channel', '=', channel)
    if (version !== undefined) query = query.where('version', '=', version)
    if (violated !== undefined) {
      query = query.where('thread', 'in', (finding) =>
        finding
          .selectFrom('findings')
          .select('thread')
          .where('project', '=', project)
          .where('condition', '=', violated)
          .where('outcome', '=', 'violated')
          .where('latest', '=', 1),
      )
    }
    const rows = await query.orderBy('closed_ms').orderBy('thread').limit(rowsPerPage).execute()
    for (const row of rows) yield gradingOf(row)
    const last = rows.at(-1)
    if (last === undefined) return
    after = { ms: last.closed_ms, thread: last.thread }
  }
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

function gradingOf(row: ObservedTables['gradings']): Grading {
  return {
    project: row.project,
    thread: row.thread,
    revision: row.revision,
    gradedMs: row.graded_ms,
    closedMs: row.closed_ms,
    inclusion: row.inclusion,
    conversation: JSON.parse(row.conversation),
    verdict: JSON.parse(row.verdict),
  }
}
