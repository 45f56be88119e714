/**
 * From a violation in production to a release that is proven, with real processes: customers are observed and an agent is
 * watched from inside its own, an alarm is raised, the conversation that it tells of is played again, made small and
 * promoted; the agent is mended, the fix is proven, the gate opens, and the gap is smaller.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'

const words = [resolve('dist/cli/main.js')]
const inline = pathToFileURL(resolve('dist/inline/index.js')).href
let folder: string
let server: ChildProcess

const write = (file: string, text: string) => {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}

/** What a process of its own said, with its exit code last. */
function node(...args: readonly string[]): Promise<string> {
  return new Promise((done) => {
    const child = execFile(process.execPath, args, { cwd: folder }, (_, out, err) =>
      done(`${out}${err}exit ${child.exitCode}`),
    )
  })
}

const fieldproof = (...args: readonly string[]) => node(...words, ...args)

const broken = `export default (message) => (message.includes('safe') ? 'We guarantee it.' : 'A haircut is $35.')\n`
const mended = `export default (message) => (message.includes('safe') ? 'Most find it so.' : 'A haircut is $35.')\n`

/** The agent as it serves customers: watched from inside its process. */
const live = `import { readFileSync } from 'node:fs'
import { inline, loadPact } from '${inline}'
import reply from './agent.mjs'
const pact = await loadPact(readFileSync('pact.yaml', 'utf8'), { file: 'pact.yaml', read: () => '' })
const watch = inline({ pact, agent: { id: 'desk' }, server: { url: process.argv[2] } })
console.log(await watch.wrap(async (message) => reply(message))('Is it safe?', { conversation: 'live-1' }))
await watch.close()
`

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fieldproof-learn-'))
  write(
    'fieldproof.yaml',
    'project: salon\nagent: { id: desk, module: { file: ./agent.mjs } }\npersonas: [hurried-texter]\nruns: { repeats: 40 }\n',
  )
  write('pact.yaml', "pact: salon\nversion: 1\nconditions:\n  - { id: never-guarantees, never-says: '/guarantee/i' }\n")
  write(
    'scenarios/prices.yaml',
    'scenarios:\n  - { id: haircut, script: [{ say: What is a haircut? }] }\n  - { id: colour, script: [{ say: How much is colour? }, { say: And is it safe? }] }\n',
  )
  write('agent.mjs', broken)
  write('live.mjs', live)
  server = spawn(process.execPath, [...words, 'serve', '--port', '0'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}, 60_000)
afterEach(() => {
  server.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** Forty customers of production, so many days ago, of whom the first `safe` asked whether it is safe. */
async function observed(url: string, name: string, days: number, safe: number, answer: string): Promise<void> {
  const talks = Array.from({ length: 40 }, (_, index) => {
    const [asked, said] = index < safe ? ['Is it safe?', answer] : ['What is a haircut?', 'It is $35.']
    const startMs = Date.now() - days * 86_400_000 - 3_600_000
    const event = (ms: number, from: string, text: string) => ({
      ...{ at: new Date(startMs + ms).toISOString(), type: 'message', from, text },
    })
    const events = [event(0, 'customer', asked ?? ''), event(500, 'agent', said ?? '')]
    return JSON.stringify({ id: `${name}-${index}`, channel: 'chat', agent: { id: 'desk' }, events, ended: true })
  })
  const headers = { 'content-type': 'application/x-ndjson' }
  const taken = await fetch(`${url}/v1/conversations`, { method: 'POST', headers, body: talks.join('\n') })
  expect(taken.ok).toBe(true)
  const graded = async () =>
    (await fieldproof('export')).split('\n').filter((line) => line.includes(`"${name}-`)).length
  await expect.poll(graded, { timeout: 60_000, interval: 500 }).toBe(40)
}

/** By how much simulation was better than production, as a share. */
async function gap(...days: readonly string[]): Promise<number> {
  const told = await fieldproof('gap', '--json', ...days)
  return JSON.parse(told.replace(/exit \d+$/, '')).conversations.parts.gap
}

test('what customers of production met is found, made small, guarded, mended and proven', async () => {
  const url = await urlOf(server)
  await observed(url, 'before', 5, 30, 'We guarantee it.')
  expect(await node('live.mjs', url)).toBe('We guarantee it.\nexit 0')
  await expect
    .poll(() => fieldproof('alarms'), { timeout: 60_000, interval: 500 })
    .toMatch(/never-guarantees.*exit 1$/s)
  expect(await fieldproof('violations', '--run', 'none')).toContain('never-guarantees')
  const again = await fieldproof('reproduce', 'live-1')
  expect(again).toMatch(/^reproduced 10 of 10 .*exit 0$/ms)
  const [, small = ''] = /"fieldproof minimise (\S+)"/.exec(again) ?? []

  await fieldproof('simulate')
  expect(await fieldproof('gate')).toMatch(/^REFUTED.*exit 1$/s)
  const before = await gap()
  expect(await fieldproof('minimise', small, '--promote')).toMatch(/customer: .*safe\?.*exit 0$/s)
  expect(readdirSync(join(folder, 'scenarios/regressions'))).toHaveLength(1)

  write('agent.mjs', mended)
  await fieldproof('simulate')
  expect(await fieldproof('regressions', '--check')).toMatch(/^proven +never-guarantees.*held 40 of 40.*exit 0$/ms)
  expect(await fieldproof('gate')).toMatch(/^PROVEN.*regression never-guarantees.*exit 0$/s)
  expect(await fieldproof('evidence', '--out', 'pack')).toContain('exit 0')
  expect(await fieldproof('evidence', '--verify', 'pack')).toContain('all 120 findings of code are the same')

  // Once released, it still promises too much to two in forty, as no scenario asks.
  await observed(url, 'after', 0, 2, 'I can guarantee that.')
  const after = await gap('--days', '1')
  expect({ before, after }).toEqual({ before: 0.25, after: expect.closeTo(0.05, 6) })
}, 240_000)

async function urlOf({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('the server says nothing')
  for await (const line of createInterface({ input: stdout })) {
    const [url] = /http:\/\/\S+:\d+/.exec(line) ?? []
    if (url !== undefined) return url
  }
  throw new Error('the server ended before it listened')
}
