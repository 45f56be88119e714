/** How what each project sends is redacted, in plain values, so that a thread can be told. */
import { marksOf, type RedactionMode } from './marks.ts'
import type { RedactionTerms } from './walk.ts'

export interface RedactionPlan {
  /** From which each project's keys are derived; 32 bytes or more. */
  readonly key: Uint8Array
  readonly mode: RedactionMode
  /** Further fields whose values are removed whole, by name. */
  readonly fields: readonly string[]
  /** Texts that are nobody's secret. */
  readonly keep: readonly string[]
}

/** The terms of each project, by its name. */
export function termsBy({ key, mode, fields, keep }: RedactionPlan): (project: string) => RedactionTerms {
  const known = new Map<string, RedactionTerms>()
  return (project) => {
    const terms = known.get(project) ?? { marks: marksOf(key, project, mode), fields, keep }
    known.set(project, terms)
    return terms
  }
}
