import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { wallClock } from '../../connect/index.ts'
import { type Observatory, openObservatory } from '../../observe/index.ts'
import { parsePact } from '../../pact/index.ts'
import { type OpenServer, openServer } from '../../server/index.ts'
import { type Access, openAccess } from '../../store/index.ts'
import { sampleIo } from '../io.sample.ts'
import { runProgram } from '../program.ts'

const pact = parsePact('pact: p\nversion: 1\nconditions:\n  - id: no-guarantees\n    never-says: guarantee\n', {
  file: 'p.yaml',
  read: () => '',
})
let cwd: string
let observatory: Observatory
let access: Access
let server: OpenServer
beforeEach(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'fieldproof-production-'))
  const folder = join(cwd, '.fieldproof/production')
  mkdirSync(folder, { recursive: true })
  const now = () => Date.UTC(2026, 2, 2, 12)
  const redaction = { mode: 'tokens' } as const
  observatory = await openObservatory({ folder, grading: { pact }, clock: wallClock(), now, redaction })
  access = await openAccess(join(folder, 'access.db'))
  server = await openServer({ observatory, access, now, version: '0', port: 0 })
})
afterEach(async () => {
  await server.close()
  await observatory.close()
  await access.close()
  rmSync(cwd, { recursive: true })
})

async function run(...words: readonly string[]) {
  const io = sampleIo({ cwd })
  const code = await runProgram(words, io, '0.0.0')
  return { code, text: io.text() }
}
const whole = (id: string, text: string) =>
  JSON.stringify({
    id,
    agent: { id: 'desk' },
    channel: 'chat',
    origin: 'production',
    startedAt: '2026-03-02T10:00:00Z',
    events: [{ type: 'message', atMs: 0, from: 'agent', text }],
  })

test('what is imported is graded, shown, counted and exported, and importing again changes nothing', async () => {
  writeFileSync(
    join(cwd, 'old.jsonl'),
    `${whole('a', 'I guarantee it')}\n${whole('b', 'Write to "ines@example.com"')}\n`,
  )
  writeFileSync(
    join(cwd, 'old.csv'),
    'ticket,when,author,body\r\nt1,2026-03-02 10:00:00,Ines,"Hello, is\nanyone there?"\r\nt1,2026-03-02 10:01:00,Desk,"I am ""here"""\r\n',
  )
  const columns = ['--columns', 'id=ticket,at=when,from=author,text=body', '--agent', 'desk']
  const words = ['import', 'old.jsonl', 'old.csv', ...columns, '--url', server.url]
  expect(await run(...words)).toEqual({
    code: 0,
    text: '3 taken in, 0 refused by the server, 0 that could not be read',
  })
  await observatory.settled()
  expect(await run(...words)).toEqual({
    code: 0,
    text: '3 taken in, 0 refused by the server, 0 that could not be read',
  })
  await observatory.settled()

  expect(await run('status')).toMatchInlineSnapshot(`
    {
      "code": 0,
      "text": "3  closed
    3  graded
    3  mapped
    5  parts
    3  persisted
    6  received
    1  redacted: email
    3  repeated
    received = persisted + refused + repeated: 6 = 6, holds
    persisted = mapped: 3 = 3, holds
    closed + closed again = graded: 3 = 3, holds
    closed = kept + joined to another: 3 = 3, holds",
    }
  `)
  expect(await run('tail', '--once')).toMatchInlineSnapshot(`
    {
      "code": 0,
      "text": "2026-03-02T10:00:00.000Z  b  chat  violates nothing
    2026-03-02T10:00:00.000Z  a  chat  violates no-guarantees
    2026-03-02T10:01:00.000Z  t1  chat  violates nothing",
    }
  `)
  const restored = await run('export', '--restore')
  expect(restored.text.split('\n').map((line) => JSON.parse(line).events.at(-1).text)).toEqual([
    'I guarantee it',
    'Write to "ines@example.com"',
    'I am "here"',
  ])
  const kept = await run('export', '--violated', 'no-guarantees', '--verdicts')
  expect(JSON.parse(kept.text)).toMatchObject({ conversation: { id: 'a' }, verdict: { pact: { id: 'p' } } })
  expect((await run('export')).text).not.toContain('ines@example.com')
})

test('what cannot be imported says where, and what to do', async () => {
  writeFileSync(join(cwd, 'bad.csv'), 'ticket,text\n1,hi\n')
  expect(await run('import', 'bad.csv', '--url', server.url)).toMatchInlineSnapshot(`
    {
      "code": 2,
      "text": "! problem bad.csv:1: bad.csv has no column "id". It has: ticket, text.
    !         Say what the columns are called: --columns id=ticket,at=created,from=author,text=body.
    !         cli/no-column  docs/problems/cli-no-column.md",
    }
  `)
  writeFileSync(join(cwd, 'a.jsonl'), `${whole('a', 'Hello')}\n{"nothing": true}\n`)
  const { code, text } = await run('import', 'a.jsonl', '--url', server.url)
  expect([code, text.split('\n').at(-1)]).toEqual([1, '1 taken in, 0 refused by the server, 1 that could not be read'])
  expect((await run('import', 'a.jsonl', '--url', 'http://127.0.0.1:1')).text).toContain('connect/server-refuses')
})
