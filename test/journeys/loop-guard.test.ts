/** An agent in production is simulated too, and exports everything it does to the same server: only customers are observed. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { sampleIo } from '../../src/cli/io.sample.ts'
import { runProgram } from '../../src/cli/program.ts'
import { wallClock } from '../../src/connect/index.ts'
import { openObservatory, reckoning } from '../../src/observe/index.ts'
import { parsePact } from '../../src/pact/index.ts'
import { openServer } from '../../src/server/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'fieldproof-loop-'))
afterAll(() => rmSync(folder, { recursive: true }))
const pact = 'pact: echo\nversion: 1\nconditions: [{ id: echoes, says: You said }]\n'

function project(url: string): void {
  mkdirSync(join(folder, 'scenarios'))
  writeFileSync(join(folder, 'pact.yaml'), pact)
  writeFileSync(join(folder, 'scenarios', 'a.yaml'), 'scenarios: [{ id: a, script: [{ say: one }, { say: two }] }]\n')
  writeFileSync(
    join(folder, 'fieldproof.yaml'),
    `project: echo\nagent: { http: { url: '${url}/chat' } }\nruns: { repeats: 5 }\n`,
  )
}

test('simulating an agent that exports to the server makes no conversation of production, customers beside it do', async () => {
  const observatory = await openObservatory({
    folder: join(folder, 'production'),
    grading: { pact: parsePact(pact, { file: 'pact.yaml', read: () => '' }) },
    clock: wallClock(),
    now: Date.now,
  })
  const server = await openServer({ observatory, now: Date.now, version: '0', port: 0 })
  const bot = spawn(process.execPath, [join(import.meta.dirname, 'bots', 'traced.mjs'), server.url], { stdio: 'pipe' })
  try {
    const [line] = (await once(bot.stdout, 'data')) as [Buffer]
    const url = line.toString('utf8').trim()
    project(url)
    const ask = (message: string) =>
      fetch(`${url}/chat`, { method: 'POST', body: JSON.stringify({ message, conversationId: 'visit-1' }) })
    await ask('Hello')
    const io = sampleIo({ cwd: folder })
    const code = await runProgram(['simulate'], io, '0.0.0')
    await ask('Goodbye')
    await fetch(`${url}/flush`, { method: 'POST' })
    await observatory.settled()
    const listed = await (await fetch(`${server.url}/v1/conversations`)).json()
    const counts = await observatory.observed.counts('default')
    expect([code, listed]).toEqual([0, { conversations: [expect.objectContaining({ id: 'visit-1' })] }])
    // Five conversations of two messages, each a request with a question to a model in it.
    expect(counts).toMatchObject({ received: 24, persisted: 24, mapped: 4, 'skipped: simulation': 20 })
    expect(reckoning(counts).every(({ agrees }) => agrees)).toBe(true)
  } finally {
    bot.kill()
    await server.close()
    await observatory.close()
  }
})
