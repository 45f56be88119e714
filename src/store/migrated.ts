/** Bringing a database to this version. One that a newer version wrote is left as it is. */
import { type Kysely, type Migration, Migrator } from 'kysely'
import { Problem } from '../problem.ts'

/** What is said of a database that a newer version wrote. */
interface Newer {
  /** Default `this store was`. */
  readonly what?: string
  /** What else can be done: `name another file with --store`. */
  readonly or?: string
}

/** @throws {Problem} `store/newer` when the database knows migrations that are not among these */
export async function migrate<Tables>(
  db: Kysely<Tables>,
  migrations: Readonly<Record<string, Migration>>,
  { what = 'this store was', or }: Newer,
): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } })
  const { error } = await migrator.migrateToLatest()
  if (error instanceof Error && /corrupted migrations/i.test(error.message)) {
    throw new Problem({
      code: 'store/newer',
      message: `${what} written by a newer version of Fieldproof`,
      hint: `Install the newer version${or === undefined ? '' : `, or ${or}`}.`,
      cause: error,
    })
  }
  if (error !== undefined) throw error
}
