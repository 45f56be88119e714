/**
 * Whether a guard that was written guards: played with the agent that broke its promise, the rule that guards are held to has
 * to refute that agent. What does not would let through what it is to guard against.
 */
import { type Rate, rate } from '../../stats/index.ts'
import type { Counts } from '../counts.ts'
import { type AgainOptions, playedAgain } from '../reproduce/again.ts'
import { type Guard, type GuardRule, guardState, provingPlays } from './guard.ts'

export interface AsWritten {
  /** Absent where no play was decided. */
  readonly violated?: Rate
  readonly unjudged: number
  readonly isGuarding: boolean
}

const playsAtOnce = 10

/** Played ten times; where the promise breaks now and then, as often as would prove a fix. */
export async function brokenAsWritten(
  guard: Guard,
  rule: GuardRule,
  options: Omit<AgainOptions, 'condition' | 'runs'>,
): Promise<AsWritten> {
  const { trial } = options
  let counts: Counts = { held: 0, violated: 0, unjudged: 0 }
  let isGuarding = false
  for (let from = 0; from < provingPlays(rule) && !isGuarding; from += playsAtOnce) {
    const { violated, unjudged } = await playedAgain({
      ...{ ...options, condition: guard.promise, runs: playsAtOnce },
      trial: { ...trial, id: `${trial.id}-${from}`, seed: trial.seed + from },
    })
    const { successes = 0, n = 0 } = violated ?? {}
    counts = {
      held: counts.held + n - successes,
      violated: counts.violated + successes,
      unjudged: counts.unjudged + unjudged,
    }
    isGuarding = guardState(guard, counts, rule).state === 'refuted'
    if (counts.violated === 0) break
  }
  const { held, violated, unjudged } = counts
  return { ...(held + violated > 0 && { violated: rate(violated, held + violated) }), unjudged, isGuarding }
}
