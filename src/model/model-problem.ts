/**
 * No answer arrived. The problem says whether asking again may help and how long the provider asked us to wait,
 * so that one place, `retrying`, decides about waiting.
 */
import { Problem } from '../problem.ts'

export interface ModelProblemOptions {
  readonly code: string
  readonly message: string
  readonly hint: string
  /** Whether the same question may be answered later: 429, 5xx, a cut connection, a timeout. Default false. */
  readonly retryable?: boolean
  /** The `Retry-After` header as it came: seconds or an HTTP date. */
  readonly retryAfter?: string
}

export class ModelProblem extends Problem {
  readonly retryable: boolean
  readonly retryAfter: string | undefined

  constructor({ code, message, hint, retryable = false, retryAfter }: ModelProblemOptions) {
    super({ code, message, hint })
    this.retryable = retryable
    this.retryAfter = retryAfter
  }
}

/** Whether this is the hard stop of a budget, so that nothing was asked. */
export function isBudgetSpent(thrown: unknown): boolean {
  return thrown instanceof Problem && thrown.code === 'model/budget-spent'
}
