/**
 * The SQLite engine of this Node: built in as `node:sqlite` from 22.16 as used here, and the same API
 * from `@photostructure/sqlite` on Node 20 (docs/decisions/0003-sqlite.md). Open to all rooms.
 */
import { createRequire } from 'node:module'

interface SqliteStatement {
  all(...parameters: readonly unknown[]): unknown[]
  run(...parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint }
  iterate(...parameters: readonly unknown[]): IterableIterator<unknown>
  columns(): readonly unknown[]
}

export interface SqliteFile {
  prepare(sql: string): SqliteStatement
  exec(sql: string): void
  close(): void
  readonly isTransaction: boolean
}

/**
 * Opens a SQLite file, synchronously.
 *
 * @param file a path, or `:memory:`
 * @throws whatever the engine throws, as it is
 */
export function openSqliteFile(file: string, options: { readonly readOnly?: boolean } = {}): SqliteFile {
  const require = createRequire(import.meta.url)
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const builtIn = major > 22 || (major === 22 && minor >= 16)
  const { DatabaseSync } = require(builtIn ? 'node:sqlite' : '@photostructure/sqlite')
  return new DatabaseSync(file, { readOnly: options.readOnly ?? false })
}
