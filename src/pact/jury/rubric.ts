/**
 * A rubric: a promise that only reading can check, with levels that say what to look for.
 *
 * Levels run from worst to best and each is described, so that two readers mean the same by it. A reading is a
 * level, and its score the place of that level among all, as a fraction: "not bad, not good" is not forced into
 * pass or fail. Which levels keep the promise is said by `holds`.
 */
import { z } from 'zod'
import type { Dimension, Severity } from '../condition.ts'

/** A promise that a jury reads for, with its levels from worst to best. */
export interface Rubric extends RubricOptions {
  readonly id: string
  readonly kind: 'rubric'
  readonly dimension: Dimension
  readonly severity: Severity
  /** The promised rate, a fraction 0..1. */
  readonly target: number
}

export interface RubricOptions {
  /** One question about the agent, answerable from the conversation alone. */
  readonly question: string
  /** From worst to best. */
  readonly levels: readonly Level[]
  /**
   * What jurors are shown. `all` (default): both sides and the tools. `agent`: what the agent said, nothing else.
   * `both`: each juror reads both ways and must come to the same side, which customers' flattery cannot move.
   */
  readonly view?: 'all' | 'agent' | 'both'
  /** Name of the jury that reads it. Default `default`. */
  readonly jury?: string
}

interface Level {
  readonly name: string
  /** What a reader sees at this level, concretely. */
  readonly description: string
  /** Whether the promise is kept at this level. */
  readonly holds: boolean
}

const level = z.strictObject({
  name: z.string().trim().min(1).max(60),
  description: z.string().trim().min(1),
  holds: z.boolean(),
})

/** The `rubric:` part of a pact. */
export const rubricOptions: z.ZodType<RubricOptions> = z.strictObject({
  question: z.string().trim().min(1),
  levels: z.array(level).min(2).superRefine(checkLevels),
  view: z.enum(['all', 'agent', 'both']).exactOptional(),
  jury: z.string().min(1).exactOptional(),
})

function checkLevels(levels: readonly Level[], context: z.RefinementCtx): void {
  const trouble = (message: string, index?: number) =>
    context.addIssue({ code: 'custom', message, ...(index === undefined ? {} : { path: [index] }) })
  for (const [index, { name, holds }] of levels.entries()) {
    if (levels.findIndex((other) => other.name === name) < index) trouble(`two levels are named "${name}"`, index)
    if (!holds && levels[index - 1]?.holds) {
      trouble(`"${name}" does not hold but the worse level before it does: order levels from worst to best`, index)
    }
  }
  if (levels.every(({ holds }) => holds)) trouble('every level holds, so the rubric cannot be violated')
  if (!levels.some(({ holds }) => holds)) trouble('no level holds, so the rubric cannot be kept')
}

/** A level's place among all, 0 for the worst and 1 for the best. */
export function scoreOf({ levels }: RubricOptions, levelIndex: number): number {
  return levelIndex / (levels.length - 1)
}

/** What is promised, in words. */
export function explainRubric({ question, levels }: RubricOptions): string {
  const kept = levels.filter(({ holds }) => holds).map(({ name }) => `"${name}"`)
  return `jurors who quote the conversation read ${kept.join(' or ')} for: ${question}`
}
