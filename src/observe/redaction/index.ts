/** Redaction: nothing secret or personal is kept, and what is equal stays equal. */
export { redactionKey } from './keys.ts'
export { marksOf, type RedactionMode } from './marks.ts'
export { type RedactionPlan, termsBy } from './plan.ts'
export { redacted } from './redact.ts'
export { redactedInPlace } from './redact-in-place.ts'
