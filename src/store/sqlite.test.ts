import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Kysely, SqliteDialect } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { Problem } from '../problem.ts'
import { openStore } from './index.ts'
import { openSqlStore } from './sql-store.ts'
import { openSqlite, storeProblem } from './sqlite.ts'
import { all, storeConformance } from './store.conformance.ts'
import { aRun, aTrial } from './store.sample.ts'
import type { Tables } from './tables.ts'

const folder = mkdtempSync(join(tmpdir(), 'fieldproof-store-'))
afterAll(() => rmSync(folder, { recursive: true }))
let files = 0
const newFile = () => join(folder, `${files++}.db`)

storeConformance('SQLite in memory', () => openStore(':memory:'))

let file = ''
storeConformance(
  'SQLite in a file',
  () => {
    file = newFile()
    return openStore(file)
  },
  () => openStore(file),
)

const problemOf = async (work: Promise<unknown>): Promise<{ code: string; hint: string }> => {
  const thrown = await work.then(
    () => undefined,
    (reason) => reason,
  )
  if (!(thrown instanceof Problem)) throw new Error(`expected a Problem, got ${thrown}`)
  return { code: thrown.code, hint: thrown.hint }
}

test('a file that is no store is refused and left alone', async () => {
  const notAStore = newFile()
  writeFileSync(notAStore, 'my holiday pictures, all of them, in one long text that is no database at all')
  expect(await problemOf(openStore(notAStore))).toEqual({
    code: 'store/corrupt',
    hint: 'Move the file away and run again, or name another file with --store. A copy from a backup works as it is.',
  })
})

test('a store in a folder that does not exist says so', async () => {
  expect((await problemOf(openStore(join(folder, 'nowhere', 'x.db')))).code).toBe('store/cannot-open')
})

test('a full disk is a problem to act on, and what was acknowledged before stays', async () => {
  const name = newFile()
  const database = openSqlite(name)
  const store = await openSqlStore(new Kysely<Tables>({ dialect: new SqliteDialect({ database }) }), (thrown) =>
    storeProblem(thrown, 'runs.db'),
  )
  await store.openRun(aRun('r'))
  await store.save(aTrial('r', 0))
  // SQLite itself raises its disk-full error at the page limit, as it does when the file system refuses a page.
  database.prepare('pragma max_page_count = 1').all([])
  const refused = await problemOf(store.save(aTrial('r', 1, 'x'.repeat(1_000_000))))
  expect(refused).toEqual({
    code: 'store/disk-full',
    hint: 'Make room, then resume with the command that the run prints.',
  })
  await store.close()
  const again = await openStore(name)
  expect(await all(again.trialIds('r'))).toEqual(['t0'])
  await again.close()
})

test('a store that was closed is one file, and a copy of it alone holds everything', async () => {
  const name = newFile()
  const store = await openStore(name)
  await store.openRun(aRun('r'))
  await store.save(aTrial('r', 0))
  await store.close()
  const copy = newFile()
  copyFileSync(name, copy)
  const copied = await openStore(copy)
  expect(await all(copied.trialIds('r'))).toEqual(['t0'])
  await copied.close()
})

test('a process that is killed loses nothing that was acknowledged, and the store opens again', async () => {
  const name = newFile()
  for (let kill = 0; kill < 3; kill++) {
    const program = `
      import { openStore } from ${JSON.stringify(new URL('./index.ts', import.meta.url).href)}
      import { aRun, aTrial } from ${JSON.stringify(new URL('./store.sample.ts', import.meta.url).href)}
      const store = await openStore(${JSON.stringify(name)})
      await store.openRun(aRun('r'))
      for (let i = ${kill} * 1_000_000; ; i++) {
        store.save(aTrial('r', i)).then(() => console.log(i))
        if (i % 20 === 0) await new Promise((resolve) => setImmediate(resolve))
      }`
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const acknowledged: string[] = []
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged.push(`t${line}`)
      if (acknowledged.length === 400) child.kill('SIGKILL')
    }
    if (child.signalCode === null) await once(child, 'exit')
    expect(child.signalCode).toBe('SIGKILL')

    const store = await openStore(name)
    const kept = new Set(await all(store.trialIds('r')))
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([])
    await store.close()
  }
})
