/**
 * Plays one level: begins conversations by the schedule, whether or not the agent keeps up.
 *
 * Holds no more conversations than are under way, and never more than the level's bound; who comes when all places are
 * taken stands in line, and the wait counts.
 */
import type { Conversation } from '../../conversation/index.ts'
import type { Verdict } from '../../pact/index.ts'
import { hash128 } from '../../stats/index.ts'
import type { TrialRecord } from '../../store/index.ts'
import { untilFailure } from '../first-failure.ts'
import type { PlannedTrial } from '../plan.ts'
import { playTrial, type Stage } from '../trial.ts'
import { type ArrivalKind, arrivals } from './arrivals.ts'
import { type LevelPlan, type Phase, phaseOf } from './levels.ts'
import { type Watch, watch } from './watch.ts'

export interface LevelOptions {
  readonly plan: LevelPlan
  /** The trials in the order of their plan, from its beginning, at least as many as are graded. */
  readonly trials: () => Iterable<PlannedTrial>
  readonly stage: Stage
  readonly judge: (conversation: Conversation) => Verdict | Promise<Verdict>
  readonly arrivals: ArrivalKind
  readonly seed: number
  readonly signal: AbortSignal
  /** Called for every conversation that has ended, in the order in which they end. */
  readonly onDone: (done: Done) => void
}

/** A conversation that has ended. */
export interface Done {
  readonly phase: Phase
  readonly record: TrialRecord
  /** What the plan calls it; the record has an id of its own at every level. */
  readonly planned: string
  readonly watch: Watch
  /** From when it should have begun until it had ended, backends read. */
  readonly tookMs: number
}

/** How a level went, as far as its schedule tells. */
export interface Played {
  /** Conversations that had to stand in line because all places were taken. */
  readonly held: number
  /** Conversations under way, on average over the time in which graded ones began. */
  readonly atOnce: number
  readonly seconds: number
}

/** @throws what the judge throws, and Problems of settings; an abort is not thrown: look at `signal.aborted` */
export async function playLevel(options: LevelOptions): Promise<Played> {
  const { plan, stage, signal } = options
  const { wall } = stage
  const { stopped, fail, check } = untilFailure(signal)
  const beganMs = wall.nowMs()
  const places = placesOf(plan.most, () => wall.nowMs())
  const next = {
    before: trialsOf(options, 'before'),
    graded: trialsOf(options, 'graded'),
    after: trialsOf(options, 'after'),
  }
  let gradedLeft = plan.graded
  let held = 0
  let atOnce = 0

  const have = async (phase: Phase, { planned, ...trial }: LevelTrial, dueMs: number, readyMs: number) => {
    const watched = watch(stage, { dueMs, readyMs })
    const record = await judged(await playTrial(trial, watched.stage, stopped), trial, options)
    if (phase === 'graded') gradedLeft -= 1
    options.onDone({ phase, record, planned, watch: watched, tookMs: wall.nowMs() - dueMs })
  }

  const isOver = (phase: Phase) => stopped.aborted || (phase === 'after' && gradedLeft === 0)
  const begin = async (number: number, dueMs: number): Promise<boolean> => {
    const phase = phaseOf(plan, number)
    await until(dueMs, stage, stopped)
    if (isOver(phase)) return false
    const readyMs = await places.free(dueMs)
    if (isOver(phase)) return false
    if (readyMs > dueMs && phase === 'graded') held += 1
    if (number === plan.before) places.restart()
    const trial = next[phase].next()
    if (trial.done === true) throw new RangeError('a level needs a trial for each conversation')
    places.take(have(phase, trial.value, dueMs, readyMs).catch(fail))
    if (number === plan.before + plan.graded - 1) atOnce = places.average()
    return true
  }

  const schedule = arrivals({ kind: options.arrivals, everyMs: plan.everyMs, seed: options.seed, of: plan.level })
  const all = plan.before + plan.graded + plan.after
  for (let number = 0; number < all; number += 1) {
    if (!(await begin(number, beganMs + schedule.next().value))) break
  }
  await places.empty()
  check()
  return { held, atOnce, seconds: (wall.nowMs() - beganMs) / 1000 }
}

/** Not slept at all when it is due already: a late schedule catches up. */
async function until(dueMs: number, { wall }: Stage, signal: AbortSignal): Promise<void> {
  const leftMs = dueMs - wall.nowMs()
  if (leftMs > 0 && !signal.aborted) await wall.sleep(leftMs, signal).catch(() => {})
}

interface LevelTrial extends PlannedTrial {
  readonly planned: string
}

/**
 * Each level and phase has conversations of its own, with the same customers: whoever keeps things by the
 * conversation's id would else take the second level's customer for the first's.
 */
function* trialsOf({ trials, plan: { level } }: LevelOptions, phase: Phase): Generator<LevelTrial> {
  for (const trial of trials()) yield { ...trial, id: idIn(trial, `${level} ${phase}`), planned: trial.id }
}

export function idIn({ id }: PlannedTrial, where: string): string {
  return hash128(`load ${where} ${id}`).slice(0, 20)
}

async function judged(conversation: Conversation, trial: PlannedTrial, options: LevelOptions): Promise<TrialRecord> {
  const { id, index, scenario, persona, channel, repeat, seed } = trial
  const verdict = await options.judge(conversation)
  const run = `load-${options.plan.level}`
  return { run, id, index, scenario: scenario.id, persona: persona.id, channel, repeat, seed, conversation, verdict }
}

interface Places {
  /** Waits until there is one. @returns when it was free for who was due then */
  free(dueMs: number): Promise<number>
  take(work: Promise<void>): void
  empty(): Promise<void>
  /** Begins the average anew. */
  restart(): void
  average(): number
}

function placesOf(most: number, nowMs: () => number): Places {
  let taken = 0
  let sinceMs = nowMs()
  let changedMs = sinceMs
  let area = 0
  let waiting: (() => void) | undefined
  const note = (change: number) => {
    const now = nowMs()
    area += taken * (now - changedMs)
    changedMs = now
    taken += change
  }
  const left = () => {
    note(-1)
    waiting?.()
  }
  const below = async (count: number) => {
    while (taken >= count)
      await new Promise<void>((wake) => {
        waiting = wake
      })
    waiting = undefined
  }
  return {
    async free(dueMs) {
      if (taken < most) return dueMs
      await below(most)
      return Math.max(dueMs, changedMs)
    },
    take(work) {
      note(1)
      work.then(left)
    },
    empty: () => below(1),
    restart() {
      note(0)
      sinceMs = changedMs
      area = 0
    },
    average() {
      note(0)
      const span = changedMs - sinceMs
      return span <= 0 ? taken : area / span
    },
  }
}
