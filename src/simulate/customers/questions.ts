/**
 * Questions as a scenario words them: `how much is a cleaning`, or `I had a tooth out and it bleeds, what should I do`.
 */

const ASKS =
  /^(?:(?:and|but|or|so) )?(?:what|which|when|where|who|whom|whose|why|how|do|does|did|is|are|am|was|were|can|could|will|would|should|shall|may|might|must|has|have|had|any)\b/i

/** Whether a question asks from its first word on, and does not tell something before. */
export function isPlainQuestion(question: string): boolean {
  return ASKS.test(question)
}
