/** Readings by juries and violations seen early, in any SQL database that Kysely speaks to. */
import { type Kysely, sql, type Transaction } from 'kysely'
import type { ObservedPuts } from './observed-puts.ts'
import type { ObservedTables } from './observed-tables.ts'
import { rowsBy } from './portions.ts'
import type { EarlyViolation, Reading, ReadingState, Readings, ReadingsWriting } from './readings.ts'

type Db = Kysely<ObservedTables> | Transaction<ObservedTables>

export function readingsIn(db: Kysely<ObservedTables>): Readings {
  return {
    async waiting(nowMs, limit) {
      const rows = await db
        .selectFrom('readings')
        .selectAll()
        .where('state', '=', 'waiting')
        .where('due_ms', '<=', nowMs)
        .orderBy(sql`case when place < base then 0 else 1 end`)
        .orderBy('queued_ms')
        .orderBy('thread')
        .limit(limit)
        .execute()
      return rows.map(readingOf)
    },
    async reading(project, thread, revision) {
      const row = await db
        .selectFrom('readings')
        .selectAll()
        .where('project', '=', project)
        .where('thread', '=', thread)
        .where('revision', '=', revision)
        .executeTakeFirst()
      return row && readingOf(row)
    },
    async traffic(project, sinceMs, limit) {
      const rows = await db
        .selectFrom('readings')
        .select(['channel', 'version', 'danger', 'queued_ms'])
        .where('project', '=', project)
        .where('queued_ms', '>=', sinceMs)
        .orderBy('queued_ms', 'desc')
        .limit(limit)
        .execute()
      return rows.map(({ channel, version, danger, queued_ms }) => ({ channel, version, danger, queuedMs: queued_ms }))
    },
    async counts(project) {
      const rows = await db
        .selectFrom('readings')
        .select(({ fn }) => ['state', 'because', fn.countAll<number>().as('n')])
        .where('project', '=', project)
        .groupBy(['state', 'because'])
        .orderBy('state')
        .orderBy('because')
        .execute()
      return rows.map(({ state, because, n }) => ({
        state: stateOf(state),
        ...(because !== null && { because }),
        n: Number(n),
      }))
    },
    async early(project, limit) {
      const rows = await db
        .selectFrom('early')
        .selectAll()
        .where('project', '=', project)
        .orderBy('seen_ms', 'desc')
        .orderBy('thread')
        .orderBy('condition')
        .limit(limit)
        .execute()
      return rows.map(({ seen_ms, at, ...row }) => ({ ...row, seenMs: seen_ms, at: JSON.parse(at) }))
    },
  }
}

export function writingReadings(db: Transaction<ObservedTables>, put: ObservedPuts): ReadingsWriting {
  return {
    async put(readings) {
      const overtaken = await overtake(db, readings)
      await put.readings(db, readings.map(rowOf))
      return overtaken
    },
    async settle({ project, thread, revision, pactHash, state, because, doneMs, dueMs, tries }) {
      await db
        .updateTable('readings')
        .set({ state, because: because ?? null, done_ms: doneMs ?? null, due_ms: dueMs, tries })
        .where('project', '=', project)
        .where('thread', '=', thread)
        .where('revision', '=', revision)
        .where('pact_hash', '=', pactHash)
        .where('state', '=', 'waiting')
        .execute()
    },
    async complete({ project, thread, revision, pactHash }, verdict, rubrics) {
      await db
        .updateTable('gradings')
        .set({ verdict: JSON.stringify(verdict) })
        .where('project', '=', project)
        .where('thread', '=', thread)
        .where('revision', '=', revision)
        .where('pact_hash', '=', pactHash)
        .execute()
      for (const { condition, outcome } of verdict.findings) {
        if (!rubrics.includes(condition)) continue
        await db
          .updateTable('findings')
          .set({ outcome })
          .where('project', '=', project)
          .where('thread', '=', thread)
          .where('revision', '=', revision)
          .where('condition', '=', condition)
          .execute()
      }
    },
    async wasReadForRates({ project, thread, revision }) {
      const row = await db
        .selectFrom('readings')
        .select('thread')
        .where('project', '=', project)
        .where('thread', '=', thread)
        .where('revision', '<>', revision)
        .where('state', '=', 'read')
        .whereRef('place', '<', 'base')
        .limit(1)
        .executeTakeFirst()
      return row !== undefined
    },
    early: (violations) => putEarly(db, violations),
    async looked(threads) {
      const alike = new Map<string, { readonly project: string; readonly revision: number; readonly ids: string[] }>()
      for (const { project, id, revision } of threads) {
        const key = JSON.stringify([project, revision])
        const known = alike.get(key)
        if (known === undefined) alike.set(key, { project, revision, ids: [id] })
        else known.ids.push(id)
      }
      for (const { project, revision, ids } of alike.values()) {
        await rowsBy(ids, async (some) => {
          await sql`update threads set looked = ${revision} where project = ${project} and id in (${sql.join(some)})`.execute(
            db,
          )
          return []
        })
      }
    },
  }
}

/** Readings of earlier revisions that still wait are skipped. @returns how many */
async function overtake(db: Transaction<ObservedTables>, readings: readonly Reading[]): Promise<number> {
  let n = 0
  for (const project of new Set(readings.map((reading) => reading.project))) {
    const own = readings.filter((reading) => reading.project === project)
    const newest = new Map(own.map((reading) => [reading.thread, reading]))
    const waiting = await rowsBy([...newest.keys()], (some) =>
      db
        .selectFrom('readings')
        .select(['thread', 'revision', 'pact_hash'])
        .where('project', '=', project)
        .where('thread', 'in', some)
        .where('state', '=', 'waiting')
        .execute(),
    )
    for (const { thread, revision, pact_hash } of waiting) {
      const reading = newest.get(thread)
      if (reading === undefined || reading.revision <= revision) continue
      n += 1
      await db
        .updateTable('readings')
        .set({ state: 'skipped', because: 'the conversation went on', done_ms: reading.queuedMs })
        .where('project', '=', project)
        .where('thread', '=', thread)
        .where('revision', '=', revision)
        .where('pact_hash', '=', pact_hash)
        .execute()
    }
  }
  return n
}

async function putEarly(
  db: Transaction<ObservedTables>,
  violations: readonly EarlyViolation[],
): Promise<readonly EarlyViolation[]> {
  const fresh: EarlyViolation[] = []
  for (const violation of violations) {
    const { seenMs, at, ...row } = violation
    const result = await db
      .insertInto('early')
      .values({ ...row, seen_ms: seenMs, at: JSON.stringify(at) })
      .onConflict((conflict) => conflict.columns(['project', 'thread', 'condition']).doNothing())
      .returning('condition')
      .execute()
    if (result.length > 0) fresh.push(violation)
  }
  return fresh
}

/** What was thought to be a conversation of its own is part of another. */
export async function forgetReadings(db: Db, project: string, thread: string): Promise<void> {
  await db.deleteFrom('readings').where('project', '=', project).where('thread', '=', thread).execute()
  await db.deleteFrom('early').where('project', '=', project).where('thread', '=', thread).execute()
}

function rowOf(reading: Reading): ObservedTables['readings'] {
  const { pactHash, because, queuedMs, doneMs, dueMs, ...row } = reading
  return {
    ...row,
    pact_hash: pactHash,
    because: because ?? null,
    queued_ms: queuedMs,
    done_ms: doneMs ?? null,
    due_ms: dueMs,
  }
}

function readingOf(row: ObservedTables['readings']): Reading {
  const { project, thread, revision, channel, version, place, base, inclusion, danger, tries } = row
  return {
    project,
    thread,
    revision,
    pactHash: row.pact_hash,
    channel,
    version,
    place,
    base,
    inclusion,
    danger,
    state: stateOf(row.state),
    ...(row.because !== null && { because: row.because }),
    queuedMs: row.queued_ms,
    ...(row.done_ms !== null && { doneMs: row.done_ms }),
    dueMs: row.due_ms,
    tries,
  }
}

function stateOf(state: string): ReadingState {
  return state === 'read' || state === 'skipped' || state === 'passed-over' ? state : 'waiting'
}
