/** A store in any SQL database that Kysely speaks to: one code base, one conformance suite. */
import type { Kysely } from 'kysely'
import { groupCommit } from './group-commit.ts'
import { migrate } from './migrated.ts'
import type { RunRecord, Store, StoredRun, TrialFilter, TrialRecord } from './store.ts'
import { migrations, type Tables } from './tables.ts'

/** Rows per commit. At about 5 KB a conversation that is 1 MB: fast to write, little to lose. */
const rowsPerCommit = 200
/** Rows per page when reading; a page is held in memory, a run never. */
const rowsPerPage = 200

/**
 * Brings the database to this version and opens it.
 *
 * @param explain turns a database error into a `Problem` where a person can act on it
 */
export async function openSqlStore(db: Kysely<Tables>, explain: (thrown: unknown) => unknown): Promise<Store> {
  const guarded = async <Value>(work: Promise<Value>): Promise<Value> => {
    try {
      return await work
    } catch (thrown) {
      throw explain(thrown)
    }
  }
  await guarded(migrate(db, migrations, { or: 'name another file with --store' }))
  const commits = groupCommit<TrialRecord>((trials) => guarded(writeTrials(db, trials)), rowsPerCommit)

  return {
    openRun: (run) => guarded(openRun(db, run)),
    async closeRun(id, { endedAt, how, planned }) {
      await commits.flush()
      await guarded(
        db
          .updateTable('runs')
          .set({ ended_at: endedAt, ending: how, ...(planned !== undefined && { planned }) })
          .where('id', '=', id)
          .execute(),
      )
    },
    run: async (id) => (await guarded(selectRuns(db, 1, id)))[0],
    runs: (limit = 100) => guarded(selectRuns(db, limit)),
    save: (trial) => commits.add(trial),
    trialIds: (run) => trialIds(db, run),
    async trial(run, id) {
      const row = await guarded(
        db.selectFrom('trials').selectAll().where('run', '=', run).where('id', '=', id).executeTakeFirst(),
      )
      return row && trialOf(row)
    },
    trials: (run, filter = {}) => trials(db, run, filter),
    async bless(name, run) {
      const insert = db.insertInto('baselines').values({ name, run })
      await guarded(insert.onConflict((conflict) => conflict.column('name').doUpdateSet({ run })).execute())
    },
    async blessed(name) {
      const row = await guarded(db.selectFrom('baselines').select('run').where('name', '=', name).executeTakeFirst())
      return row?.run
    },
    async close() {
      await commits.flush()
      await db.destroy()
    },
  }
}

async function openRun(db: Kysely<Tables>, run: RunRecord): Promise<void> {
  await db
    .insertInto('runs')
    .values({
      id: run.id,
      started_at: run.startedAt,
      ended_at: null,
      ending: null,
      planned: run.planned,
      seed: run.seed,
      agent: JSON.stringify(run.agent),
      pact: JSON.stringify(run.pact),
      settings: JSON.stringify(run.settings),
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ ended_at: null, ending: null }))
    .execute()
}

async function writeTrials(db: Kysely<Tables>, trials: readonly TrialRecord[]): Promise<void> {
  const rows = trials.map((trial) => ({
    run: trial.run,
    id: trial.id,
    position: trial.index,
    scenario: trial.scenario,
    persona: trial.persona,
    channel: trial.channel,
    repeat: trial.repeat,
    seed: trial.seed,
    conversation: JSON.stringify(trial.conversation),
    verdict: JSON.stringify(trial.verdict),
  }))
  const violations = trials.flatMap(({ run, id, verdict }) =>
    verdict.findings
      .filter(({ outcome }) => outcome === 'violated')
      .map(({ condition }) => ({ run, trial: id, condition })),
  )
  await db.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('trials')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
    if (violations.length === 0) return
    await transaction
      .insertInto('violations')
      .values(violations)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  })
}

async function selectRuns(db: Kysely<Tables>, limit: number, id?: string): Promise<readonly StoredRun[]> {
  let query = db
    .selectFrom('runs')
    .selectAll()
    .select((run) =>
      run
        .selectFrom('trials')
        .whereRef('trials.run', '=', 'runs.id')
        .select((trial) => trial.fn.countAll<number>().as('n'))
        .as('kept'),
    )
    .orderBy('started_at', 'desc')
    .orderBy('id')
    .limit(limit)
  if (id !== undefined) query = query.where('id', '=', id)
  const rows = await query.execute()
  return rows.map((row) => ({
    id: row.id,
    startedAt: row.started_at,
    agent: JSON.parse(row.agent),
    pact: JSON.parse(row.pact),
    planned: row.planned,
    seed: row.seed,
    settings: JSON.parse(row.settings),
    kept: row.kept ?? 0,
    ...(row.ended_at !== null && {
      end: { endedAt: row.ended_at, how: row.ending === 'complete' ? 'complete' : 'interrupted' } as const,
    }),
  }))
}

async function* trialIds(db: Kysely<Tables>, run: string): AsyncIterable<string> {
  let after = ''
  while (true) {
    const rows = await db
      .selectFrom('trials')
      .select('id')
      .where('run', '=', run)
      .where('id', '>', after)
      .orderBy('id')
      .limit(rowsPerPage * 10)
      .execute()
    for (const { id } of rows) yield id
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.id
  }
}

async function* trials(db: Kysely<Tables>, run: string, filter: TrialFilter): AsyncIterable<TrialRecord> {
  let after = -1
  while (true) {
    let query = db.selectFrom('trials').selectAll().where('run', '=', run).where('position', '>', after)
    const { scenario, violated } = filter
    if (scenario !== undefined) query = query.where('scenario', '=', scenario)
    if (violated !== undefined) {
      query = query.where('id', 'in', (trial) =>
        trial
          .selectFrom('violations')
          .select('trial')
          .where('violations.run', '=', run)
          .where('condition', '=', violated),
      )
    }
    const rows = await query.orderBy('position').limit(rowsPerPage).execute()
    for (const row of rows) yield trialOf(row)
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.position
  }
}

function trialOf(row: Tables['trials']): TrialRecord {
  return {
    run: row.run,
    id: row.id,
    index: row.position,
    scenario: row.scenario,
    persona: row.persona,
    channel: row.channel,
    repeat: row.repeat,
    seed: row.seed,
    conversation: JSON.parse(row.conversation),
    verdict: JSON.parse(row.verdict),
  }
}
