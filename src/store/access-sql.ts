/** Who may do what, in any SQL database that Kysely speaks to. What was done is written together with its deed, or not at all. */
import type { Kysely, Transaction } from 'kysely'
import { Problem } from '../problem.ts'
import { type Access, type AccessKey, type Deed, type Person, type Role, roles, type Scope, scopes } from './access.ts'
import { type AccessTables, accessMigrations } from './access-tables.ts'
import { migrate } from './migrated.ts'

type Db = Kysely<AccessTables> | Transaction<AccessTables>

/** Brings the database to this version and opens it. @param explain turns a database error into a `Problem` */
export async function openAccessSql(db: Kysely<AccessTables>, explain: (thrown: unknown) => unknown): Promise<Access> {
  const guarded = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    try {
      return await work()
    } catch (thrown) {
      throw explain(thrown)
    }
  }
  /** All that `work` writes, and who did it. */
  const together = (deed: Deed, work: (db: Db) => Promise<unknown>) =>
    guarded(() =>
      db.transaction().execute(async (transaction) => {
        await work(transaction)
        await putDeed(transaction, deed)
      }),
    )
  /** Changes a person, who is signed out by it, unless that takes the last admin from a project. */
  const changing = async (name: string, deed: Deed, change: (db: Db) => Promise<unknown>) => {
    await together(deed, async (writing) => {
      const before = await writing.selectFrom('people').select('project').where('name', '=', name).executeTakeFirst()
      const project = before?.project ?? ''
      const had = await admins(writing, project)
      await change(writing)
      await writing.deleteFrom('sessions').where('person', '=', name).execute()
      if (had > 0 && (await admins(writing, project)) === 0) throw new WithoutAdmin(project)
    }).catch((thrown) => {
      throw thrown instanceof WithoutAdmin ? lastAdmin(name, thrown.message) : thrown
    })
  }
  await guarded(() => migrate(db, accessMigrations, { or: 'name another folder with --data' }))
  return {
    async isGuarded() {
      const key = await guarded(() => db.selectFrom('keys').select('id').limit(1).executeTakeFirst())
      return key !== undefined || (await anyPerson())
    },
    async hasKeys() {
      const key = await guarded(() =>
        db.selectFrom('keys').select('id').where('revoked_ms', 'is', null).limit(1).executeTakeFirst(),
      )
      return key !== undefined || (await anyPerson())
    },
    async key(id) {
      const row = await guarded(() => db.selectFrom('keys').selectAll().where('id', '=', id).executeTakeFirst())
      return row && keyOf(row)
    },
    async keys(project) {
      const all = db.selectFrom('keys').selectAll().orderBy('created_ms').orderBy('id')
      const rows = await guarded(() => (project === undefined ? all : all.where('project', '=', project)).execute())
      return rows.map(keyOf)
    },
    putKey: (key, deed) => together(deed, (writing) => putKey(writing, key)),
    async used(moments) {
      if (moments.size === 0) return
      await guarded(() =>
        db.transaction().execute(async (writing) => {
          for (const [id, ms] of moments)
            await writing.updateTable('keys').set({ used_ms: ms }).where('id', '=', id).execute()
        }),
      )
    },
    async person(name) {
      const row = await guarded(() => db.selectFrom('people').selectAll().where('name', '=', name).executeTakeFirst())
      return row && personOf(row)
    },
    async people(project) {
      const all = db.selectFrom('people').selectAll().orderBy('name')
      const rows = await guarded(() => (project === undefined ? all : all.where('project', '=', project)).execute())
      return rows.map(personOf)
    },
    putPerson: (person, deed) => changing(person.name, deed, (writing) => putPerson(writing, person)),
    removePerson: (name, deed) =>
      changing(name, deed, (writing) => writing.deleteFrom('people').where('name', '=', name).execute()),
    async session(hash) {
      const row = await guarded(() => db.selectFrom('sessions').selectAll().where('hash', '=', hash).executeTakeFirst())
      return row && { hash, person: row.person, createdMs: row.created_ms, untilMs: row.until_ms }
    },
    putSession: ({ hash, person, createdMs, untilMs }, deed) =>
      together(deed, async (writing) => {
        await writing.deleteFrom('sessions').where('until_ms', '<', createdMs).execute()
        await writing
          .insertInto('sessions')
          .values({ hash, person, created_ms: createdMs, until_ms: untilMs })
          .execute()
      }),
    removeSession: (hash, deed) =>
      together(deed, (writing) => writing.deleteFrom('sessions').where('hash', '=', hash).execute()),
    did: (deed) => guarded(() => putDeed(db, deed)),
    async deeds(project, limit) {
      const rows = await guarded(() =>
        db
          .selectFrom('deeds')
          .selectAll()
          .where('project', '=', project)
          .orderBy('at_ms', 'desc')
          .limit(limit)
          .execute(),
      )
      return rows.map(({ at_ms, from_address, ...row }) => ({
        atMs: at_ms,
        ...row,
        ...(from_address !== null && { from: from_address }),
      }))
    },
    close: () => db.destroy(),
  }

  async function anyPerson(): Promise<boolean> {
    const person = await guarded(() => db.selectFrom('people').select('name').limit(1).executeTakeFirst())
    return person !== undefined
  }
}

async function putDeed(db: Db, { atMs, project, who, what, about, from }: Deed): Promise<void> {
  await db
    .insertInto('deeds')
    .values({ at_ms: atMs, project, who, what, about, from_address: from ?? null })
    .execute()
}

async function putPerson(db: Db, { createdMs, disabledMs, ...person }: Person): Promise<void> {
  const { name, ...rest } = { ...person, disabled_ms: disabledMs ?? null }
  await db
    .insertInto('people')
    .values({ name, ...rest, created_ms: createdMs })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(rest))
    .execute()
}

/** Undoes what would leave a project without an admin. */
class WithoutAdmin extends Error {}

/** How many people could sign in as an admin of the project. */
async function admins(db: Db, project: string): Promise<number> {
  const { n } = await db
    .selectFrom('people')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('project', '=', project)
    .where('role', '=', 'admin')
    .where('disabled_ms', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(n)
}

const lastAdmin = (name: string, project: string) =>
  new Problem({
    code: 'store/last-admin',
    message: `${name} is the last admin of the project "${project}".`,
    hint: 'Make somebody else an admin first: "fieldproof people role <name> --role admin".',
  })

async function putKey(db: Db, key: AccessKey): Promise<void> {
  const { id, project, name, hash, before, createdMs, rotatedMs, revokedMs, usedMs } = key
  const row = {
    project,
    name,
    scopes: key.scopes.join(' '),
    hash,
    before_hash: before?.hash ?? null,
    before_until_ms: before?.untilMs ?? null,
    created_ms: createdMs,
    rotated_ms: rotatedMs ?? null,
    revoked_ms: revokedMs ?? null,
    used_ms: usedMs ?? null,
  }
  await db
    .insertInto('keys')
    .values({ id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute()
}

function keyOf(row: AccessTables['keys']): AccessKey {
  const words = row.scopes.split(' ')
  const { id, project, name, hash, created_ms, before_hash, before_until_ms, rotated_ms, revoked_ms, used_ms } = row
  return {
    id,
    project,
    name,
    scopes: scopes.filter((scope: Scope) => words.includes(scope)),
    hash,
    ...(before_hash !== null &&
      before_until_ms !== null && { before: { hash: before_hash, untilMs: before_until_ms } }),
    createdMs: created_ms,
    ...(rotated_ms !== null && { rotatedMs: rotated_ms }),
    ...(revoked_ms !== null && { revokedMs: revoked_ms }),
    ...(used_ms !== null && { usedMs: used_ms }),
  }
}

function personOf({ created_ms, disabled_ms, role, ...row }: AccessTables['people']): Person {
  const known = roles.find((each: Role) => each === role) ?? 'viewer'
  return { ...row, role: known, createdMs: created_ms, ...(disabled_ms !== null && { disabledMs: disabled_ms }) }
}
