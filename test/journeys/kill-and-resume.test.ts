import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keyedRandom } from '../../src/stats/index.ts'
import { openStore } from '../../src/store/index.ts'

const main = resolve('dist/cli/main.js')
const folder = mkdtempSync(join(tmpdir(), 'fieldproof-resume-'))
const started = join(folder, 'started.log')
const trials = 400

beforeAll(() => {
  mkdirSync(join(folder, 'scenarios'))
  writeFileSync(
    join(folder, 'agent.mjs'),
    `import { appendFileSync } from 'node:fs'
     export async function reply(message, { conversationId, history }) {
       if (history.length === 0) appendFileSync(${JSON.stringify(started)}, conversationId + '\\n')
       await new Promise((done) => setTimeout(done, 4))
       return 'You said: ' + message
     }`,
  )
  writeFileSync(join(folder, 'pact.yaml'), 'pact: echo\nversion: 1\nconditions: [{ id: echoes, says: You said }]\n')
  writeFileSync(
    join(folder, 'scenarios', 'a.yaml'),
    `scenarios: [{ id: a, repeats: ${trials}, script: [{ say: one }, { say: two }] }]\n`,
  )
  writeFileSync(
    join(folder, 'fieldproof.yaml'),
    'project: echo\nagent: { id: echo, module: { file: agent.mjs, export: reply } }\nruns: { concurrency: 4 }\n',
  )
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Conversations that the agent has seen begin, in order. */
const plays = () => (existsSync(started) ? readFileSync(started, 'utf8').split('\n').slice(0, -1) : [])

async function kept(store: string): Promise<ReadonlyMap<string, string>> {
  if (!existsSync(store)) return new Map()
  const opened = await openStore(store)
  const records = new Map<string, string>()
  for (const { id } of await opened.runs()) {
    for await (const trial of opened.trials(id)) {
      // Each trial once: a second record of one id would show here.
      expect(records.has(trial.id)).toBe(false)
      records.set(trial.id, JSON.stringify([trial.conversation.events, trial.verdict.findings, trial.seed]))
    }
  }
  await opened.close()
  return records
}

test('a run that is killed ten times at random moments loses nothing, repeats nothing, and ends as if never killed', async () => {
  const store = join(folder, 'killed.db')
  const random = keyedRandom(20260302, 'kill')
  let before: ReadonlyMap<string, string> = new Map()
  for (let kill = 0; kill < 10; kill += 1) {
    const words = kill === 0 ? ['simulate'] : ['simulate', '--resume']
    const child = spawn(process.execPath, [main, ...words, '--store', store], { cwd: folder, stdio: 'ignore' })
    const ended = once(child, 'exit')
    const sofar = plays().length
    const enough = sofar + 1 + random.int(30)
    while (plays().length < enough) await sleep(1)
    await sleep(random.int(6))
    child.kill('SIGKILL')
    expect(await ended).toEqual([null, 'SIGKILL'])
    const after = await kept(store)
    for (const [id, record] of before) expect(after.get(id)).toBe(record)
    expect(
      plays()
        .slice(sofar)
        .filter((id) => before.has(id)),
    ).toEqual([])
    before = after
  }
  const resumed = spawnSync(process.execPath, [main, 'simulate', '--resume', '--store', store], { cwd: folder })
  expect(resumed.status).toBe(0)
  const whole = join(folder, 'whole.db')
  spawnSync(process.execPath, [main, 'simulate', '--store', whole], { cwd: folder })
  const [finished, uninterrupted] = [await kept(store), await kept(whole)]
  expect(before.size).toBeGreaterThan(0)
  expect(finished.size).toBe(trials)
  expect(new Set(finished.keys())).toEqual(new Set(uninterrupted.keys()))
})
