/** What verifiers see of a backend while a conversation goes on, in each of its modes. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { wallClock } from '../clock.ts'
import { faultSetOf, faultSetSettings } from '../faults/rule.ts'
import { type Backends, backendSettings, startBackends } from './backends.ts'
import type { LedgerEvent } from './ledger.ts'

const folder = mkdtempSync(join(tmpdir(), 'fieldproof-look-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A real desk with a list of bookings, and a project's backend before it in some mode. */
async function desk(mode: unknown, work: (opened: Opened) => Promise<void>): Promise<readonly string[]> {
  const bookings: unknown[] = [{ id: 'b0', name: 'Old' }]
  const came: string[] = []
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const piece of request.setEncoding('utf8')) text += piece
    came.push(`${request.method} ${request.url}`)
    response.setHeader('content-type', 'application/json')
    if (request.method !== 'POST') return void response.end(JSON.stringify({ bookings }))
    const made = { id: `b${bookings.length}`, ...JSON.parse(text) }
    bookings.push(made)
    response.writeHead(201).end(JSON.stringify(made))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const upstream = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const settings = backendSettings.parse({ upstream, correlate: { prefix: true }, mode })
  const backends = await startBackends({ desk: settings }, wallClock(), folder)
  backends.lead({})
  try {
    await work({ backends, ...conversing(backends) })
  } finally {
    await backends.close()
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
  return came
}

interface Opened {
  readonly backends: Backends
  converse(id: string, faults?: unknown): Conversing
}
interface Conversing {
  readonly look: string
  readonly ledger: readonly LedgerEvent[]
  book(name: string): Promise<number>
  names(): Promise<readonly string[]>
  close(): void
}

const conversing = (backends: Backends): Pick<Opened, 'converse'> => ({
  converse(id, faults) {
    const ledger: LedgerEvent[] = []
    const sets = faults === undefined ? [] : [faultSetOf('trouble', faultSetSettings.parse(faults))]
    const emit = (event: LedgerEvent) => void ledger.push(event)
    const trial = backends.open({ id, seed: 1, faults: sets, turn: () => 1, emit }, { conversation: id })
    const { url = '', look = '' } = trial.values.desk ?? {}
    return {
      look,
      ledger,
      async book(name) {
        const headers = { 'content-type': 'application/json' }
        return (await fetch(`${url}/bookings`, { method: 'POST', headers, body: JSON.stringify({ name }) })).status
      },
      async names() {
        const { bookings } = (await (await fetch(`${look}/bookings`)).json()) as { bookings: { name: string }[] }
        return bookings.map(({ name }) => name)
      },
      close: () => trial.close(),
    }
  },
})

test('in shadow mode each conversation looks at what it wrote itself, and the real system has none of it', async () => {
  const mode = { shadow: { resources: { bookings: { collection: '/bookings' } } } }
  const came = await desk(mode, async ({ converse }) => {
    const [one, two] = [converse('one'), converse('two')]
    expect(await one.book('Ada')).toBe(201)
    expect([await one.names(), await two.names()]).toEqual([['Old', 'Ada'], ['Old']])
  })
  expect(came.filter((call) => !call.startsWith('GET'))).toEqual([])
})

test('what a lost reply made an agent book twice is seen in shadow mode too', async () => {
  const mode = { shadow: { resources: { bookings: { collection: '/bookings' } } } }
  const came = await desk(mode, async ({ converse }) => {
    const one = converse('one', { match: { nth: 1 }, do: { 'lost-reply': {} } })
    await expect(one.book('Ada')).rejects.toThrow()
    expect(await one.book('Ada')).toBe(201)
    expect(await one.names()).toEqual(['Old', 'Ada', 'Ada'])
  })
  expect(came.filter((call) => !call.startsWith('GET'))).toEqual([])
})

test('a look meets no fault and is in no ledger', async () => {
  await desk('live', async ({ converse, backends }) => {
    const one = converse('one', { do: { status: { code: 503 } } })
    expect(await one.book('Ada')).toBe(503)
    expect(await one.names()).toEqual(['Old'])
    expect(one.ledger.map(({ type }) => type)).toEqual(['tool-call', 'tool-result'])
    expect(backends.unplaced()).toEqual([])
  })
})

test('looking only reads, only while the conversation goes on, and nobody can guess where', async () => {
  const came = await desk('live', async ({ converse }) => {
    const one = converse('one')
    const status = async (url: string, init?: RequestInit) => (await fetch(url, init)).status
    expect(one.look).toMatch(/\/~look\/[0-9a-f]{32}$/)
    expect(await status(`${one.look}/bookings`, { method: 'POST', body: '{}' })).toBe(405)
    expect(await status(`${one.look.slice(0, -1)}/bookings`)).toBe(404)
    expect(await status(`${one.look.slice(0, -32)}one/bookings`)).toBe(404)
    one.close()
    expect(await status(`${one.look}/bookings`)).toBe(404)
  })
  expect(came).toEqual([])
})

test('a replay shows the recorded state that this conversation has reached, and no later one', async () => {
  const to = 'desk.har'
  await desk({ record: { to } }, async ({ converse }) => {
    for (const [id, name] of [
      ['one', 'Ada'],
      ['two', 'Bo'],
    ] as const) {
      const each = converse(id)
      await each.names()
      await each.book(name)
      await each.names()
      each.close()
    }
  })
  expect(readFileSync(join(folder, to), 'utf8').match(/"_look":true/g)).toHaveLength(4)
  const came = await desk({ replay: { from: to } }, async ({ converse }) => {
    const [one, two] = [converse('one'), converse('two')]
    expect([await one.names(), await two.names()]).toEqual([['Old'], ['Old', 'Ada']])
    expect([await two.book('Bo'), await two.names()]).toEqual([201, ['Old', 'Ada', 'Bo']])
    expect([await one.book('Cy'), await one.names(), await one.names()]).toEqual([501, ['Old'], ['Old']])
    expect([await one.book('Ada'), await one.names()]).toEqual([201, ['Old', 'Ada']])
  })
  expect(came).toEqual([])
})
