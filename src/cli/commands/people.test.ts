import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openAccess } from '../../store/index.ts'
import { sampleIo } from '../io.sample.ts'
import { runProgram } from '../program.ts'

const cwd = mkdtempSync(join(tmpdir(), 'fieldproof-people-'))
afterAll(() => rmSync(cwd, { recursive: true }))

async function fieldproof(words: string, input = '') {
  async function* stdin() {
    yield Buffer.from(input)
  }
  const io = sampleIo({ cwd, stdin: stdin() })
  const code = await runProgram(['people', ...words.split(' ')], io, '1.2.3')
  return [...io.lines, `exit ${code}`]
}

test('people are added with a password from standard input, listed, changed, kept out, let in again and removed', async () => {
  expect(await fieldproof('add Ana@example.com --role admin', 'a long password\n')).toEqual([
    'ana@example.com may sign in to default as admin.',
    'exit 0',
  ])
  expect(await fieldproof('add ben --for shop', 'another long one')).toEqual([
    'ben may sign in to shop as viewer.',
    'exit 0',
  ])
  expect(await fieldproof('role ben --role reviewer')).toEqual([
    'ben is reviewer of shop now, and signed out.',
    'exit 0',
  ])
  expect(await fieldproof('disable ben')).toEqual(['ben is signed out and may not sign in any more.', 'exit 0'])
  expect(await fieldproof('list')).toEqual([
    'ana@example.com  default  admin',
    'ben  shop  reviewer  disabled',
    'exit 0',
  ])
  expect(await fieldproof('enable ben')).toEqual(['ben may sign in again, with the password that they had.', 'exit 0'])
  expect(await fieldproof('password ben', 'yet another long one\r\n')).toEqual([
    'ben has another password, and is signed out.',
    'exit 0',
  ])
  expect(await fieldproof('remove BEN')).toEqual(['ben is gone.', 'exit 0'])
  expect(await fieldproof('list --for shop')).toEqual(['exit 0'])
  const access = await openAccess(join(cwd, '.fieldproof/production/access.db'))
  const deeds = await access.deeds('shop', 10)
  await access.close()
  expect(deeds.map(({ who, what, about }) => `${who}: ${what} ${about}`).sort()).toEqual([
    'command line: added person ben (viewer)',
    'command line: changed person: disabled ben (reviewer)',
    'command line: changed person: enabled ben (reviewer)',
    'command line: changed person: password ben (reviewer)',
    'command line: changed person: role ben (reviewer)',
    'command line: removed person ben',
  ])
})

test('what cannot be done with people is told with what can', async () => {
  const told = async (words: string, input?: string) => (await fieldproof(words, input)).slice(0, -1).join('\n')
  expect(await told('remove ana@example.com')).toMatchInlineSnapshot(`
    "! problem ana@example.com is the last admin of the project "default".
    !         Make somebody else an admin first: "fieldproof people role <name> --role admin".
    !         store/last-admin  docs/problems/store-last-admin.md"
  `)
  expect(await told('add ana@example.com', 'a long password')).toMatchInlineSnapshot(`
    "! problem ana@example.com is there already.
    !         For example: fieldproof people role ana@example.com --role viewer.
    !         cli/bad-option  docs/problems/cli-bad-option.md"
  `)
  expect(await told('add cleo', 'short')).toMatchInlineSnapshot(`
    "! problem A password has at least 12 characters.
    !         A few words that nobody would guess are long enough.
    !         server/bad-person  docs/problems/server-bad-person.md"
  `)
  expect(await told('add cleo --role boss', 'a long password')).toMatchInlineSnapshot(`
    "! problem There is no role "boss".
    !         For example: viewer, reviewer, admin.
    !         cli/bad-option  docs/problems/cli-bad-option.md"
  `)
  expect(await told('disable nobody')).toMatchInlineSnapshot(`
    "! problem There is nobody called "nobody".
    !         See "fieldproof people list".
    !         server/no-such-person  docs/problems/server-no-such-person.md"
  `)
  expect(await told('promote ana')).toMatchInlineSnapshot(`
    "! problem "promote" is nothing that can be done with people.
    !         For example: add, list, role, password, disable, enable, remove.
    !         cli/bad-option  docs/problems/cli-bad-option.md"
  `)
})
