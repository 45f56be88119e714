/** Redaction: nothing secret or personal is kept, and what is equal stays equal. */
export type { RemovedKind } from './finding.ts'
export { redactionKey } from './keys.ts'
export { type Marks, marksOf, type RedactionMode } from './marks.ts'
export { type Redacted, type RedactionTerms, redacted } from './redact.ts'
