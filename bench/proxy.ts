/**
 * What the fault proxy costs between an agent and its backend: throughput beside the direct connection and beside
 * mockttp, many connections at once, memory, and how exact its delays are.
 *
 * Backend, proxies and load are processes of their own; every call belongs to a conversation and is in its ledger.
 * What is compared takes turns, round after round; ratios are of one round, and their median is told.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { median, table } from './measure.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const mockttpFolder = process.env.MOCKTTP ?? ''
const hasMockttp = mockttpFolder !== '' && existsSync(join(mockttpFolder, 'node_modules', 'mockttp'))

interface Load {
  readonly seconds: number
  readonly done: number
  readonly failed: number
  readonly medianMs: number
}

interface Held {
  readonly heapUsed: number
  readonly events: number
  readonly unplaced: number
}

interface Running {
  readonly url: string
  held(): Promise<Held>
}

type Row = readonly string[]

const running: ChildProcess[] = []

export async function bench(out: (line: string) => void): Promise<void> {
  try {
    const backend = await start(['--import', 'tsx', join(here, 'proxy-backend.ts')])
    const rows = [
      ...(await passing(backend)),
      ...(await renaming(backend)),
      ...(await crowd(backend)),
      ...(await memory(backend)),
      ...(await timing(backend)),
    ]
    const head = ['what', 'n', 'through the proxy', 'beside', 'figure', 'wanted', 'held']
    for (const line of table(head, rows)) out(line)
    if (!hasMockttp) {
      out('')
      out(
        'mockttp was not measured. To have it: npm install mockttp@4.6.5 in an empty folder, and MOCKTTP=<that folder>.',
      )
    }
  } finally {
    for (const child of running.splice(0)) child.kill()
  }
}

const ours = (backend: Running, ...words: readonly string[]) =>
  start(['--expose-gc', join(here, 'proxy-ours.mjs'), backend.url, ...words])

async function passing(backend: Running): Promise<Row[]> {
  const proxy = await ours(backend, 'live')
  const small = '/appointments/4711'
  const loads = [
    {
      what: 'passes on what an agent asks with fetch',
      path: small,
      width: 16,
      requests: 6000,
      client: 'proxy-agent.ts',
    },
    { what: 'passes on ready bytes, as many as go', path: small, width: 64, requests: 20_000 },
    { what: 'passes on ready bytes, given after 2 ms', path: '/slow/4711', width: 8, requests: 4000 },
    { what: 'passes on replies of 1 MB, as many as go', path: '/export', width: 8, requests: 400 },
  ]
  const relay = await start([join(here, 'proxy-relay.mjs'), backend.url])
  const rows: Row[] = []
  for (const { what, path, width, requests, client } of loads) {
    const rounds = await inTurns(
      5,
      [backend, proxy, relay].map(
        ({ url }) =>
          () =>
            load(`${url}${path}`, width, requests, client),
      ),
    )
    const [direct = 0, through = 0] = medians(rounds)
    const ratio = median(rounds.map(([one = 0, other = 0]) => other / one))
    const bare = median(rounds.map(([one = 0, , other = 0]) => other / one))
    const beside = `${direct.toFixed(0)}/s direct; a bare relay ${bare.toFixed(2)}`
    rows.push([what, n(requests), `${through.toFixed(0)}/s`, beside, ratio.toFixed(2), '>= 0.7', yes(ratio >= 0.7)])
  }
  return rows
}

async function renaming(backend: Running): Promise<Row[]> {
  const [connections, requests] = [64, 5000]
  const proxy = await ours(backend, 'rename')
  const path = '/appointments/4711'
  await sameRename(`${proxy.url}${path}`)
  const our = () => load(`${proxy.url}${path}`, connections, requests)
  const what = 'renames a field of every reply'
  if (!hasMockttp) {
    const [rate = 0] = medians(await inTurns(3, [our]))
    return [[what, n(requests), `${rate.toFixed(0)}/s`, 'mockttp: not there', '', '>= 1.8', 'unmeasured']]
  }
  const theirs = await start([join(here, 'proxy-mockttp.mjs'), backend.url])
  await sameRename(`${theirs.url}${path}`)
  const rounds = await inTurns(5, [our, () => load(`${theirs.url}${path}`, connections, requests)])
  const [rate = 0, their = 0] = medians(rounds)
  const ratio = median(rounds.map(([one = 0, other = 1]) => one / other))
  const beside = `${their.toFixed(0)}/s mockttp`
  return [[what, n(requests), `${rate.toFixed(0)}/s`, beside, ratio.toFixed(2), '>= 1.8', yes(ratio >= 1.8)]]
}

/** Both must do the work that is compared. */
async function sameRename(url: string): Promise<void> {
  const response = await fetch(url, { headers: { 'x-conversation': 'trial' } })
  const { start_time: renamed, start } = (await response.json()) as { start_time?: string; start?: string }
  if (renamed === undefined || start !== undefined) throw new Error(`${url} does not rename`)
}

async function crowd(backend: Running): Promise<Row[]> {
  const proxy = await ours(backend, 'live')
  const { done, failed } = await load(`${proxy.url}/appointments/4711`, 500, 20_000)
  return [['500 connections at once', n(20_000), `${done} answered`, '', `${failed} failed`, '0', yes(failed === 0)]]
}

async function memory(backend: Running): Promise<Row[]> {
  const proxy = await ours(backend, 'live')
  const heaps: number[] = []
  let events = 0
  for (let round = 0; round < 5; round += 1) {
    await load(`${proxy.url}/appointments/4711`, 64, 20_000)
    const held = await proxy.held()
    heaps.push(held.heapUsed / 1024 ** 2)
    events = held.events
  }
  // The first 20,000 warm it up; what is left over of the 80,000 after them would be a leak.
  const grown = (heaps.at(-1) ?? 0) - (heaps[0] ?? 0)
  const all = heaps.map((mib) => mib.toFixed(1)).join(' ')
  const isWhole = events === 200_000
  return [
    ['MiB held after 20,000, 40,000 … calls', n(100_000), all, '', `${grown.toFixed(1)} more`, '< 2', yes(grown < 2)],
    ['events in the ledger, two for each call', n(100_000), String(events), '', '', '200000', yes(isWhole)],
  ]
}

async function timing(backend: Running): Promise<Row[]> {
  const rows: Row[] = []
  for (const [ms, connections, requests] of [
    [50, 4, 200],
    [200, 4, 100],
    [1000, 4, 20],
  ] as const) {
    const path = '/appointments/4711'
    const delayed = await ours(backend, 'delay', String(ms))
    const { medianMs } = await load(`${delayed.url}${path}`, connections, requests)
    // Whoever has been idle for as long is slower, also without a fault.
    const live = await ours(backend, 'live')
    const usual = await load(`${live.url}${path}`, connections, requests, 'proxy-client.ts', ms)
    const off = medianMs - usual.medianMs - ms
    const got = `${medianMs.toFixed(1)} ms`
    const isExact = Math.abs(off) <= 5
    rows.push([
      `a delay of ${ms} ms, at the median`,
      n(requests),
      got,
      `${usual.medianMs.toFixed(1)} ms without`,
      `${off.toFixed(1)} off`,
      '<= 5',
      yes(isExact),
    ])
  }
  return rows
}

const n = (count: number) => String(count)
const yes = (isHeld: boolean) => (isHeld ? 'yes' : 'NO')

/** Calls a second, for each round and in each what is compared. The first round warms up and is left out. */
async function inTurns(rounds: number, loads: readonly (() => Promise<Load>)[]): Promise<number[][]> {
  const all: number[][] = []
  for (let round = 0; round <= rounds; round += 1) {
    const rates: number[] = []
    for (const each of loads) {
      const { done, seconds, failed } = await each()
      if (failed > 0) throw new Error(`${failed} calls failed`)
      rates.push(done / seconds)
    }
    if (round > 0) all.push(rates)
  }
  return all
}

const medians = (rounds: readonly (readonly number[])[]) =>
  (rounds[0] ?? []).map((_, column) => median(rounds.map((rates) => rates[column] ?? 0)))

async function load(
  url: string,
  connections: number,
  requests: number,
  client = 'proxy-client.ts',
  pauseMs = 0,
): Promise<Load> {
  const words = ['--import', 'tsx', join(here, client), url, String(connections), String(requests), String(pauseMs)]
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  running.push(child)
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  await once(child, 'close')
  running.splice(running.indexOf(child), 1)
  return JSON.parse(output) as Load
}

/** A server in a process of its own, that prints its address. */
async function start(words: readonly string[]): Promise<Running> {
  const child = spawn(process.execPath, words, { stdio: ['pipe', 'pipe', 'inherit'] })
  running.push(child)
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const line = async () => {
    const { value, done } = await lines.next()
    if (done === true) throw new Error(`${words.join(' ')} did not start`)
    return String(value)
  }
  const url = await line()
  return {
    url,
    held: async () => {
      child.stdin.write('\n')
      return JSON.parse(await line()) as Held
    },
  }
}
