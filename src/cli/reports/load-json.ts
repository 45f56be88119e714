/**
 * A load run as JSON, for scripts.
 *
 * Times are milliseconds: null where nothing was measured, and "never" where so many replies never came.
 */
import type { LevelResult, LoadResult, Quantiles } from '../../simulate/index.ts'
import type { ToldLoad } from './load.ts'

const loadJsonSchema = 'fieldproof.load/1'

export function loadJson({ result, runs, speed, isInside }: ToldLoad): Readonly<Record<string, unknown>> {
  const { conversationMs, tried, boundMs, isVoid, levels, left, knee } = result
  return {
    schema: loadJsonSchema,
    conversation: { meanMs: conversationMs, n: tried },
    speed,
    agentInThisProcess: isInside,
    boundMs: boundMs ?? null,
    /** Whether this machine lagged, so that nothing here may be believed of the agent. */
    void: isVoid,
    levels: levels.map((level) => ({ ...levelJson(level, knee), run: runs.get(level.level) ?? null })),
    notPlayed: left,
    knee:
      knee === undefined
        ? null
        : {
            level: knee.level ?? null,
            beyond: knee.beyond === undefined ? null : { level: knee.beyond.level, because: knee.beyond.because },
            cannotTell: knee.unknown,
          },
  }
}

function levelJson(level: LevelResult, knee: LoadResult['knee']): Readonly<Record<string, unknown>> {
  const { summary, clean, replies, conversations, parts, slowed, compared, lag } = level
  return {
    level: level.level,
    atOnce: level.atOnce,
    perSecond: level.perSecond,
    seconds: level.seconds,
    conversations: {
      graded: summary.conversations,
      ungraded: level.ungraded,
      clean: summary.clean,
      violating: summary.violating,
      unjudged: summary.unjudged,
      stoodInLine: level.held,
    },
    withoutViolation:
      clean === undefined
        ? null
        : { held: clean.successes, n: clean.n, rate: clean.rate, low: clean.low, high: clean.high },
    promises: summary.promises.map(({ id, held, violated, unjudged, notApplicable, rate }) => ({
      id,
      counts: { held, violated, unjudged, notApplicable, decided: held + violated },
      rate: rate === undefined ? null : { rate: rate.rate, n: rate.n, low: rate.low, high: rate.high },
    })),
    /** Pair by pair against the lowest level. */
    againstLowest: compared.map(({ id, pairs, old, fresh, broke, mended, difference, low, high, pWorse }) => ({
      id,
      pairs,
      lowest: { held: old.successes, n: old.n },
      here: { held: fresh.successes, n: fresh.n },
      broke,
      mended,
      difference,
      low,
      high,
      pWorse,
      surelyWorse: knee?.worse.get(level.level)?.some((line) => line.id === id) ?? null,
    })),
    replyMs: quantilesJson(replies),
    tooSlow: level.tooSlow,
    conversationMs: quantilesJson(conversations),
    meanReplyMs: parts ?? null,
    slowedByMs: slowed ?? null,
    failures: summary.errors,
    lag,
  }
}

function quantilesJson({ n, p50, p95, p99 }: Quantiles): Readonly<Record<string, unknown>> {
  return { n, p50: timeJson(p50), p95: timeJson(p95), p99: timeJson(p99) }
}

function timeJson(value: number | undefined): number | 'never' | null {
  if (value === undefined) return null
  return value === Number.POSITIVE_INFINITY ? 'never' : value
}
