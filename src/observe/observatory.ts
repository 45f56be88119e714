/**
 * The observatory: everything behind the server's door. The log takes, a reader turns entries into conversations, what
 * is over is graded. Each step keeps its own place, so that none waits for another and a crash repeats nothing.
 */
import type { Clock } from '../connect/index.ts'
import { type Observed, openObserved } from '../store/index.ts'
import { driftTermsOf, watchGradings } from './drift/watch.ts'
import { type Entry, packed, unpackedEntry } from './entry.ts'
import { type GradingTerms, gradeDue } from './grading/grade.ts'
import type { IdleTimes } from './grading/idle.ts'
import { readerNamed } from './intake/index.ts'
import { type LogPlace, openSegmentLog, type SegmentLog, type SegmentLogOptions } from './log/segment-log.ts'
import { unpacked } from './otlp/unpacked.ts'
import { intakeReader, takeIn } from './take-in.ts'

export interface ObservatoryOptions {
  /** The folder that holds everything; made when it is not there. */
  readonly folder: string
  readonly grading: GradingTerms
  /** How long nothing may arrive before a conversation counts as over, by channel, in milliseconds. */
  readonly idle?: IdleTimes
  readonly clock: Clock
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly log?: SegmentLogOptions
  /** Between two looks at what is over, in milliseconds. Default 1,000. */
  readonly lookEveryMs?: number
  /** Largest body, as sent and unpacked, in bytes. Default 16 MiB. */
  readonly bodyBytes?: number
  /** Hears what goes wrong in the background. */
  readonly failed?: (thrown: unknown) => void
}

/** A request as it came. */
export interface Sent {
  readonly project: string
  /** Name of the reader that understands it. */
  readonly reader: string
  readonly body: Buffer
  readonly contentType?: string
  readonly contentEncoding?: string
}

/** How much of a request was kept. */
export interface TakenIn {
  readonly records: number
  readonly refused: number
  /** Why the first of them was refused. */
  readonly because?: string
}

export interface Observatory {
  readonly observed: Observed
  /**
   * Keeps a request; resolves once it is on disk.
   *
   * @throws Problem when nothing of it can be read, or the disk does not take it
   */
  take(request: Sent): Promise<TakenIn>
  /** Resolves when everything taken so far has been understood and what is over is graded. */
  settled(): Promise<void>
  close(): Promise<void>
}

/** Entries understood in one transaction. */
const entriesAtOnce = 256
const bytesAtOnce = 16 * 1024 * 1024

/** @throws Problem when the folder cannot be opened */
export async function openObservatory(options: ObservatoryOptions): Promise<Observatory> {
  const {
    folder,
    grading,
    idle,
    clock,
    now,
    lookEveryMs = 1000,
    bodyBytes = 16 * 1024 * 1024,
    failed = () => {},
  } = options
  const log = await openSegmentLog(`${folder}/log`, options.log)
  const observed = await openObserved(`${folder}/observed.db`)
  const ending = new AbortController()

  const ended = aborted(ending.signal)
  const understand = inTurn(() => understandAll(log, observed, idle))
  const grade = inTurn(() => gradeDue(observed, watched(grading), now()))

  async function keepUnderstanding(): Promise<void> {
    while (!ending.signal.aborted) {
      await understand().catch(failed)
      await Promise.race([log.grownBeyond(log.end), ended])
    }
  }
  async function keepGrading(): Promise<void> {
    while (!ending.signal.aborted) {
      await grade().catch(failed)
      await clock.sleep(lookEveryMs, ending.signal).catch(() => {})
    }
  }
  const background = Promise.all([keepUnderstanding(), keepGrading()])

  return {
    observed,
    async take({ project, reader: name, body, contentType = '', contentEncoding }) {
      const reader = readerNamed(name)
      if (reader === undefined) throw new Error(`no reader ${name}`)
      const plain = await unpacked(body, contentEncoding, bodyBytes)
      const { values, records, refused } = reader.decode(
        Buffer.from(plain.buffer, plain.byteOffset, plain.length),
        contentType,
      )
      if (records > refused.count) {
        const kept = Buffer.from(JSON.stringify(values))
        await log.append(
          packed({ project, reader: name, receivedMs: now(), contentType: 'application/json', body: kept }),
        )
      }
      return { records, refused: refused.count, ...(refused.because !== undefined && { because: refused.because }) }
    },
    async settled() {
      await understand()
      await grade()
    },
    async close() {
      ending.abort()
      await background
      await log.close()
      await observed.close()
    },
  }
}

/** Grading that counts what it grades, so that drift is told. */
function watched(terms: GradingTerms): GradingTerms {
  const drift = driftTermsOf(terms.pact)
  return {
    ...terms,
    async alsoWrite(writing, gradings) {
      await watchGradings(writing, gradings, drift)
      await terms.alsoWrite?.(writing, gradings)
    },
  }
}

async function understandAll(log: SegmentLog, observed: Observed, idle: IdleTimes | undefined): Promise<void> {
  let entries: Entry[] = []
  let bytes = 0
  let place: LogPlace = await observed.progress(intakeReader)
  for await (const logged of log.read(place)) {
    if ('payload' in logged) {
      entries.push(unpackedEntry(logged.payload))
      bytes += logged.payload.length
    }
    place = logged.next
    if (entries.length < entriesAtOnce && bytes < bytesAtOnce) continue
    await takeIn(observed, entries, place, idle)
    entries = []
    bytes = 0
  }
  if (entries.length > 0) await takeIn(observed, entries, place, idle)
}

/** The same work, asked for by several, one at a time; each waits for a run that began after it asked. */
function inTurn(work: () => Promise<unknown>): () => Promise<void> {
  let last: Promise<unknown> = Promise.resolve()
  return async () => {
    const mine = last.then(work)
    last = mine.catch(() => {})
    await mine
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
