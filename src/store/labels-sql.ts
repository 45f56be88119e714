/** Labels, in any SQL database that Kysely speaks to. */
import type { Kysely } from 'kysely'
import type { Label, LabelFilter, Labels } from './labels.ts'
import { type LabelTables, labelMigrations } from './labels-tables.ts'
import { migrate } from './migrated.ts'
import { rowsBy } from './portions.ts'

const rowsPerPage = 200

/** Brings the database to this version and opens it. @param explain turns a database error into a `Problem` */
export async function openLabelsSql(db: Kysely<LabelTables>, explain: (thrown: unknown) => unknown): Promise<Labels> {
  const guarded = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    try {
      return await work()
    } catch (thrown) {
      throw explain(thrown)
    }
  }
  await guarded(() => migrate(db, labelMigrations, { what: 'these labels were' }))
  return {
    put: ({ atMs, because, level, ...label }) =>
      guarded(async () => {
        await db
          .insertInto('labels')
          .values(({ selectFrom, fn, lit }) => ({
            ...label,
            place: selectFrom('labels').select(({ eb }) =>
              eb(fn.coalesce(fn.max('place'), lit(0)), '+', 1).as('place'),
            ),
            because: because ?? null,
            level: level ?? null,
            at_ms: atMs,
          }))
          .execute()
      }),
    all: (project, filter = {}) => labelsIn(db, project, filter, guarded),
    forget: (project, source, conversations) =>
      guarded(async () => {
        await rowsBy(conversations, async (some) => {
          await db
            .deleteFrom('labels')
            .where('project', '=', project)
            .where('source', '=', source)
            .where('conversation', 'in', some)
            .execute()
          return []
        })
      }),
    close: () => db.destroy(),
  }
}

async function* labelsIn(
  db: Kysely<LabelTables>,
  project: string,
  { source, conversation, condition }: LabelFilter,
  guarded: <Value>(work: () => Promise<Value>) => Promise<Value>,
): AsyncIterable<Label> {
  let after = 0
  while (true) {
    let query = db.selectFrom('labels').selectAll().where('project', '=', project).where('place', '>', after)
    if (source !== undefined) query = query.where('source', '=', source)
    if (conversation !== undefined) query = query.where('conversation', '=', conversation)
    if (condition !== undefined) query = query.where('condition', '=', condition)
    const page = query.orderBy('place').limit(rowsPerPage)
    const rows = await guarded(() => page.execute())
    for (const row of rows) yield labelOf(row)
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.place
  }
}

function labelOf({ place, at_ms, because, level, said, truth, ...row }: LabelTables['labels']): Label {
  return {
    ...row,
    said: saids.find((each) => each === said) ?? 'unjudged',
    truth: truth === 'held' ? 'held' : 'violated',
    ...(because !== null && { because }),
    ...(level !== null && { level }),
    atMs: at_ms,
  }
}

const saids = ['held', 'violated', 'unjudged', 'not-applicable'] as const
