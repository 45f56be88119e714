/**
 * A load run: levels of conversations at once, from few to many, each graded against the pact and held against the lowest.
 *
 * A few conversations are had first to learn how long one takes, from which the schedule of each level follows. The
 * ramp stops at the first level at which this process itself lagged, because nothing above it could be believed.
 */
import { limiter } from '../../connect/index.ts'
import type { Conversation } from '../../conversation/index.ts'
import type { Pact, Summary, Verdict } from '../../pact/index.ts'
import { type ClusteredRate, clusteredRate } from '../../stats/index.ts'
import type { TrialRecord } from '../../store/index.ts'
import type { Compared } from '../paired.ts'
import type { PlannedTrial } from '../plan.ts'
import { run } from '../run.ts'
import type { Stage } from '../trial.ts'
import type { ArrivalKind } from './arrivals.ts'
import { type Parts, slowedBy } from './blame.ts'
import { CountedLevel } from './counted.ts'
import { type GeneratorWatch, watchGenerator } from './generator.ts'
import { type Hurry, hurried } from './hurried.ts'
import { type Knee, kneeOf } from './knee.ts'
import { type Lag, lagOf } from './lag.ts'
import { type Done, idIn, type Played, playLevel } from './level.ts'
import { expectedMs, type Hold, levelPlan } from './levels.ts'
import type { Times } from './times.ts'

export interface LoadOptions {
  /** Every trial that may be had, in an order that begins alike every time; without end. */
  readonly trials: () => Iterable<PlannedTrial>
  /** Trials until the first repeats itself. */
  readonly cycle: number
  /** On the wall clock. */
  readonly stage: Stage
  readonly pact: Pact
  readonly judge: (conversation: Conversation) => Verdict | Promise<Verdict>
  /** Conversations at once, ascending, at least one. */
  readonly levels: readonly number[]
  readonly hold?: Hold
  readonly arrivals: ArrivalKind
  readonly seed: number
  readonly hurry: Hurry
  /** What the 95th percentile of reply times may be, in milliseconds. */
  readonly boundMs?: number
  /** The largest loss that is of no interest, a fraction. */
  readonly margin: number
  readonly signal: AbortSignal
  /** What tells of our own lag. Default: of this process, in real time. */
  readonly generator?: GeneratorWatch
  /** Called after each level; the next one waits for it. */
  readonly onLevel?: (level: LevelResult) => void | Promise<void>
  /** Called with every graded conversation while others are under way, so it has to be quick. @param planned its id in the plan, the same at every level */
  readonly onGraded?: (trial: TrialRecord, planned: string) => void
  /** Conversations that have ended of those that are had first, few at once. */
  readonly onTrying?: (ended: number, of: number) => void
  /** Called once it is known how long a conversation takes. @param levelsMs how long each level will take, while that stays so */
  readonly onTried?: (conversationMs: number, levelsMs: readonly number[]) => void
  /** Conversations of a level that have ended, and how many there are at most. */
  readonly onProgress?: (level: number, ended: number, of: number) => void
}

/** Reply times in milliseconds: undefined without any, Infinity where so many never came. */
export interface Quantiles {
  readonly n: number
  readonly p50: number | undefined
  readonly p95: number | undefined
  readonly p99: number | undefined
}

export interface LevelResult extends Played {
  readonly level: number
  /** Conversations a second that were to begin. */
  readonly perSecond: number
  /** Conversations that were had and not graded, before and after. */
  readonly ungraded: number
  readonly summary: Summary
  /** Conversations without a violation, of those that were decided, clustered by scenario. */
  readonly clean: ClusteredRate | undefined
  /** From when a message should have been sent until its reply was there. */
  readonly replies: Quantiles
  /** Messages whose reply took longer than the bound or never came. */
  readonly tooSlow: number
  readonly conversations: Quantiles
  /** Of the mean reply time. */
  readonly parts: Parts | undefined
  /** How much longer a reply takes than at the lowest level; undefined there. */
  readonly slowed: (Parts & { readonly total: number }) | undefined
  /** Pair by pair against the lowest level: conversations without a violation first. */
  readonly compared: readonly Compared[]
  readonly lag: Lag
}

export interface LoadResult {
  /** How long a conversation takes when few are had, and of how many that is the mean. */
  readonly conversationMs: number
  readonly tried: number
  readonly levels: readonly LevelResult[]
  /** Levels that were to be played and were not, because this process lagged before. */
  readonly left: readonly number[]
  /** This process lagged at the last level that was played, so the run says nothing. */
  readonly isVoid: boolean
  /** Undefined when the run is void or was stopped. */
  readonly knee: Knee | undefined
  readonly boundMs: number | undefined
}

/** Tried beforehand, at most. */
const triedAtMost = 20

/** @throws Problem when nothing works from the start; what the judge throws */
export async function load(options: LoadOptions): Promise<LoadResult> {
  const { levels, pact, signal, boundMs } = options
  const stage: Stage = {
    ...options.stage,
    clock: () => options.stage.wall,
    customer: (trial, ends) => hurried(options.stage.customer(trial, ends), options.hurry),
  }
  const { conversationMs, tried } = await tryOut(options, stage)
  if (tried > 0) {
    options.onTried?.(
      conversationMs,
      levels.map((level) => expectedMs(levelPlan(level, conversationMs, options.hold))),
    )
  }
  const results: LevelResult[] = []
  let lowest: CountedLevel | undefined
  const generator = options.generator ?? watchGenerator()
  try {
    for (const level of levels) {
      if (signal.aborted || results.at(-1)?.lag.isVoid === true) break
      const counted = new CountedLevel(pact, lowest?.outcomes, boundMs)
      const result = await oneLevel(level, conversationMs, { ...options, stage }, counted, generator.read, results[0])
      if (signal.aborted) break
      lowest ??= counted
      results.push(result)
      await options.onLevel?.(result)
    }
  } finally {
    generator.end()
  }
  const isVoid = results.some(({ lag }) => lag.isVoid)
  const isWhole = !isVoid && results.length === levels.length
  return {
    conversationMs,
    tried,
    levels: results,
    left: levels.slice(results.length),
    isVoid,
    knee: isWhole ? kneeOf(results.map(readingOf), boundMs) : undefined,
    boundMs,
  }
}

/** Has some conversations, few at once, to learn how long one takes. */
async function tryOut(
  { trials, cycle, levels, judge, signal, onTrying }: LoadOptions,
  stage: Stage,
): Promise<{ readonly conversationMs: number; readonly tried: number }> {
  const size = Math.min(Math.max(cycle, 5), triedAtMost)
  const concurrency = Math.min(levels[0] ?? 1, size)
  let sumMs = 0
  let tried = 0
  const add = ({ events }: Conversation) => {
    sumMs += events.at(-1)?.atMs ?? 0
    tried += 1
    onTrying?.(tried, size)
  }
  await run({
    id: 'load-first',
    plan: { trials: () => firstOf(trials(), size) },
    stage: { ...stage, limiter: limiter({ clock: stage.wall, most: concurrency, first: concurrency }) },
    judge,
    concurrency,
    signal,
    onTrial: ({ conversation }) => add(conversation),
  })
  return { conversationMs: tried === 0 ? 0 : sumMs / tried, tried }
}

function* firstOf(trials: Iterable<PlannedTrial>, size: number): Generator<PlannedTrial> {
  let left = size
  for (const trial of trials) {
    if (left === 0) return
    left -= 1
    yield { ...trial, id: idIn(trial, 'first') }
  }
}

async function oneLevel(
  level: number,
  conversationMs: number,
  options: LoadOptions,
  counted: CountedLevel,
  readGenerator: () => Pick<Lag, 'loopMs' | 'busy'>,
  lowest: LevelResult | undefined,
): Promise<LevelResult> {
  const plan = levelPlan(level, conversationMs, options.hold)
  const ended = { graded: 0, ungraded: 0 }
  const onDone = ({ phase, record, planned, watch, tookMs }: Done) => {
    counted.addLag(watch)
    if (phase === 'graded') {
      counted.add(record, watch, tookMs)
      options.onGraded?.(record, planned)
    }
    ended[phase === 'graded' ? 'graded' : 'ungraded'] += 1
    options.onProgress?.(level, ended.graded + ended.ungraded, plan.before + plan.graded + plan.after)
  }
  readGenerator()
  const played = await playLevel({ ...options, plan, onDone })
  const { loopMs, busy } = readGenerator()
  const parts = counted.parts()
  const summary = counted.summary()
  return {
    level,
    ...played,
    perSecond: 1000 / plan.everyMs,
    ungraded: ended.ungraded,
    summary,
    clean: cleanRate(summary),
    replies: quantilesOf(counted.replies),
    tooSlow: counted.tooSlow,
    conversations: quantilesOf(counted.conversations),
    parts,
    slowed: parts && lowest?.parts && slowedBy(lowest.parts, parts),
    compared: counted.compared(options.margin),
    lag: lagOf({ lateMs: counted.late.quantile(0.99) ?? 0, loopMs, busy }, counted.replies.quantile(0.5)),
  }
}

function cleanRate({ scenarios }: Summary): ClusteredRate | undefined {
  const clusters = scenarios
    .map(({ clean, violating }) => ({ successes: clean, n: clean + violating }))
    .filter(({ n }) => n > 0)
  return clusters.length === 0 ? undefined : clusteredRate(clusters)
}

function quantilesOf(times: Times): Quantiles {
  return { n: times.n, p50: times.quantile(0.5), p95: times.quantile(0.95), p99: times.quantile(0.99) }
}

function readingOf({ level, compared, replies, tooSlow, held }: LevelResult) {
  return { level, compared, p95Ms: replies.p95, messages: replies.n, tooSlow, held }
}
