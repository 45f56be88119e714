/**
 * Understanding: from entries of the log to records of conversations, on one thread, as it goes on behind the door.
 *
 * Two kinds of traffic. `named`: what the ingest bench sends, each conversation with its id. `unnamed`: an agent with tools
 * whose turns are traces of their own, each with the whole history, so that turns have to find each other. Timed is the work
 * alone, in one process, part by part; seconds differ between machines, the shares less.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Entry } from '../src/observe/entry.ts'
import { bothOf } from '../src/observe/otlp/opentelemetry.sample.ts'
import { takeIn } from '../src/observe/take-in.ts'
import { understood } from '../src/observe/understood.ts'
import { type Observed, type ObservedWriting, openObserved } from '../src/store/index.ts'
import { table } from './measure.ts'
import { batch } from './otlp-batch.ts'
import { turnsWithTools } from './otlp-turns.ts'

const spansAtOnce = 200
const requests = 100
/** Requests in one transaction, as many as the background reads at once. */
const entriesAtOnce = 8
/** What the ingest bench sends in a second. */
const wanted = 20_000

export async function bench(out: (line: string) => void): Promise<void> {
  for (const [name, bodies] of [
    ['named', named()],
    ['unnamed', unnamed()],
  ] as const) {
    const entries = bodies.map(({ body, spans }) => entryOf(body, spans))
    // Once to warm up, on a database of its own.
    await timed(entries.slice(0, 20))
    const { tookMs, cpuMs, parts, conversations, spans } = await timed(entries)
    const bytes = bodies.reduce((sum, { body }) => sum + body.length, 0)
    out(
      `${name}: ${spans.toLocaleString('en')} spans (${(bytes / 1e6).toFixed(0)} MB) of ${conversations.toLocaleString('en')} conversations: ${perSecond(spans, tookMs)} spans/s, ${perSecond(spans, cpuMs)} per second of CPU, ${(cpuMs / conversations).toFixed(2)} ms of CPU per conversation`,
    )
    const rows = [...parts].sort(([, a], [, b]) => b - a).filter(([, ms]) => ms >= tookMs / 200)
    const cells = rows.map(([part, ms]) => [part, ms.toFixed(0), ((ms * 1000) / spans).toFixed(1)])
    for (const line of table(['', 'ms', 'us per span'], cells)) out(`  ${line}`)
    out('')
  }
  out(`The ingest bench sends ${wanted.toLocaleString('en')} spans/s.`)
}

const perSecond = (n: number, ms: number) => Math.round((n * 1000) / ms).toLocaleString('en')

async function timed(entries: readonly Entry[]) {
  const folder = mkdtempSync(join(tmpdir(), 'understanding-'))
  const observed = await openObserved(join(folder, 'observed.db'), { canBeMadeAgain: true })
  try {
    const parts = new Map<string, number>()
    const startMs = performance.now()
    const before = process.cpuUsage()
    for (let at = 0; at < entries.length; at += entriesAtOnce) {
      const some = entries.slice(at, at + entriesAtOnce)
      await takeIn(watched(observed, parts), some, { segment: 0, offset: at + some.length })
    }
    const tookMs = performance.now() - startMs
    const { user, system } = process.cpuUsage(before)
    const spans = entries.reduce((sum, { records }) => sum + records, 0)
    read(entries, parts)
    const told = [...parts.values()].reduce((sum, ms) => sum + ms, 0)
    parts.set('everything else', Math.max(0, tookMs - told))
    const conversations = (await observed.latestThreads('default', 1_000_000)).length
    return { tookMs, cpuMs: (user + system) / 1000, parts, conversations, spans }
  } finally {
    await observed.close()
    rmSync(folder, { recursive: true })
  }
}

/** Reading bodies is timed by itself: it needs nothing of the store. */
function read(entries: readonly Entry[], parts: Map<string, number>): void {
  const startMs = performance.now()
  for (const entry of entries) understood([entry])
  parts.set('reading bodies', performance.now() - startMs)
}

/** The store, with the time that each question to it takes. */
function watched(observed: Observed, parts: Map<string, number>): Observed {
  return {
    ...observed,
    async together(work) {
      let doneMs = 0
      const value = await observed.together(async (writing) => {
        const value = await work(timedCalls(writing, 'store: ', parts))
        doneMs = performance.now()
        return value
      })
      add(parts, 'store: commit', performance.now() - doneMs)
      return value
    },
  }
}

function timedCalls(writing: ObservedWriting, prefix: string, parts: Map<string, number>): ObservedWriting {
  return new Proxy(writing, {
    get(target, name) {
      const value = Reflect.get(target, name)
      if (typeof value === 'object') return timedCalls(value, `${prefix}${String(name)}.`, parts)
      return async (...args: unknown[]) => {
        const startMs = performance.now()
        const found = await value(...args)
        add(parts, `${prefix}${String(name)}`, performance.now() - startMs)
        return found
      }
    },
  })
}

function add(parts: Map<string, number>, part: string, ms: number): void {
  parts.set(part, (parts.get(part) ?? 0) + ms)
}

interface Body {
  readonly body: Buffer
  readonly spans: number
}

function entryOf(body: Buffer, records: number): Entry {
  const head = { project: 'default', reader: 'otlp-traces', receivedMs: 1_767_261_700_000 }
  return { ...head, contentType: 'application/x-protobuf', records, refused: 0, asCame: true, body }
}

/** Five spans per conversation, all in one request. */
function named(): readonly Body[] {
  return Array.from({ length: requests }, (_, nth) => {
    const request = batch(spansAtOnce, 600, (n) => `conversation-${nth}-${n % 40}`)
    for (const [at, span] of (request.resourceSpans[0]?.scopeSpans[0]?.spans ?? []).entries()) {
      new DataView(span.traceId.buffer).setUint32(0, nth)
      new DataView(span.traceId.buffer).setUint32(4, at)
      new DataView(span.spanId.buffer).setUint32(0, nth)
    }
    return { body: Buffer.from(bothOf('traces', request).bytes), spans: spansAtOnce }
  })
}

/** Turns of many conversations as they come, in requests of as many spans. */
function unnamed(): readonly Body[] {
  const all = turnsWithTools(requests * spansAtOnce)
  return Array.from({ length: requests }, (_, nth) => {
    const spans = all.slice(nth * spansAtOnce, (nth + 1) * spansAtOnce)
    const scopeSpans = [{ scope: { name: 'bench', version: '1' }, spans }]
    const attributes = [{ key: 'service.name', value: { stringValue: 'bench' } }]
    const request = { resourceSpans: [{ resource: { attributes }, scopeSpans }] }
    return { body: Buffer.from(bothOf('traces', request).bytes), spans: spans.length }
  })
}
