/** What conversations are put together from, in any SQL database that Kysely speaks to: of many at once. */
import type { Kysely } from 'kysely'
import type { ThreadParts } from './observed.ts'
import type { ObservedTables } from './observed-tables.ts'
import { rowsBy } from './portions.ts'
import type { TurnLink } from './stitches.ts'

/** Without an order: to give one, a database may read all that a project has. */
export async function partsOf(
  db: Kysely<ObservedTables>,
  project: string,
  threads: readonly string[],
): Promise<ReadonlyMap<string, ThreadParts>> {
  const parts = new Map(threads.map((thread) => [thread, { bodies: [] as string[], turns: [] as TurnLink[] }]))
  const records = await rowsBy(threads, (some) =>
    db
      .selectFrom('records')
      .select(['thread', 'body'])
      .where('project', '=', project)
      .where('thread', 'in', some)
      .execute(),
  )
  for (const { thread, body } of records) parts.get(thread)?.bodies.push(body)
  const turns = await rowsBy(threads, (some) =>
    db.selectFrom('traces').selectAll().where('project', '=', project).where('thread', 'in', some).execute(),
  )
  for (const { thread, trace, after_trace, confidence, doubtful } of turns) {
    const after = after_trace === null ? {} : { after: after_trace }
    parts.get(thread)?.turns.push({ trace, ...after, confidence, doubtful: doubtful === 1 })
  }
  return parts
}
