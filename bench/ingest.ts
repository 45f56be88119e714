/**
 * Taking in: OTLP in protocol buffers from another process, answered only once it is on disk.
 *
 * Three processes: a server as `fieldproof serve` opens it, with a pact of twenty conditions, a sender that keeps to the clock, and
 * this one. What a message says is never the same twice within a request. The server is warm: four seconds at a quarter of the rate come first. Memory is the most that the server ever held. All along
 * the server understands what came, which is timed until every span is part of its conversation.
 */
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { firstLine, peakMiB, running, threadSeconds } from './ingest-processes.ts'
import { table } from './measure.ts'

interface Times {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

interface Told {
  readonly requests: number
  readonly spans: number
  /** Spans sent before, uncounted. */
  readonly warmed: number
  readonly bodyBytes: number
  readonly tookMs: number
  /** With what came before. */
  readonly allMs: number
  readonly processor: number
  readonly answers: Times
  readonly lag: Times
  readonly statuses: Readonly<Record<string, number>>
}

interface Terms {
  readonly redaction: 'remove' | 'off'
  /** Of messages in which something personal stands. */
  readonly share: number
  readonly perSecond: number
  readonly seconds: number
}

const asked = 20_000
const steps = [30_000, 40_000, 50_000, 60_000]
/** A sender that leaves later than this measures itself. */
const mostLagMs = 20
const mostMs = 50

export async function bench(out: (line: string) => void): Promise<void> {
  const rows: (readonly string[])[] = []
  const run = async (terms: Terms, after?: (server: ChildProcess, url: string, told: Told) => Promise<void>) => {
    const { row, told } = await measured(terms, after)
    rows.push(row)
    return told
  }
  const main = { redaction: 'remove', share: 0.1, perSecond: asked, seconds: 10 } as const
  let last = ''
  const { bodyBytes } = await run(main, async (server, url, told) => {
    last = await understoodIn(server, url, told)
  })
  await run({ ...main, share: 0, seconds: 5 })
  await run({ ...main, redaction: 'off', seconds: 5 })
  for (const perSecond of steps) {
    const { answers } = await run({ ...main, perSecond, seconds: 4 })
    if (answers.p99 >= mostMs) break
  }
  out(`ingest: requests of 200 spans, ${Math.round(bodyBytes / 1000)} KB of protocol buffers`)
  const head = ['redaction', 'personal', 'asked spans/s', 'on disk', 'p50 ms', 'p99 ms', 'longest', 'MiB']
  for (const line of table([...head, 'server, by thread', 'sender', 'lag p99', 'answers'], rows)) out(line)
  out(last)
}

async function measured(
  { redaction, share, perSecond, seconds }: Terms,
  after?: (server: ChildProcess, url: string, told: Told) => Promise<void>,
) {
  const folder = mkdtempSync(join(tmpdir(), 'ingest-'))
  const server = running('ingest-server.mjs', [folder, redaction])
  try {
    const url = (await firstLine(server)).trim()
    const before = threadSeconds(server)
    const sender = running('ingest-sender.ts', [url, `${perSecond}`, `${seconds}`, `${share}`])
    const told = JSON.parse(await firstLine(sender)) as Told
    const tookSeconds = told.tookMs / 1000
    const busy = threadSeconds(server).map((each, at) => (each - (before[at] ?? 0)) / tookSeconds)
    const peak = peakMiB(server)
    await after?.(server, url, told)
    const { answers, lag, statuses } = told
    const row = [
      redaction === 'off' ? 'off' : 'on',
      `${100 * share} %`,
      whole(perSecond),
      whole(told.spans / tookSeconds),
      answers.p50.toFixed(1),
      answers.p99.toFixed(1),
      answers.max.toFixed(1),
      `${peak}`,
      busy.slice(0, 4).map(percent).join(' '),
      percent(told.processor),
      lag.p99 > mostLagMs ? `${lag.p99.toFixed(0)}: void` : lag.p99.toFixed(1),
      Object.entries(statuses)
        .map(([status, n]) => `${n} x ${status}`)
        .join(', '),
    ]
    return { row, told }
  } finally {
    server.stdin?.end()
    if (server.exitCode === null) await once(server, 'exit')
    rmSync(folder, { recursive: true, force: true })
  }
}

async function understoodIn(server: ChildProcess, url: string, { spans: sent, warmed, allMs }: Told): Promise<string> {
  const spans = sent + warmed
  const startMs = performance.now()
  let mapped = 0
  while (performance.now() - startMs < 60_000 && mapped < spans) {
    const answer = (await (await fetch(new URL('/v1/status', url))).json()) as { counts: Record<string, number> }
    mapped = answer.counts.mapped ?? 0
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
  const seconds = (allMs + performance.now() - startMs) / 1000
  return `first run: ${whole(mapped)} of ${whole(spans)} spans understood after ${seconds.toFixed(1)} s, ${whole(mapped / seconds)} spans/s; memory at most ${peakMiB(server)} MiB`
}

const whole = (value: number) => Math.round(value).toLocaleString('en')
const percent = (value: number) => `${Math.round(100 * value)}%`
