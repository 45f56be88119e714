/**
 * What stands between a grading by code and one by a jury: which gradings a jury is to read, with what chance each was
 * to be read, and what became of it. Beside it, violations that were seen while their conversation was still going on.
 */
import type { Verdict } from '../pact/index.ts'

/** `passed-over`: not in the sample. `skipped`: in the sample and never read, and `because` says why. */
export type ReadingState = 'waiting' | 'read' | 'skipped' | 'passed-over'

/** One grading before a jury. Chances are fractions 0..1 and were fixed before anyone read. */
export interface Reading {
  readonly project: string
  readonly thread: string
  readonly revision: number
  readonly pactHash: string
  readonly channel: string
  readonly version: string
  /** Where the conversation stands by its name: it is taken where this lies below its chance. */
  readonly place: number
  /** The chance under the budget for rates. */
  readonly base: number
  /** The larger of the chances under both budgets: the chance with which it was to be read. */
  readonly inclusion: number
  /** How bad it looks to code, 0..1. */
  readonly danger: number
  readonly state: ReadingState
  readonly because?: string
  readonly queuedMs: number
  readonly doneMs?: number
  /** When it may be tried next. */
  readonly dueMs: number
  readonly tries: number
}

/** A violation that proves itself, seen before its conversation was over. */
export interface EarlyViolation {
  readonly project: string
  readonly thread: string
  readonly condition: string
  /** The revision in which it was first seen. */
  readonly revision: number
  readonly seenMs: number
  readonly because: string
  /** Indexes of the events that show it, in that revision. */
  readonly at: readonly number[]
}

/** A graded conversation as traffic: how much of what comes, and how bad it looks. */
export interface Traffic {
  readonly channel: string
  readonly version: string
  readonly danger: number
  readonly queuedMs: number
}

/** Numbers of readings. */
export interface ReadingCount {
  readonly state: ReadingState
  readonly because?: string
  readonly n: number
}

export interface Readings {
  /** What may be read at a moment, those for rates first, then the longest waiting. */
  waiting(nowMs: number, limit: number): Promise<readonly Reading[]>
  reading(project: string, thread: string, revision: number): Promise<Reading | undefined>
  /** The newest first. */
  traffic(project: string, sinceMs: number, limit: number): Promise<readonly Traffic[]>
  counts(project: string): Promise<readonly ReadingCount[]>
  /** Newest first. */
  early(project: string, limit: number): Promise<readonly EarlyViolation[]>
}

/** What may be written within a transaction. */
export interface ReadingsWriting {
  /**
   * Adds; one that is there already stays as it is. Readings of earlier revisions that still wait are skipped.
   *
   * @returns how many were skipped
   */
  put(readings: readonly Reading[]): Promise<number>
  /** Says what became of one. */
  settle(reading: Reading): Promise<void>
  /** Whether another revision of the same conversation was read under the budget for rates. */
  wasReadForRates(reading: Reading): Promise<boolean>
  /** Puts what a jury found into the grading that it read. */
  complete(reading: Reading, verdict: Verdict, rubrics: readonly string[]): Promise<void>
  /** Keeps violations of which none of the same condition is known for the conversation. @returns those */
  early(violations: readonly EarlyViolation[]): Promise<readonly EarlyViolation[]>
  /** Says how far conversations that go on were looked at. */
  looked(
    threads: readonly { readonly project: string; readonly id: string; readonly revision: number }[],
  ): Promise<void>
}
