/**
 * The knee: the last level up to which quality is not surely worse than at the lowest, and replies come in time.
 *
 * `Not surely worse` is no proof of `as good`, so what could not be told is told beside it: how large a loss the pairs
 * would have hidden, and what lies between two levels.
 */
import { type Rate, rate, taroneHolm } from '../../stats/index.ts'
import type { Compared } from '../paired.ts'

/** What is known of a level when it is asked whether the agent carried it. */
export interface LevelReading {
  readonly level: number
  /** Against the lowest level, pair by pair: conversations without a violation, then each promise. None at the lowest. */
  readonly compared: readonly Compared[]
  /** 95th percentile of reply times: undefined without any reply, Infinity when more than 5 % never came. */
  readonly p95Ms: number | undefined
  /** Messages, and those of them whose reply took longer than the bound, or never came. */
  readonly messages: number
  readonly tooSlow: number
  /** Conversations that had to stand in line because too many were under way. */
  readonly held: number
}

export interface Knee {
  /** Undefined when not even the lowest level was carried. */
  readonly level: number | undefined
  /** The first level that was not carried, and why. */
  readonly beyond: { readonly level: number; readonly because: readonly KneeReason[] } | undefined
  /** Of each level: what it surely loses. */
  readonly worse: ReadonlyMap<number, readonly Compared[]>
  readonly unknown: readonly Unknown[]
}

export type KneeReason =
  | { readonly kind: 'worse'; readonly lines: readonly Compared[] }
  | { readonly kind: 'slow'; readonly p95Ms: number }
  | { readonly kind: 'unanswered' }
  | { readonly kind: 'overrun'; readonly held: number }

/** What these trials cannot tell. */
export type Unknown =
  /** Between the knee and the level beyond it, or above the highest. */
  | { readonly kind: 'between'; readonly from: number; readonly to: number }
  | { readonly kind: 'above'; readonly level: number }
  /** A loss up to so much at the knee would not have been seen. */
  | { readonly kind: 'loss'; readonly level: number; readonly upTo: number; readonly pairs: number }
  /** No pair was decided, so quality was not compared. */
  | { readonly kind: 'unpaired'; readonly level: number }
  /** The share that came too late may as well lie on the other side of 5 %. */
  | { readonly kind: 'bound'; readonly level: number; readonly late: Rate }
  | { readonly kind: 'no-bound' }

const chanceOfWrong = 0.05
const lateShare = 0.05

/** @param levels from the lowest, at least one; @param boundMs what the 95th percentile may be, where anything says */
export function kneeOf(levels: readonly LevelReading[], boundMs?: number): Knee {
  const worse = surelyWorse(levels)
  const reasons = levels.map((level) => reasonsOf(level, worse.get(level.level) ?? [], boundMs))
  const first = reasons.findIndex((because) => because.length > 0)
  const beyond = levels[first]
  const knee = first === -1 ? levels.at(-1) : levels[first - 1]
  return {
    level: knee?.level,
    beyond: beyond === undefined ? undefined : { level: beyond.level, because: reasons[first] ?? [] },
    worse,
    unknown: [...gap(knee, beyond), ...hidden(knee, levels[0]), ...bounds([knee, beyond], boundMs)],
  }
}

/** Corrected for every promise at every level that was looked at. */
function surelyWorse(levels: readonly LevelReading[]): ReadonlyMap<number, readonly Compared[]> {
  const all = levels.flatMap(({ level, compared }) => compared.map((line) => ({ level, line })))
  const rejected = taroneHolm(
    all.map(({ line: { pWorse, leastP } }) => ({ p: pWorse, least: leastP })),
    chanceOfWrong,
  )
  const worse = new Map<number, Compared[]>()
  for (const [index, { level, line }] of all.entries()) {
    if (rejected[index] === true) worse.set(level, [...(worse.get(level) ?? []), line])
  }
  return worse
}

function reasonsOf(
  { p95Ms, held }: LevelReading,
  worse: readonly Compared[],
  boundMs: number | undefined,
): readonly KneeReason[] {
  const slow = boundMs !== undefined && p95Ms !== undefined && p95Ms > boundMs
  return [
    ...(worse.length > 0 ? [{ kind: 'worse', lines: worse } as const] : []),
    ...(slow && p95Ms < Number.POSITIVE_INFINITY ? [{ kind: 'slow', p95Ms } as const] : []),
    ...(p95Ms === Number.POSITIVE_INFINITY ? [{ kind: 'unanswered' } as const] : []),
    ...(held > 0 ? [{ kind: 'overrun', held } as const] : []),
  ]
}

function gap(knee: LevelReading | undefined, beyond: LevelReading | undefined): readonly Unknown[] {
  if (beyond === undefined) return knee === undefined ? [] : [{ kind: 'above', level: knee.level }]
  return knee === undefined ? [] : [{ kind: 'between', from: knee.level, to: beyond.level }]
}

/** The lowest level is what is compared with, so nothing is known of what it has lost already. */
function hidden(knee: LevelReading | undefined, lowest: LevelReading | undefined): readonly Unknown[] {
  if (knee === undefined || knee === lowest) return []
  const [overall] = knee.compared
  if (overall === undefined) return [{ kind: 'unpaired', level: knee.level }]
  return [{ kind: 'loss', level: knee.level, upTo: Math.max(0, -overall.low), pairs: overall.pairs }]
}

function bounds(levels: readonly (LevelReading | undefined)[], boundMs: number | undefined): readonly Unknown[] {
  if (boundMs === undefined) return [{ kind: 'no-bound' }]
  return levels.flatMap((reading) => {
    if (reading === undefined || reading.messages === 0) return []
    const late = rate(reading.tooSlow, reading.messages)
    const isOpen = late.low < lateShare && late.high > lateShare
    return isOpen ? [{ kind: 'bound', level: reading.level, late } as const] : []
  })
}
