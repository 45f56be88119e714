/**
 * What of a jury's finding can be checked without asking a model: who sat, what was quoted, and whether the levels that
 * jurors chose lead to the finding by the jury's rule. Whether another reader would choose them, it cannot say.
 */
import type { Conversation } from '../../conversation/index.ts'
import {
  agreedSide,
  applyCeiling,
  type Finding,
  type Pact,
  quoteTrouble,
  type Rubric,
  type Verdict,
} from '../../pact/index.ts'

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
  const chosen = jurors.map(({ level }) => level)
  const holds = agreedSide(chosen, rubric, rule ?? 'holds')
  return holds !== undefined && outcome === underCeiling(holds, findings, pact, rubric)
    ? undefined
    : `was ${outcome}, which is not what its jurors chose`
}

/** What comes of the side that jurors came to, beside what code found. */
function underCeiling(
  holds: boolean,
  findings: readonly Finding[],
  { conditions }: Pick<Pact, 'conditions'>,
  rubric: Rubric,
): Finding['outcome'] | undefined {
  const { id: condition } = rubric
  const read: Finding = holds
    ? { condition, outcome: 'held' }
    : { condition, outcome: 'violated', because: 'its jurors chose so', at: [] }
  const all = findings.map((each) => (each.condition === condition ? read : each))
  return applyCeiling(all, [...conditions, rubric]).find((each) => each.condition === condition)?.outcome
}
