/**
 * Redaction: values as they came, without what is secret or personal, before anything of them is kept.
 *
 * Every text is looked at, names of fields and JSON within texts included. What names things (ids, times, kinds) stays
 * unless it is itself an address or a number of a person; then equal ones stay equal, so that whose conversation it is can
 * still be told. What holds nothing comes back as it is, the same object. Time is linear in the length of the values.
 */
import type { Json } from '../../conversation/index.ts'
import type { RemovedKind } from './removed.ts'
import { Texts } from './texts.ts'
import { ToldNames } from './told-names.ts'
import { type RedactionTerms, Walk } from './walk.ts'

export interface Redacted {
  readonly values: Json
  /** How much was removed, by kind. */
  readonly removed: Readonly<Partial<Record<RemovedKind, number>>>
}

/** Values without what is secret or personal. */
export function redacted(values: Json, terms: RedactionTerms): Redacted {
  const texts = new Texts()
  const told = new ToldNames(texts)
  told.hear(values, '', '', 0)
  const walk = new Walk(terms, told.names, texts)
  return { values: walk.value(values, '', '', 0), removed: walk.removed }
}
