/**
 * SQLite for Kysely: write-ahead log with `synchronous=FULL`, so that a transaction that has resolved
 * survives the end of the process and of the machine.
 *
 * What can be made again from elsewhere may be kept with `NORMAL`: it survives the end of the process, and when the
 * machine ends it loses at most its last transactions, each of them whole.
 */
import type { SqliteDatabase as KyselyDatabase } from 'kysely'
import { Problem, reasonOf } from '../problem.ts'
import { openSqliteFile, type SqliteFile } from '../sqlite.ts'

const nothing = { changes: 0, lastInsertRowid: 0 }

export interface SqliteOptions {
  /** For many writes of what can be made again: not every transaction waits for the disk. Default false. */
  readonly canBeMadeAgain?: boolean
}

/** Opens or creates the file (`:memory:` for none) and gives it to Kysely. */
export function openSqlite(file: string, { canBeMadeAgain = false }: SqliteOptions = {}): KyselyDatabase {
  const database = connect(file, canBeMadeAgain ? forManyWrites : 'pragma synchronous = full')
  // Batches repeat a few shapes of statement; preparing each once halves the time of a small insert.
  const prepared = new Map<string, ReturnType<KyselyDatabase['prepare']>>()
  return {
    close() {
      gather(database)
      database.close()
    },
    prepare(sql) {
      const known = prepared.get(sql)
      if (known !== undefined) return known
      const statement = database.prepare(sql)
      const wrapped = {
        reader: statement.columns().length > 0,
        all: (parameters: readonly unknown[]) => statement.all(...parameters),
        // SQLite ends the transaction itself when the disk is full; the roll-back that follows must not hide why.
        run: (parameters: readonly unknown[]) =>
          sql === 'rollback' && !database.isTransaction ? nothing : statement.run(...parameters),
        iterate: (parameters: readonly unknown[]) => statement.iterate(...parameters),
      }
      if (prepared.size < 200) prepared.set(sql, wrapped)
      return wrapped
    },
  }
}

/**
 * Brings everything into the one file, so that it can be copied alone. SQLite itself does so only once every
 * prepared statement is gone, and a program that ends at once never lets go of them.
 */
function gather(database: SqliteFile): void {
  try {
    database.exec('pragma busy_timeout = 0; pragma wal_checkpoint(truncate)')
  } catch {
    // All is safe in the log beside the file, where the next opening finds it.
  }
}

/** The pages of 32 MiB stay in memory, and as much is written behind before it goes where it belongs. */
const forManyWrites = 'pragma synchronous = normal; pragma cache_size = -32768; pragma wal_autocheckpoint = 8192'

function connect(file: string, settings: string): SqliteFile {
  try {
    const database = openSqliteFile(file)
    database.exec(`pragma busy_timeout = 10000; pragma journal_mode = wal; ${settings}`)
    database.exec('pragma foreign_keys = on')
    return database
  } catch (thrown) {
    throw storeProblem(thrown, file)
  }
}

/** What a database error means for the person who runs Fieldproof; other errors come back as they are. */
export function storeProblem(thrown: unknown, file: string): unknown {
  if (thrown instanceof Problem) {
    return new Problem({ code: thrown.code, message: `${file}: ${thrown.message}`, hint: thrown.hint, cause: thrown })
  }
  const reason = reasonOf(thrown)
  const known = failures.find(({ sign }) => sign.test(reason))
  if (known === undefined) return thrown
  return new Problem({
    code: known.code,
    message: `${file}: ${known.message} (${reason})`,
    hint: known.hint,
    cause: thrown,
  })
}

const failures = [
  {
    sign: /not a database|malformed|file is encrypted/i,
    code: 'store/corrupt',
    message: 'this file is not a Fieldproof store, or it is damaged',
    hint: 'Move the file away and run again, or name another file with --store. A copy from a backup works as it is.',
  },
  {
    sign: /database or disk is full|ENOSPC/i,
    code: 'store/disk-full',
    message: 'the disk is full; everything reported as kept is kept',
    hint: 'Make room, then resume with the command that the run prints.',
  },
  {
    sign: /disk I\/O error|EFBIG|EDQUOT|EIO/i,
    code: 'store/disk-refuses',
    message: 'the disk refused to be read or written; everything reported as kept is kept',
    hint: 'Check quotas, file size limits (ulimit -f) and whether the disk is still there, then resume with the command that the run prints.',
  },
  {
    sign: /database is locked|SQLITE_BUSY/i,
    code: 'store/locked',
    message: 'another process has been writing to this store for more than ten seconds',
    hint: 'Wait for the other run to end, or name another file with --store.',
  },
  {
    sign: /unable to open database|readonly|read-only|SQLITE_CANTOPEN|permission denied/i,
    code: 'store/cannot-open',
    message: 'the store cannot be opened for writing',
    hint: 'Check that the folder exists and that you may write there, or name another file with --store.',
  },
] as const
