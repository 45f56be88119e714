/**
 * Keeping what production sends: records as they were understood, conversations as far as they have come, gradings.
 *
 * Everything that belongs together is written in one transaction, the place in the log included: after a crash the
 * reader of the log goes on exactly behind what is kept, so that nothing is missing and nothing is there twice.
 */
import type { Conversation } from '../conversation/index.ts'
import type { Verdict } from '../pact/index.ts'
import type { Alarms, AlarmsWriting } from './alarms.ts'
import type { Detectors, DetectorsWriting } from './detectors.ts'
import type { FindingCount, FindingFilter } from './findings.ts'
import type { KeepingReading, KeepingWriting } from './keeping.ts'
import type { Readings, ReadingsWriting } from './readings.ts'
import type { StitchWriting, TurnLink } from './stitches.ts'
import type { ObservedRecord, ReadPlace, Thread, ThreadState } from './threads.ts'

/** What a conversation is put together from, in no order. */
export interface ThreadParts {
  /** Of its records, each JSON. */
  readonly bodies: readonly string[]
  /** How its turns found each other, where no id says so. */
  readonly turns: readonly TurnLink[]
}

/** One grading of one state of a conversation. */
export interface Grading {
  readonly project: string
  readonly thread: string
  readonly revision: number
  readonly gradedMs: number
  /** When the conversation's last event happened. */
  readonly closedMs: number
  /** The chance with which the conversation was to be read by a jury, 0..1. */
  readonly inclusion: number
  /** The conditions of the verdict that only a jury reads: the chance is theirs, that of all others is 1. */
  readonly rubrics?: readonly string[]
  readonly conversation: Conversation
  readonly verdict: Verdict
}

/** Which gradings are wanted; the newest of each conversation, oldest first. */
export interface GradingFilter {
  readonly sinceMs?: number
  readonly untilMs?: number
  readonly channel?: string
  readonly version?: string
  /** Only those that violate this condition. */
  readonly violated?: string
}

export interface Observed {
  readonly readings: Readings
  readonly alarms: Alarms
  readonly detectors: Detectors
  readonly keeping: KeepingReading
  /** All that `work` writes becomes durable together, or none of it. */
  together<Value>(work: (writing: ObservedWriting) => Promise<Value>): Promise<Value>
  progress(reader: string): Promise<ReadPlace>
  thread(project: string, id: string): Promise<Thread | undefined>
  /** Conversations in a state that are due by a moment, the longest due first. */
  due(state: ThreadState, byMs: number, limit: number): Promise<readonly Thread[]>
  /** Conversations that go on and have something that was not looked at. */
  unlooked(limit: number): Promise<readonly Thread[]>
  /** Newest first. */
  latestThreads(project: string, limit: number): Promise<readonly Thread[]>
  /** What conversations are put together from, by conversation. */
  partsOf(project: string, threads: readonly string[]): Promise<ReadonlyMap<string, ThreadParts>>
  grading(project: string, thread: string): Promise<Grading | undefined>
  gradings(project: string, filter?: GradingFilter): AsyncIterable<Grading>
  findingCounts(project: string, filter: FindingFilter): Promise<readonly FindingCount[]>
  counts(project: string): Promise<Readonly<Record<string, number>>>
  close(): Promise<void>
}

/** What may be read and written within one transaction. */
export interface ObservedWriting {
  readonly readings: ReadingsWriting
  readonly alarms: AlarmsWriting
  readonly detectors: DetectorsWriting
  readonly keeping: KeepingWriting
  readonly stitches: StitchWriting
  /**
   * What is known of keys up to a segment. What came first later is not: while the log is read again, that is what others
   * made of it, and its turn comes.
   */
  recordsBy(project: string, keys: readonly string[], segment: number): Promise<ReadonlyMap<string, ObservedRecord>>
  threadsOf(project: string, traces: readonly string[]): Promise<ReadonlyMap<string, { thread: string; how: string }>>
  threadsBy(project: string, ids: readonly string[]): Promise<ReadonlyMap<string, Thread>>
  /** @param segment of the log in which they came; one that came earlier keeps its own */
  putRecords(project: string, records: readonly ObservedRecord[], segment: number): Promise<void>
  putTraces(
    project: string,
    traces: readonly { readonly trace: string; readonly thread: string; readonly how: string }[],
  ): Promise<void>
  putThreads(threads: readonly Thread[]): Promise<void>
  putGradings(gradings: readonly Grading[]): Promise<void>
  putProgress(reader: string, place: ReadPlace): Promise<void>
  /** Adds to counters. */
  count(project: string, counts: Readonly<Record<string, number>>): Promise<void>
  /** Adds to counters what one segment of the log gives, so that it can be taken back when the segment is read again. */
  countIn(segment: number, project: string, counts: Readonly<Record<string, number>>): Promise<void>
}
