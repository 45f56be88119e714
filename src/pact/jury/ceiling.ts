/**
 * The ceiling: what code has seen violated, no jury can read as kept.
 *
 * When a critical condition is violated, rubrics of the same dimension are at their lowest level whatever jurors
 * said, so an agent that talks its readers round gains nothing. It only ever lowers: a jury's own violation, an
 * unjudged or a not-applicable rubric is not raised, and conditions that code checks are not touched.
 */
import type { Condition } from '../condition.ts'
import type { Finding } from '../verdict.ts'

/** What must be known of each condition and rubric of the pact. Rubrics have the kind `rubric`. */
export type Ranked = Pick<Condition, 'id' | 'kind' | 'dimension' | 'severity'>

export function applyCeiling(findings: readonly Finding[], conditions: readonly Ranked[]): readonly Finding[] {
  const ranked = new Map(conditions.map((condition) => [condition.id, condition]))
  const ceilings = new Map<string, Finding & { readonly outcome: 'violated' }>()
  for (const finding of findings) {
    const condition = ranked.get(finding.condition)
    if (finding.outcome !== 'violated' || condition?.severity !== 'critical' || condition.kind === 'rubric') continue
    if (!ceilings.has(condition.dimension)) ceilings.set(condition.dimension, finding)
  }
  return findings.map((finding) => {
    const condition = ranked.get(finding.condition)
    const ceiling = condition?.kind === 'rubric' ? ceilings.get(condition.dimension) : undefined
    return ceiling === undefined ? finding : lowered(finding, ceiling)
  })
}

function lowered(finding: Finding, ceiling: Finding & { readonly outcome: 'violated' }): Finding {
  if (finding.outcome === 'violated') return { ...finding, score: 0 }
  if (finding.outcome !== 'held') return finding
  const because = `jurors read it as kept, but "${ceiling.condition}" was violated: ${ceiling.because}`
  return { ...finding, outcome: 'violated', because, at: ceiling.at, score: 0 }
}
