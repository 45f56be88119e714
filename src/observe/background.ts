/**
 * What goes on behind the door: entries of the log become conversations, and what is over is graded.
 *
 * It runs on the thread of whoever opens it, or on one of its own, which reads the log's files and has its own connection
 * to the database. On a thread of its own it never makes a sender wait for its acknowledgement.
 */
import { Worker } from 'node:worker_threads'
import type { Observed } from '../store/index.ts'
import { watchSilence } from './drift/silence.ts'
import { driftTermsOf, watchGradings } from './drift/watch.ts'
import { type Entry, unpackedEntry } from './entry.ts'
import { type GradingTerms, gradeDue } from './grading/grade.ts'
import type { IdleTimes } from './grading/idle.ts'
import type { Logged, LogPlace } from './log/segment-log.ts'
import { intakeReader, takeIn } from './take-in.ts'
import { Tally } from './tally.ts'

export interface Background {
  /** Understands what the log holds up to a place. */
  understand(end: LogPlace): Promise<void>
  /** Grades what is over by a moment. */
  grade(nowMs: number): Promise<void>
  close(): Promise<void>
}

/** What a thread of its own is begun with. Only plain values reach it, so it is told which file makes what it grades by. */
export interface ThreadTerms {
  /** A module with `export async function gradingTerms(data): Promise<GradingTerms>`, as a URL. */
  readonly module: string
  /** Handed to it. Plain values. */
  readonly data: unknown
}

/** Entries understood in one transaction. */
const entriesAtOnce = 256
const bytesAtOnce = 2 * 1024 * 1024
/** Between two looks at whether nothing comes any more. */
const silenceEveryMs = 60_000

/** On this thread. */
export function backgroundHere(
  read: (from: LogPlace, end: LogPlace) => AsyncIterable<Logged>,
  observed: Observed,
  grading: GradingTerms,
  idle: IdleTimes | undefined,
): Background {
  const terms = watched(grading)
  const tally = new Tally()
  let silenceMs = 0
  return {
    async understand(end) {
      const from = await observed.progress(intakeReader)
      await understandAll(read(from, end), from, observed, tally, idle)
      await tally.write(observed)
    },
    async grade(nowMs) {
      await gradeDue(observed, terms, nowMs)
      if (nowMs - silenceMs < silenceEveryMs) return
      silenceMs = nowMs
      await watchSilence(observed, nowMs)
    },
    close: async () => {},
  }
}

/** What the thread is begun with. */
export interface ThreadBeginning {
  readonly folder: string
  readonly idle?: IdleTimes
  readonly terms: ThreadTerms
}

/** What the thread is asked, one at a time or several. */
export type Asked = { readonly id: number } & (
  | { readonly understand: LogPlace }
  | { readonly grade: number }
  | { readonly close: true }
)

/** What it answers once it is done. */
export interface Answered {
  readonly id: number
  readonly failed?: unknown
}

/** On a thread of its own. Rejects what is asked when the thread ends by itself. */
export function backgroundThread(beginning: ThreadBeginning): Background {
  const file = import.meta.url.endsWith('.ts') ? './background-thread.ts' : './background-thread.js'
  const worker = new Worker(new URL(file, import.meta.url), { workerData: beginning })
  const waiting = new Map<number, { done: () => void; failed: (reason: unknown) => void }>()
  let asked = 0
  let ended: unknown
  worker.on('message', ({ id, failed }: Answered) => {
    const waits = waiting.get(id)
    waiting.delete(id)
    if (failed === undefined) waits?.done()
    else waits?.failed(failed)
  })
  const over = (reason: unknown) => {
    ended ??= reason
    for (const { failed } of waiting.values()) failed(ended)
    waiting.clear()
  }
  worker.on('error', over)
  worker.on('exit', () => over(new Error('the thread that understands and grades has ended')))
  const ask = (what: Omit<Extract<Asked, { understand: LogPlace }>, 'id'> | { grade: number } | { close: true }) =>
    new Promise<void>((done, failed) => {
      if (ended !== undefined) return failed(ended)
      asked += 1
      waiting.set(asked, { done, failed })
      worker.postMessage({ id: asked, ...what })
    })
  return {
    understand: (end) => ask({ understand: end }),
    grade: (nowMs) => ask({ grade: nowMs }),
    async close() {
      await ask({ close: true }).catch(() => {})
      await worker.terminate()
    },
  }
}

/** Grading that counts what it grades, so that drift is told. */
function watched(terms: GradingTerms): GradingTerms {
  const drift = driftTermsOf(terms.pact, terms.quietDays)
  return {
    ...terms,
    async alsoWrite(writing, gradings) {
      await watchGradings(writing, gradings, drift)
      await terms.alsoWrite?.(writing, gradings)
    },
  }
}

async function understandAll(
  logged: AsyncIterable<Logged>,
  from: LogPlace,
  observed: Observed,
  tally: Tally,
  idle: IdleTimes | undefined,
): Promise<void> {
  let entries: Entry[] = []
  let bytes = 0
  let place = from
  for await (const each of logged) {
    if (each.next.segment !== place.segment && entries.length > 0) {
      await takeIn(observed, entries, place, idle)
      entries = []
      bytes = 0
    }
    if ('payload' in each) {
      entries.push(unpackedEntry(each.payload))
      bytes += each.payload.length
    } else tally.add('', { 'damaged bytes': each.damagedBytes })
    place = each.next
    if (entries.length < entriesAtOnce && bytes < bytesAtOnce) continue
    await takeIn(observed, entries, place, idle)
    entries = []
    bytes = 0
  }
  if (entries.length > 0) await takeIn(observed, entries, place, idle)
}
