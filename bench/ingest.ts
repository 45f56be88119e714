/**
 * Taking in: OTLP in protocol buffers from another process, answered only once it is on disk.
 *
 * Three processes: a server as `fieldproof serve` opens it, with a pact of twenty conditions, a sender that keeps to the clock, and this
 * one. What the server holds in memory is the most that it ever held. Understanding is timed until every span is part
 * of its conversation.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const perSecond = 20_000
const seconds = 10

interface Told {
  readonly requests: number
  readonly spans: number
  readonly bodyBytes: number
  readonly tookMs: number
  readonly p50: number
  readonly p99: number
  readonly max: number
  readonly statuses: Readonly<Record<string, number>>
}

export async function bench(out: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ingest-'))
  const server = running('ingest-server.mjs', [folder])
  try {
    const url = (await firstLine(server)).trim()
    const startMs = performance.now()
    const told = JSON.parse(await firstLine(running('ingest-sender.ts', [url, `${perSecond}`, `${seconds}`]))) as Told
    const rate = told.spans / (told.tookMs / 1000)
    out(
      `ingest: ${told.requests} requests of 200 spans (${Math.round(told.bodyBytes / 1000)} KB), ${perSecond.toLocaleString('en')} spans/s asked for, ${seconds} s`,
    )
    out(
      `  answers ${Object.entries(told.statuses)
        .map(([status, n]) => `${n} x ${status}`)
        .join(', ')}`,
    )
    out(
      `  ${Math.round(rate).toLocaleString('en')} spans/s on disk and answered; ack p50 ${told.p50.toFixed(1)} ms, p99 ${told.p99.toFixed(1)} ms, longest ${told.max.toFixed(1)} ms`,
    )
    out(`  server's memory at most ${peakMiB(server)} MiB`)
    const understood = await untilUnderstood(url, told.spans, 60)
    const tookSeconds = (performance.now() - startMs) / 1000
    out(
      `  ${understood.toLocaleString('en')} of ${told.spans.toLocaleString('en')} spans understood after ${tookSeconds.toFixed(1)} s: ${Math.round(understood / tookSeconds).toLocaleString('en')} spans/s; memory at most ${peakMiB(server)} MiB`,
    )
  } finally {
    server.stdin?.end()
    if (server.exitCode === null) await once(server, 'exit')
    rmSync(folder, { recursive: true, force: true })
  }
}

function running(file: string, words: readonly string[]): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url))
  return spawn(process.execPath, ['--import', 'tsx', path, ...words], { stdio: ['pipe', 'pipe', 'inherit'] })
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  let text = ''
  for await (const piece of stdout?.setEncoding('utf8') ?? []) {
    text += piece
    if (text.includes('\n')) break
  }
  return text.slice(0, text.indexOf('\n'))
}

async function untilUnderstood(url: string, spans: number, seconds: number): Promise<number> {
  const untilMs = performance.now() + seconds * 1000
  let mapped = 0
  while (performance.now() < untilMs && mapped < spans) {
    const answer = (await (await fetch(new URL('/v1/status', url))).json()) as { counts: Record<string, number> }
    mapped = answer.counts.mapped ?? 0
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  return mapped
}

function peakMiB({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}
