/** Keeping things: runs, what production sends, what people say of it, and who they are. */
import { Kysely, SqliteDialect } from 'kysely'
import type { Access } from './access.ts'
import { openAccessSql } from './access-sql.ts'
import type { AccessTables } from './access-tables.ts'
import type { Labels } from './labels.ts'
import { openLabelsSql } from './labels-sql.ts'
import type { LabelTables } from './labels-tables.ts'
import type { Observed } from './observed.ts'
import { openObservedSql } from './observed-sql.ts'
import type { ObservedTables } from './observed-tables.ts'
import { openSqlStore } from './sql-store.ts'
import { openSqlite, type SqliteOptions, storeProblem } from './sqlite.ts'
import type { Store } from './store.ts'
import type { Tables } from './tables.ts'

export * from './access.ts'
export type * from './alarms.ts'
export type * from './detectors.ts'
export type * from './findings.ts'
export type * from './keeping.ts'
export * from './labels.ts'
export type * from './observed.ts'
export type * from './readings.ts'
export type * from './stitches.ts'
export type * from './store.ts'
export type * from './threads.ts'

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

/**
 * Opens what production sent in one SQLite file, creating it when it is not there.
 *
 * @param file a path, or `:memory:`
 * @param options for who makes it of a log, and can make it again
 * @throws Problem `store/corrupt`, `store/cannot-open`, `store/locked` or `store/newer`
 */
export async function openObserved(file: string, options: SqliteOptions = {}): Promise<Observed> {
  const db = new Kysely<ObservedTables>({ dialect: new SqliteDialect({ database: openSqlite(file, options) }) })
  return openObservedSql(db, (thrown) => storeProblem(thrown, file))
}

/**
 * Opens who may do what in one SQLite file, creating it when it is not there.
 *
 * @param file a path, or `:memory:`
 * @throws Problem `store/corrupt`, `store/cannot-open`, `store/locked` or `store/newer`
 */
export async function openAccess(file: string): Promise<Access> {
  const db = new Kysely<AccessTables>({ dialect: new SqliteDialect({ database: openSqlite(file) }) })
  return openAccessSql(db, (thrown) => storeProblem(thrown, file))
}

/**
 * Opens what people said of verdicts in one SQLite file, creating it when it is not there.
 *
 * @param file a path, or `:memory:`
 * @throws Problem `store/corrupt`, `store/cannot-open`, `store/locked` or `store/newer`
 */
export async function openLabels(file: string): Promise<Labels> {
  const db = new Kysely<LabelTables>({ dialect: new SqliteDialect({ database: openSqlite(file) }) })
  return openLabelsSql(db, (thrown) => storeProblem(thrown, file))
}
