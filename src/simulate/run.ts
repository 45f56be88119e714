/**
 * A run: the trials of a plan, played side by side, judged, kept and counted.
 *
 * Holds no conversation longer than it takes to keep it. A trial counts as done when it is durable.
 * Where nothing works from the start the run is given up with a problem, since an agent that was never heard
 * cannot be judged. Aborting lets nothing start any more and leaves what was kept; running the same plan again does only
 * what is missing.
 */
import { advice } from '../connect/index.ts'
import type { Conversation, Event } from '../conversation/index.ts'
import type { Verdict } from '../pact/index.ts'
import { Problem } from '../problem.ts'
import type { Store, TrialRecord } from '../store/index.ts'
import { untilFailure } from './first-failure.ts'
import type { Plan, PlannedTrial } from './plan.ts'
import { playTrial, type Stage } from './trial.ts'

/** What a run plays, how it judges, where it keeps, and when it stops. */
export interface RunOptions {
  readonly id: string
  readonly plan: Pick<Plan, 'trials'>
  readonly stage: Stage
  readonly judge: (conversation: Conversation) => Verdict | Promise<Verdict>
  /** Trials at the same time, at most. */
  readonly concurrency: number
  readonly signal: AbortSignal
  /** Where trials are kept; without it they are only told. */
  readonly store?: Pick<Store, 'save' | 'trialIds'>
  /** Something has worked before, so that trials which all fail are findings and no reason to give up. */
  readonly works?: boolean
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

  const { stopped, fail, check } = untilFailure(signal)
  const remaining = plan.trials()[Symbol.iterator]()
  const commits = backlog()
  const watch = beginning(options.works === true)
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
      for (const ready of watch.pass(record)) commits.add(keep(ready).catch(fail))
      await commits.below(awaitingCommit)
    }
  }

  await Promise.all(Array.from({ length: Math.max(1, concurrency) }, () => work().catch(fail)))
  await commits.below(1)
  check()
  if (!signal.aborted) watch.end()
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

/** Trials that fail from the very start after which a run is given up: the rest would fail alike. */
const hopeless = 12

interface Beginning {
  /** Takes a trial that was played, gives those that are to be kept now. @throws Problem when nothing works at all */
  pass(record: TrialRecord): readonly TrialRecord[]
  /** To be called when everything was played. @throws Problem when nothing has worked until the end */
  end(): void
}

/**
 * Watches a run begin. Trials that fail before anything has worked are held back and never kept, so that they
 * are played when what was wrong has been mended and the run is resumed.
 */
function beginning(works: boolean): Beginning {
  let held: TrialRecord[] = []
  const giveUp = (which: string) => {
    const [error] = held.slice(-1).flatMap(({ conversation }) => conversation.events.filter(isError))
    throw nothingWorks(which, error)
  }
  return {
    pass(record) {
      works ||= hasWorked(record.conversation)
      held.push(record)
      if (!works && held.length >= hopeless) giveUp(`The first ${hopeless} trials all failed`)
      if (!works) return []
      const ready = held
      held = []
      return ready
    },
    end() {
      if (held.length > 0) giveUp(held.length === 1 ? 'The only trial failed' : `All ${held.length} trials failed`)
    },
  }
}

type ErrorEvent = Extract<Event, { readonly type: 'error' }>

const isError = (event: Event): event is ErrorEvent => event.type === 'error'

/** An agent that says nothing at all is a finding; one that nobody has heard because of errors is none. */
function hasWorked({ circumstances, events }: Conversation): boolean {
  if (circumstances?.ending?.outcome === 'error') return false
  const isAnswered = events.some(
    (event) =>
      (event.type === 'message' && event.from === 'agent') || event.type === 'tool-call' || event.type === 'handoff',
  )
  return isAnswered || !events.some(isError)
}

function nothingWorks(which: string, error: ErrorEvent | undefined): Problem {
  const said = (error?.message ?? 'no reason was given').replace(/[.]?$/, '.')
  const known =
    error !== undefined && Object.hasOwn(advice, error.code) ? advice[error.code as keyof typeof advice] : undefined
  if (known === undefined) {
    return new Problem({
      code: 'simulate/nothing-works',
      message: `${which}, and the agent was never reached. The last one: ${said}`,
      hint: 'Run "fieldproof doctor" to see which part does not work.',
    })
  }
  return new Problem({
    code: known.code,
    message: `${which} before the agent gave one answer. The last one: ${said}`,
    hint: `${known.hint} "fieldproof doctor" tries it with one message.`,
  })
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
