/** Counts of findings of production: of the newest grading of each conversation. */

/** Findings that agree in all that a rate asks for. */
export interface FindingCount {
  readonly condition: string
  /** `held`, `violated`, `unjudged` or `not-applicable`. */
  readonly outcome: string
  /** The chance with which it was to be looked at, 0..1. */
  readonly inclusion: number
  /** The customer, or the conversation where nobody knows whose it is. */
  readonly customer: string
  readonly n: number
}

/** Conversations that ended in a time, its end left out. */
export interface FindingFilter {
  readonly sinceMs: number
  readonly untilMs: number
  readonly channel?: string
  readonly version?: string
}
