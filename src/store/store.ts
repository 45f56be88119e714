/**
 * Keeping things: runs, their conversations and verdicts, and blessed baselines.
 *
 * One interface, one conformance suite (`store.conformance.ts`), several databases. Everything is
 * streamed: no method returns a whole run. A promise that resolves means the data is on disk.
 */
import type { Conversation, Json } from '../conversation/index.ts'
import type { Verdict } from '../pact/index.ts'

/** Where runs are kept. A promise that resolves means the data is on disk. */
export interface Store {
  /** Adds a run, or does nothing when a run of that id is there with the same plan. */
  openRun(run: RunRecord): Promise<void>
  /** Marks a run as complete or interrupted. */
  closeRun(id: string, end: RunEnd): Promise<void>
  run(id: string): Promise<StoredRun | undefined>
  /** Newest first. */
  runs(limit?: number): Promise<readonly StoredRun[]>

  /**
   * Keeps one trial. Many calls share one commit; resolves when that commit is durable.
   * Saving the same trial again replaces nothing and is not an error: the first record stays.
   */
  save(trial: TrialRecord): Promise<void>
  /** Ids of the trials of a run that are kept, for resuming. */
  trialIds(run: string): AsyncIterable<string>
  trial(run: string, id: string): Promise<TrialRecord | undefined>
  /** Trials of a run in the order of the plan. */
  trials(run: string, filter?: TrialFilter): AsyncIterable<TrialRecord>

  /** Names a run as what later runs are compared with. Only an explicit call changes it. */
  bless(name: string, run: string): Promise<void>
  blessed(name: string): Promise<string | undefined>
  close(): Promise<void>
}

/** A run as it was started: agent, pact, seed, plan size, settings. */
export interface RunRecord {
  readonly id: string
  /** ISO 8601. */
  readonly startedAt: string
  readonly agent: { readonly id: string; readonly version?: string }
  readonly pact: { readonly id: string; readonly version: number; readonly hash: string }
  readonly planned: number
  readonly seed: number
  /** Whatever the caller needs to resume or explain the run. */
  readonly settings: Json
}

/** When a run ended, and whether it was complete. */
export interface RunEnd {
  readonly endedAt: string
  readonly how: 'complete' | 'interrupted'
  /** How many trials it turned out to need, where that was not known when it began. */
  readonly planned?: number
}

/** A run with how many of its trials are kept so far. */
export interface StoredRun extends RunRecord {
  readonly end?: RunEnd
  /** Trials kept so far. */
  readonly kept: number
}

/** Which trials of a run are wanted. */
export interface TrialFilter {
  readonly scenario?: string
  /** Only trials in which this condition was violated. */
  readonly violated?: string
}

/** One trial as it is kept: what was played, the conversation, the verdict. */
export interface TrialRecord {
  readonly run: string
  /** Derived from scenario, persona, channel, repeat and seed, so that a resumed run knows what is missing. */
  readonly id: string
  /** Position in the plan, from 0. */
  readonly index: number
  readonly scenario: string
  readonly persona: string
  readonly channel: string
  readonly repeat: number
  readonly seed: number
  readonly conversation: Conversation
  readonly verdict: Verdict
}
