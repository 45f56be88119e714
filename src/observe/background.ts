/**
 * What goes on behind the door: entries of the log become conversations, and what is over is graded.
 *
 * It runs on the thread of whoever opens it, or on one of its own, which reads the log's files and has its own connection
 * to the database. On a thread of its own it never makes a sender wait for its acknowledgement.
 */
import type { Observed } from '../store/index.ts'
import { watchSilence } from './drift/silence.ts'
import { driftTermsOf, watchGradings } from './drift/watch.ts'
import { type Entry, unpackedEntry } from './entry.ts'
import { type GradingTerms, gradeDue } from './grading/grade.ts'
import type { IdleTimes } from './grading/idle.ts'
import { type Judging, judgingHere } from './grading/judging.ts'
import type { Logged, LogPlace } from './log/segment-log.ts'
import { reread } from './reread.ts'
import { type KeepingDeed, keepAs } from './retention/deeds.ts'
import { intakeReader, takeIn } from './take-in.ts'
import { type Counts, putCounts, Tally } from './tally.ts'

export interface Background {
  /** Understands what the log holds up to a place. */
  understand(end: LogPlace): Promise<void>
  /** Grades what is over by a moment. */
  grade(nowMs: number): Promise<void>
  /** Adds counts of what never reached the log. */
  count(counts: Counts): Promise<void>
  /** Holds, forgets, removes what is old, or asks that the log is read again. @throws Problem where that cannot be */
  keep(deed: KeepingDeed): Promise<void>
  /** Takes nothing more; what is under way ends with the portion in hand. The rest is in the log. */
  close(): Promise<void>
}

/** Entries understood in one transaction. */
const entriesAtOnce = 1024
const bytesAtOnce = 2 * 1024 * 1024
/** Between two looks at whether nothing comes any more. */
const silenceEveryMs = 60_000

/** On this thread. */
export function backgroundHere(
  read: (from: LogPlace, end: LogPlace) => AsyncIterable<Logged>,
  observed: Observed,
  grading: GradingTerms,
  idle: IdleTimes | undefined,
  judging: Judging = judgingHere(observed, grading),
): Background {
  const terms = watched(grading)
  const tally = new Tally()
  const ending = new AbortController()
  let silenceMs = 0
  let isUnderstanding = false
  return {
    async understand(end) {
      const from = await observed.progress(intakeReader)
      isUnderstanding = true
      await understandAll(read(from, end), from, { observed, tally, idle, signal: ending.signal }).finally(() => {
        isUnderstanding = false
      })
      await tally.handTo((counts) => putCounts(observed, counts))
    },
    async grade(nowMs) {
      await reread(observed, read, { ...(idle !== undefined && { idle }), signal: ending.signal })
      if (ending.signal.aborted) return
      await gradeDue(observed, terms, { nowMs, isBehind: () => isUnderstanding, judging, signal: ending.signal })
      if (nowMs - silenceMs < silenceEveryMs) return
      silenceMs = nowMs
      await watchSilence(observed, nowMs)
    },
    count: (counts) => putCounts(observed, counts),
    keep: (deed) => keepAs(observed, deed),
    close: async () => ending.abort(),
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

interface Understanding {
  readonly observed: Observed
  readonly tally: Tally
  readonly idle: IdleTimes | undefined
  readonly signal: AbortSignal
}

async function understandAll(
  logged: AsyncIterable<Logged>,
  from: LogPlace,
  { observed, tally, idle, signal }: Understanding,
): Promise<void> {
  for await (const { entries, damagedBytes, next } of portionsOf(logged, from)) {
    if (signal.aborted) return
    if (damagedBytes > 0) tally.add('', { 'damaged bytes': damagedBytes })
    await takeIn(observed, entries, next, idle)
  }
}

/** What is read and understood at once; no more than that is held. */
interface Portion {
  /** All of one segment. */
  entries: Entry[]
  bytes: number
  damagedBytes: number
  next: LogPlace
}

async function* portionsOf(logged: AsyncIterable<Logged>, from: LogPlace): AsyncIterable<Portion> {
  let portion: Portion = { entries: [], bytes: 0, damagedBytes: 0, next: from }
  for await (const each of logged) {
    const isFull = portion.entries.length >= entriesAtOnce || portion.bytes >= bytesAtOnce
    if (portion.next !== from && (isFull || each.next.segment !== portion.next.segment)) {
      yield portion
      portion = { entries: [], bytes: 0, damagedBytes: 0, next: portion.next }
    }
    if ('payload' in each) {
      portion.entries.push(unpackedEntry(each.payload))
      portion.bytes += each.payload.length
    } else portion.damagedBytes += each.damagedBytes
    portion.next = each.next
  }
  if (portion.next !== from) yield portion
}
