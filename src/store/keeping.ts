/**
 * How long what production sent is kept, and reading the log again.
 *
 * Numbers are kept for good: what was counted, and of each grading its findings. What was said is kept for as long as it
 * was agreed; then it goes, and nothing that is left says whose conversation it was.
 */
import type { Conversation } from '../conversation/index.ts'
import type { ObservedRecord, ReadPlace, Thread } from './threads.ts'

/** A conversation of a project. */
export interface ThreadName {
  readonly project: string
  readonly thread: string
}

/** Somebody wants a conversation kept, whatever its age and whoever asks to forget it. */
export interface Hold extends ThreadName {
  readonly sinceMs: number
  readonly who: string
  readonly because: string
}

/** What a conversation is old by: its parts, or all of it where its newest grading does or does not violate the pact. */
export type Aged = 'parts' | 'kept to promises' | 'violated'

export interface KeepingReading {
  /** The oldest first. */
  holds(project: string): Promise<readonly Hold[]>
  /** Conversations of a customer. */
  ofCustomer(project: string, customer: string): Promise<readonly string[]>
  /** How many conversations that were over at least once are there. */
  closed(project: string): Promise<number>
  /** Conversations by how far they have come. */
  states(project: string): Promise<Readonly<Record<string, number>>>
  /** What segments of the log gave to a counter. */
  segmentCounts(project: string, name: string): Promise<ReadonlyMap<number, number>>
  /** How far a reader has come that may not have begun. */
  place(reader: string): Promise<ReadPlace | undefined>
  /**
   * Conversations that are over, of which nothing has come since a moment, that nobody holds and of which the log from a
   * segment on has nothing; the oldest first.
   */
  aged(by: Aged, beforeMs: number, segment: number, limit: number): Promise<readonly Thread[]>
}

export interface KeepingWriting {
  /** Where there is a hold already it stands. */
  hold(hold: Hold): Promise<void>
  /** @returns whether there was one */
  release(name: ThreadName): Promise<boolean>
  held(project: string, threads: readonly string[]): Promise<readonly string[]>
  /** The conversation as it was graded last; nothing where nothing was said. */
  asGraded(name: ThreadName): Promise<Conversation | undefined>
  /** Puts one record, if there is anything to say, in the place of all of a conversation. */
  putTogether(name: ThreadName, record: ObservedRecord | undefined): Promise<void>
  /** Takes out what was said; numbers stay, under a name that says nothing. */
  strip(name: ThreadName, as: string): Promise<{ readonly unread: number }>
  /** Takes out everything, numbers of it included. */
  remove(name: ThreadName): Promise<{ readonly unread: number }>
  /** So that reading the log again, up to and with this segment, does not bring it back. */
  rememberForgotten(name: ThreadName, segment: number): Promise<void>
  /** Of these conversations, those that were forgotten and of which a segment may hold something. */
  forgottenOf(project: string, threads: readonly string[], segment: number): Promise<readonly string[]>
  /** What was remembered of segments before this one, which are gone. */
  segmentsGone(before: number): Promise<void>

  place(reader: string): Promise<ReadPlace | undefined>
  endPlace(reader: string): Promise<void>
  /** Conversations of which something came first with a segment. */
  threadsIn(segment: number): Promise<readonly Thread[]>
  records(name: ThreadName): Promise<readonly ObservedRecord[]>
  /** Forgets whose conversation traces are, and by what they could be known, that began with a segment or later. */
  forgetTraces(segment: number): Promise<void>
  /** Takes out what came first with a segment, and what it gave to counters. */
  takeBack(segment: number): Promise<void>
}
