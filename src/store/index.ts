import { Kysely, SqliteDialect } from 'kysely'
import { openSqlStore } from './sql-store.ts'
import { openSqlite, storeProblem } from './sqlite.ts'
import type { Store } from './store.ts'
import type { Tables } from './tables.ts'

export type * from './store.ts'

/**
 * Opens the store in one SQLite file, creating it when it is not there.
 *
 * @param file a path, or `:memory:`
 * @throws Problem `store/corrupt`, `store/cannot-open`, `store/locked` or `store/newer`
 */
export async function openStore(file: string): Promise<Store> {
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: openSqlite(file) }) })
  return openSqlStore(db, (thrown) => storeProblem(thrown, file))
}
