/**
 * What the server's thread and the one behind the door say to each other.
 *
 * Only plain values pass between threads: errors lose their class on the way, so problems are told in parts and made
 * again, and what a person can mend keeps its code and its words.
 */
import { Problem, Problems, problemsIn } from '../problem.ts'
import type { IdleTimes } from './grading/idle.ts'
import type { JudgingThreadsOptions } from './grading/judging-threads.ts'
import type { LogPlace } from './log/segment-log.ts'
import type { KeepingDeed } from './retention/deeds.ts'
import type { Counts } from './tally.ts'

/** Which module says what the thread grades by. Only plain values reach it. */
export interface ThreadTerms {
  /** A module that exports a `ThreadModule`, as a URL. */
  readonly module: string
  /** Handed to it. Plain values. */
  readonly data: unknown
  /** What the thread begins with, in place of `background-thread` beside this file: it must lead there. */
  readonly entry?: string
  /** Further threads that judge while much is over at once, and what they begin with. Default: none. */
  readonly judging?: Pick<JudgingThreadsOptions, 'threads' | 'entry'>
}

/** What the thread is begun with. */
export interface ThreadBeginning {
  readonly folder: string
  readonly idle?: IdleTimes
  readonly terms: ThreadTerms
}

/** What a thread can be asked; it answers once it is done. */
export type Task =
  | { readonly understand: LogPlace }
  | { readonly grade: number }
  | { readonly count: Counts }
  | { readonly keep: KeepingDeed }
  | { readonly begin: true }
  | { readonly close: true }

export type Asked = Task & { readonly id: number }

export interface Answered {
  readonly id: number
  readonly failed?: Failure
}

/** What goes wrong in the thread without having been asked for. */
export interface Told {
  readonly failed: Failure
}

/** An error on its way between threads. */
export type Failure =
  | { readonly problems: readonly Pick<Problem, 'code' | 'message' | 'hint' | 'at'>[] }
  | { readonly error: unknown }

export function failureOf(thrown: unknown): Failure {
  const problems = problemsIn(thrown)
  if (problems.length === 0) return { error: thrown }
  return { problems: problems.map(({ code, message, hint, at }) => ({ code, message, hint, at })) }
}

/** The error again. */
export function thrownBy(failure: Failure): unknown {
  if ('error' in failure) return failure.error
  const problems = failure.problems.map(
    ({ code, message, hint, at }) => new Problem({ code, message, hint, ...(at !== undefined && { at }) }),
  )
  return problems.length === 1 ? problems[0] : new Problems(problems)
}
