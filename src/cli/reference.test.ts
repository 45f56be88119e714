import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { commandGroups } from './commands/index.ts'
import { exitCodes } from './exit-codes.ts'
import { commandReference } from './reference.ts'

const docs = new URL('../../docs/', import.meta.url)

test('the reference of the command line says what the commands say', async () => {
  // After a change to a command: npx vitest run src/cli/reference.test.ts --update
  await expect(commandReference(commandGroups)).toMatchFileSnapshot(new URL('reference/cli.md', docs).pathname)
})

test('every exit code is documented, and no other', () => {
  const page = readFileSync(new URL('reference/exit-codes.md', docs), 'utf8')
  const documented = [...page.matchAll(/^\| (\d+) \| `([a-z]+)` \|/gm)].map(([, code, name]) => [name, Number(code)])
  expect(Object.fromEntries(documented)).toEqual(exitCodes)
})

test('every problem of the command line and of projects has a page', () => {
  const codes = ['cli', 'project', 'scenario', 'persona', 'simulate', 'load'].flatMap((room) =>
    [...sources().matchAll(new RegExp(`code: '(${room}/[a-z-]+)'`, 'g'))].map(([, code = '']) => code),
  )
  expect(codes.length).toBeGreaterThan(10)
  const missing = codes.filter((code) => !existsSync(new URL(`problems/${code.replaceAll('/', '-')}.md`, docs)))
  expect(missing).toEqual([])
})

function sources(): string {
  const src = new URL('../', import.meta.url)
  const files = ['cli', 'simulate'].flatMap((room) => filesIn(new URL(`${room}/`, src)))
  return files.map((file) => readFileSync(file, 'utf8')).join('\n')
}

function filesIn(folder: URL): readonly URL[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => new URL(path, folder))
}
