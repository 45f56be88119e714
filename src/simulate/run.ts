/**
 * A run: the trials of a plan, played side by side, judged, kept and counted.
 *
 * Holds no conversation longer than it takes to keep it. A trial counts as done when it is durable.
 * Aborting lets nothing start any more and leaves what was kept; running the same plan again does only
 * what is missing.
 */
import { setMaxListeners } from 'node:events'
import type { Conversation } from '../conversation/index.ts'
import type { Verdict } from '../pact/index.ts'
import { Problem } from '../problem.ts'
import type { Store, TrialRecord } from '../store/index.ts'
import type { Plan, PlannedTrial } from './plan.ts'
import { playTrial, type Stage } from './trial.ts'

/** What a run plays, how it judges, where it keeps, and when it stops. */
export interface RunOptions {
  readonly id: string
  readonly plan: Plan
  readonly stage: Stage
  readonly judge: (conversation: Conversation) => Verdict | Promise<Verdict>
  /** Trials at the same time, at most. */
  readonly concurrency: number
  readonly signal: AbortSignal
  /** Where trials are kept; without it they are only told. */
  readonly store?: Pick<Store, 'save' | 'trialIds'>
  /** Called for every trial that is done, in the order in which they end. */
  readonly onTrial?: (trial: TrialRecord) => void
}

/** Trials that may wait for their commit while others are played. Bounds memory, not speed. */
const awaitingCommit = 64

/**
 * Plays what is missing of a plan.
 *
 * @returns how many trials were played now, and how many were there already
 * @throws what the store or the judge throws; the signal's reason is not thrown: look at `signal.aborted`
 */
export async function run(options: RunOptions): Promise<{ readonly played: number; readonly resumed: number }> {
  const { plan, store, concurrency, signal } = options
  const kept = new Set<string>()
  if (store !== undefined) for await (const id of store.trialIds(options.id)) kept.add(id)

  const stop = new AbortController()
  const stopped = AbortSignal.any([signal, stop.signal])
  // Every trial under way listens for the end of the run.
  setMaxListeners(0, stopped)
  let failure: { readonly reason: unknown } | undefined
  const fail = (reason: unknown) => {
    // What is aborted because of the first failure fails too, and says nothing new.
    if (!stopped.aborted) failure = { reason }
    stop.abort()
  }

  const remaining = plan.trials()[Symbol.iterator]()
  const commits = backlog()
  const watch = beginning()
  let played = 0

  async function keep(record: TrialRecord): Promise<void> {
    await store?.save(record)
    played += 1
    options.onTrial?.(record)
  }

  async function work(): Promise<void> {
    for (let next = remaining.next(); next.done !== true && !stopped.aborted; next = remaining.next()) {
      if (kept.has(next.value.id)) continue
      const record = await playAndJudge(next.value, options, stopped)
      watch(record.conversation)
      commits.add(keep(record).catch(fail))
      await commits.below(awaitingCommit)
    }
  }

  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, () => work().catch(fail)))
  await commits.below(1)
  if (failure !== undefined) throw failure.reason
  return { played, resumed: kept.size }
}

/** Work that goes on behind the back of whoever began it, counted so that it stays little and is waited for. */
function backlog(): { add(work: Promise<void>): void; below(most: number): Promise<void> } {
  let underway = 0
  const waiting: (() => void)[] = []
  const settled = () => {
    underway -= 1
    for (const wake of waiting.splice(0)) wake()
  }
  return {
    add(work) {
      underway += 1
      work.then(settled)
    },
    async below(most) {
      while (underway >= most) await new Promise<void>((wake) => waiting.push(wake))
    },
  }
}

/** Trials that fail on our own side from the very start, after which a run is given up: the rest would fail alike. */
const hopeless = 12

/** Watches a run begin. @throws Problem when nothing works at all */
function beginning(): (conversation: Conversation) => void {
  let failed = 0
  let works = false
  return ({ circumstances, events }) => {
    works ||= circumstances?.ending?.outcome !== 'error'
    failed += 1
    if (works || failed < hopeless) return
    const error = events.find((event) => event.type === 'error')
    const because = error?.type === 'error' ? `${error.culprit}: ${error.message}` : 'no reason was given'
    throw new Problem({
      code: 'simulate/nothing-works',
      message: `The first ${hopeless} trials all failed, and not through the agent's answers. The last one: ${because}`,
      hint: 'Run "fieldproof doctor" to see which part cannot be reached.',
    })
  }
}

async function playAndJudge(trial: PlannedTrial, options: RunOptions, signal: AbortSignal): Promise<TrialRecord> {
  const conversation = await playTrial(trial, options.stage, signal)
  const verdict = await options.judge(conversation)
  return {
    run: options.id,
    id: trial.id,
    index: trial.index,
    scenario: trial.scenario.id,
    persona: trial.persona.id,
    channel: trial.channel,
    repeat: trial.repeat,
    seed: trial.seed,
    conversation,
    verdict,
  }
}
