/**
 * A server that is killed at random moments under load: what it acknowledged is there, once, and graded.
 *
 * Clients do what real ones do: what was not acknowledged is sent again, to the next server.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { wallClock } from '../../src/connect/index.ts'
import { openObservatory, reckoning } from '../../src/observe/index.ts'
import { parsePact } from '../../src/pact/index.ts'
import { keyedRandom } from '../../src/stats/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'fieldproof-killed-'))
const data = join(folder, 'data')
const pactText = 'pact: p\nversion: 1\nconditions:\n  - id: no-guarantees\n    never-says: guarantee\n'
writeFileSync(join(folder, 'pact.yaml'), pactText)
let child: ChildProcess | undefined
afterAll(() => {
  child?.kill('SIGKILL')
  rmSync(folder, { recursive: true })
})

async function started(): Promise<{ readonly url: string; readonly ended: Promise<unknown[]> }> {
  const words = [resolve('dist/cli/main.js'), 'serve', '--pact', join(folder, 'pact.yaml')]
  child = spawn(process.execPath, [...words, '--data', data, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    const [url] = /http:\/\/\S+/.exec(line) ?? []
    if (url !== undefined) return { url, ended }
  }
  throw new Error('the server ended before it listened')
}

/** The n-th conversation: every third comes event by event, every fifth breaks the pact. */
function conversation(n: number): object {
  const text = n % 5 === 0 ? 'I guarantee it' : 'See you then'
  if (n % 3 === 0) {
    const at = '2026-03-02T10:00:00Z'
    return { id: `c${n}`, events: [{ at, type: 'message', from: 'agent', text }], ended: true }
  }
  const events = [{ type: 'message', atMs: 0, from: 'agent', text }]
  const startedAt = '2026-03-02T10:00:00Z'
  return { id: `c${n}`, origin: 'production', agent: { id: 'a' }, channel: 'chat', startedAt, events }
}

test('killed twenty times at random moments, the server has every conversation that it acknowledged, once, and graded', async () => {
  const random = keyedRandom(20260302, 'kill')
  const acknowledged = new Set<number>()
  const unheard: number[] = []
  let next = 0
  let sent = 0

  async function client(url: string, gone: AbortSignal): Promise<void> {
    while (!gone.aborted) {
      const n = unheard.shift() ?? next++
      sent += 1
      try {
        const body = JSON.stringify(conversation(n))
        const answer = await fetch(`${url}/v1/conversations`, { method: 'POST', body, signal: gone })
        await answer.arrayBuffer()
        if (answer.status !== 200) throw new Error(`status ${answer.status}`)
        acknowledged.add(n)
      } catch {
        unheard.push(n)
        await sleep(1)
      }
    }
  }

  for (let kill = 0; kill < 20; kill += 1) {
    const before = acknowledged.size
    const { url, ended } = await started()
    const gone = new AbortController()
    const clients = Array.from({ length: 8 }, () => client(url, gone.signal))
    while (acknowledged.size === before) await sleep(1)
    await sleep(random.int(120))
    child?.kill('SIGKILL')
    expect(await ended).toEqual([null, 'SIGKILL'])
    gone.abort()
    await Promise.all(clients)
  }

  const pact = parsePact(pactText, { file: 'pact.yaml', read: () => '' })
  const observatory = await openObservatory({ folder: data, grading: { pact }, clock: wallClock(), now: Date.now })
  await observatory.settled()
  const outcomes = new Map<string, string | undefined>()
  for await (const { thread, verdict, conversation: graded } of observatory.observed.gradings('default')) {
    expect(outcomes.has(thread)).toBe(false)
    expect(graded.events).toHaveLength(1)
    outcomes.set(thread, verdict.findings[0]?.outcome)
  }
  const lost = [...acknowledged].filter((n) => outcomes.get(`c${n}`) !== (n % 5 === 0 ? 'violated' : 'held'))
  const counts = await observatory.observed.counts('default')
  await observatory.close()
  expect(lost).toEqual([])
  expect(reckoning(counts).filter(({ agrees }) => !agrees)).toEqual([])
  expect(counts.closed).toBe(outcomes.size)
  expect(acknowledged.size).toBeGreaterThan(200)
  expect(sent).toBeGreaterThanOrEqual(counts.received ?? 0)
})
