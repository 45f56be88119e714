/** Marks and links of turns, in any SQL database that Kysely speaks to. */
import type { Transaction } from 'kysely'
import type { ObservedPuts } from './observed-puts.ts'
import type { ObservedTables } from './observed-tables.ts'
import { rowsBy } from './portions.ts'
import { forgetReadings } from './readings-sql.ts'
import type { PlacedTurn, StitchWriting, TurnMark } from './stitches.ts'

export function stitchWriting(db: Transaction<ObservedTables>, put: ObservedPuts): StitchWriting {
  const traces = (project: string, column: 'trace' | 'after_trace', values: readonly string[]) =>
    rowsBy(values, (some) =>
      db.selectFrom('traces').selectAll().where('project', '=', project).where(column, 'in', some).execute(),
    )
  return {
    async bodiesOf(project, names) {
      const rows = await rowsBy(names, (some) =>
        db
          .selectFrom('records')
          .select(['trace', 'body'])
          .where('project', '=', project)
          .where('trace', 'in', some)
          .execute(),
      )
      return rows.map(({ trace, body }) => ({ trace: trace ?? '', body }))
    },
    putMarks: (project, marks) =>
      put.marks(
        db,
        marks.map(({ atMs, ...mark }) => ({ project, at_ms: atMs, ...mark })),
      ),
    async forgetMarks(project, names) {
      await rowsBy(names, async (some) => {
        await db.deleteFrom('turn_marks').where('project', '=', project).where('trace', 'in', some).execute()
        return []
      })
    },
    async marksBy(project, hashes, { fromMs, toMs, most }) {
      const within = (some: readonly string[]) =>
        db
          .selectFrom('turn_marks')
          .where('project', '=', project)
          .where('hash', 'in', some)
          .where('at_ms', '>=', fromMs)
          .where('at_ms', '<=', toMs)
      const common = new Map<string, { readonly isTakenUp: boolean }>()
      const rows = await rowsBy(hashes, async (some) => {
        const few = await within(some).select(markColumns).limit(most).execute()
        if (few.length < most) return few
        const counted = await within(some)
          .select(({ fn }) => ['hash', fn.countAll<number>().as('n'), fn.min('side').as('first')])
          .groupBy('hash')
          .execute()
        for (const { hash, n, first } of counted) if (n > most) common.set(hash, { isTakenUp: first === 'begins' })
        return within(some.filter((hash) => !common.has(hash)))
          .select(markColumns)
          .execute()
      })
      return { marks: rows.map(markOf), common }
    },
    marksOf: async (project, names) =>
      (
        await rowsBy(names, (some) =>
          db
            .selectFrom('turn_marks')
            .select(markColumns)
            .where('project', '=', project)
            .where('trace', 'in', some)
            .execute(),
        )
      ).map(markOf),
    turns: async (project, names) =>
      new Map((await traces(project, 'trace', names)).map((row) => [row.trace, turnOf(row)])),
    turnsAfter: async (project, names) => (await traces(project, 'after_trace', names)).map(turnOf),
    putTurns: (project, turns) =>
      put.turns(
        db,
        turns.map(({ trace, thread, after = null, confidence, doubtful }) => {
          const link = { after_trace: after, confidence, doubtful: doubtful ? 1 : 0 }
          return { project, trace, thread, how: 'trace', ...link }
        }),
      ),
    async moveTraces(project, names, thread) {
      await rowsBy(names, async (some) => {
        for (const table of ['records', 'traces'] as const)
          await db
            .updateTable(table)
            .set({ thread })
            .where('project', '=', project)
            .where('trace', 'in', some)
            .execute()
        return []
      })
    },
    async dropRecords(project, names) {
      const dropped = await rowsBy(names, (some) =>
        db.deleteFrom('records').where('project', '=', project).where('trace', 'in', some).execute(),
      )
      return dropped.reduce((sum, { numDeletedRows }) => sum + Number(numDeletedRows), 0)
    },
    async spansOf(project, threads) {
      const rows = await rowsBy(threads, (some) =>
        db
          .selectFrom('records')
          .select(({ fn }) => [
            'thread',
            fn.min('at_ms').as('first'),
            fn.max('at_ms').as('last'),
            fn.max('received_ms').as('seen'),
          ])
          .where('project', '=', project)
          .where('thread', 'in', some)
          .groupBy('thread')
          .execute(),
      )
      return new Map(
        rows.map(({ thread, first, last, seen }) => [
          thread,
          { firstMs: Number(first), lastMs: Number(last), seenMs: Number(seen) },
        ]),
      )
    },
    async dropThreads(project, threads) {
      const closed = await rowsBy([...new Set(threads)], async (some) =>
        db
          .selectFrom('threads')
          .select('id')
          .distinct()
          .where('project', '=', project)
          .where('id', 'in', some)
          .where('graded', '>', 0)
          .execute(),
      )
      await rowsBy(threads, async (some) => {
        await db.deleteFrom('threads').where('project', '=', project).where('id', 'in', some).execute()
        for (const table of ['gradings', 'findings'] as const)
          await db.deleteFrom(table).where('project', '=', project).where('thread', 'in', some).execute()
        return []
      })
      for (const thread of threads) await forgetReadings(db, project, thread)
      return closed.length
    },
  }
}

const markColumns = ['trace', 'side', 'hash', 'at_ms', 'agent', 'customer'] as const

function markOf({
  trace,
  side,
  hash,
  at_ms,
  agent,
  customer,
}: Omit<ObservedTables['turn_marks'], 'project'>): TurnMark {
  return { trace, side: side === 'ends' ? 'ends' : 'begins', hash, atMs: at_ms, agent, customer }
}

function turnOf({ trace, thread, after_trace, confidence, doubtful }: ObservedTables['traces']): PlacedTurn {
  return { trace, thread, ...(after_trace !== null && { after: after_trace }), confidence, doubtful: doubtful === 1 }
}
