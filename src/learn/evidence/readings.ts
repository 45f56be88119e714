/**
 * What of a jury's finding can be checked without asking a model: who sat, what was quoted, and whether the levels that
 * jurors chose lead to the finding by the jury's rule. Whether another reader would choose them, it cannot say.
 */
import type { Conversation } from '../../conversation/index.ts'
import { type Finding, type Pact, quoteTrouble, type Rubric, type Verdict } from '../../pact/index.ts'

/** Why the finding of a rubric does not stand; nothing where it does. */
export function readingTrouble(
  finding: Finding,
  { findings }: Pick<Verdict, 'findings'>,
  conversation: Conversation,
  pact: Pick<Pact, 'juries' | 'conditions'>,
  rubric: Rubric,
): string | undefined {
  const { outcome, jurors = [], quotes = [] } = finding
  const { jurors: named = [], rule } = pact.juries[rubric.jury ?? 'default'] ?? {}
  const stranger = jurors.find(({ juror }) => !named.includes(juror))
  if (stranger !== undefined) return `was read by ${stranger.juror}, whom the pact does not name`
  if (outcome !== 'held' && outcome !== 'violated') return undefined
  const trouble = quoteTrouble(quotes, conversation)
  if (trouble !== undefined) return `rests on ${trouble}`
  const needed = rule === 'majority' ? Math.floor(jurors.length / 2) + 1 : jurors.length
  const sides = jurors.flatMap(({ level }) => (level === undefined ? [] : (rubric.levels[level]?.holds ?? [])))
  const says = (holds: boolean) => sides.filter((side) => side === holds).length >= needed
  const isLowered = pact.conditions.some(
    ({ id, severity, dimension }) =>
      severity === 'critical' &&
      dimension === rubric.dimension &&
      findings.some((each) => each.condition === id && each.outcome === 'violated'),
  )
  const isSaid = outcome === 'held' ? says(true) && !isLowered : says(false) || (isLowered && says(true))
  return isSaid ? undefined : `was ${outcome}, which is not what its jurors chose`
}
