/**
 * Grading: from records of conversations that are over to findings, marks of drift and states, on one thread, as it goes on
 * behind the door.
 *
 * Conversations have five turns, three of them with a tool, told in 16 spans each; twenty conditions are checked. Timed is
 * the work alone, in one process, on one thread and with two more that judge; then its parts, each by itself.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assemble } from '../src/observe/assemble/assemble.ts'
import { driftEngine } from '../src/observe/drift/engine.ts'
import { memoryOf } from '../src/observe/drift/memory.ts'
import { driftTermsOf, watchGradings } from '../src/observe/drift/watch.ts'
import { type GradingTerms, gradeDue } from '../src/observe/grading/grade.ts'
import { type Judging, judgingHere } from '../src/observe/grading/judging.ts'
import { judgingThreads } from '../src/observe/grading/judging-threads.ts'
import type { Item } from '../src/observe/intake/reader.ts'
import { bothOf } from '../src/observe/otlp/opentelemetry.sample.ts'
import { takeIn } from '../src/observe/take-in.ts'
import { judge, type Pact } from '../src/pact/index.ts'
import { openObserved, type Thread } from '../src/store/index.ts'
import { inTypeScript } from './in-typescript.ts'
import { table } from './measure.ts'
import { turnsWithTools } from './otlp-turns.ts'
import { timedStore } from './timed-store.ts'
import { gradingTerms } from './twenty.ts'

const conversations = 3000
const spansEach = 16
const spansAtOnce = 200
const receivedMs = 1_767_261_700_000
/** When everything is over. */
const laterMs = receivedMs + 365 * 86_400_000
const wantedPerSecond = 1000
const threadsBeside = 2
const wantedMs = 0.6

export async function bench(out: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'grading-'))
  try {
    const { pact } = await gradingTerms()
    const kept = join(folder, 'kept.db')
    await prepare(kept)
    const plain: GradingTerms = { pact }
    const drift = driftTermsOf(pact)
    const watched: GradingTerms = {
      pact,
      alsoWrite: async (writing, gradings) => void (await watchGradings(writing, gradings, drift)),
    }
    // Once to warm up.
    await timed(kept, watched)
    const without = await timed(kept, plain)
    const whole = await timed(kept, watched)
    const among = await timed(kept, watched, threadsBeside)
    const each = (ms: number) => ((ms * 1000) / whole.n).toFixed(0)
    out(
      `${whole.n.toLocaleString('en')} conversations of ${spansEach} spans, ${pact.conditions.length} conditions: ${perSecond(whole)} conversations/s, ${each(whole.cpuMs)} us of CPU each (wanted: ${wantedPerSecond.toLocaleString('en')}/s, under ${wantedMs * 1000} us); without drift ${perSecond(without)}/s, ${each(without.cpuMs)} us`,
    )
    out(
      `with ${threadsBeside} threads that judge: ${perSecond(among)} conversations/s, ${each(among.cpuMs)} us of CPU each`,
    )
    out('')
    const rows = [...(await pure(kept, pact)), ...[...whole.parts].sort(([, a], [, b]) => b - a)]
    const cells = rows.filter(([, ms]) => ms >= whole.tookMs / 200).map(([part, ms]) => [part, each(ms)])
    for (const line of table(['', 'us each'], cells)) out(`  ${line}`)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const perSecond = ({ n, tookMs }: { n: number; tookMs: number }) => Math.round((n * 1000) / tookMs).toLocaleString('en')

/** Takes in what is to be graded. */
async function prepare(file: string): Promise<void> {
  const observed = await openObserved(file, { canBeMadeAgain: true })
  const spans = turnsWithTools(conversations * spansEach).map(named)
  for (let at = 0; at < spans.length; at += spansAtOnce) {
    const some = spans.slice(at, at + spansAtOnce)
    const resource = { attributes: [{ key: 'service.version', value: { stringValue: '1.4.2' } }] }
    const request = { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'bench' }, spans: some }] }] }
    const body = Buffer.from(bothOf('traces', request).bytes)
    const head = { project: 'default', reader: 'otlp-traces', receivedMs, contentType: 'application/x-protobuf' }
    await takeIn(observed, [{ ...head, records: some.length, refused: 0, asCame: true, body }], {
      segment: 0,
      offset: at,
    })
  }
  await observed.close()
}

/** The span of a conversation that says its id and its customer's. */
function named(span: object): object {
  const { traceId, attributes } = span as { readonly traceId: Uint8Array; readonly attributes: readonly object[] }
  const id = Buffer.from(traceId).readUInt32BE(0)
  const told = { 'gen_ai.conversation.id': `conversation-${id}`, 'user.id': `customer-${id % 1000}` }
  const more = Object.entries(told).map(([key, stringValue]) => ({ key, value: { stringValue } }))
  return { ...span, attributes: [...attributes, ...more] }
}

/** @param threads that judge beside; they are warm when the time begins */
async function timed(kept: string, terms: GradingTerms, threads = 0) {
  const file = `${kept}-copy`
  cpSync(kept, file)
  const observed = await openObserved(file, { canBeMadeAgain: true })
  const beginning = { file, module: new URL('./twenty.ts', import.meta.url).href, data: {} }
  const entry = inTypeScript('observe/grading/judging-thread.ts')
  const judging = judgingThreads(judgingHere(observed, terms), { threads, entry, ...beginning })
  try {
    if (threads > 0) await warm(judging, await observed.latestThreads('default', 1_000_000))
    const parts = new Map<string, number>()
    const startMs = performance.now()
    const before = process.cpuUsage()
    await gradeDue(timedStore(observed, parts), terms, { nowMs: laterMs, judging })
    const tookMs = performance.now() - startMs
    const { user, system } = process.cpuUsage(before)
    const { graded: n = 0 } = await observed.counts('default')
    return { tookMs, cpuMs: (user + system) / 1000, parts, n }
  } finally {
    await judging.close()
    await observed.close()
    rmSync(file)
  }
}

/** To judge writes nothing, so all is judged once before. */
async function warm(judging: Judging, threads: readonly Thread[]): Promise<void> {
  const pages = Array.from({ length: 16 }, (_, nth) => threads.filter((_, at) => at % 16 === nth))
  for await (const _ of judging.judged('default', pages));
}

/** What needs nothing of the store, one after the other. */
async function pure(kept: string, pact: Pact): Promise<readonly (readonly [string, number])[]> {
  const observed = await openObserved(kept, { canBeMadeAgain: true })
  const threads = await observed.latestThreads('default', 1_000_000)
  const bodies = [
    ...(
      await observed.partsOf(
        'default',
        threads.map(({ id }) => id),
      )
    ).values(),
  ].map((parts) => parts.bodies)
  await observed.close()
  const parts: [string, number][] = []
  const part = <Value>(name: string, work: () => Value): Value => {
    const startMs = performance.now()
    const value = work()
    parts.push([name, performance.now() - startMs])
    return value
  }
  const items = part('parse records', () => bodies.map((some) => some.map((body) => JSON.parse(body) as Item)))
  const whole = part('assemble', () => items.flatMap((some, at) => assemble(`${at}`, some, 'agent') ?? []))
  const verdicts = part('judge', () => whole.map((conversation) => judge(pact, conversation)))
  part('write as JSON', () => verdicts.map((verdict, at) => JSON.stringify(verdict) + JSON.stringify(whole[at])))
  const engine = driftEngine('default', memoryOf([]), driftTermsOf(pact))
  part('drift', () => {
    for (const [at, conversation] of whole.entries())
      engine.see({ thread: `${at}`, atMs: at, conversation, findings: verdicts[at]?.findings ?? [] })
  })
  return parts
}
