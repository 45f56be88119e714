/**
 * A model with everything it needs for a long run, in the order that makes the parts work together.
 *
 * From the inside out: attempts are repeated; at most so many questions fly at once (a question that waits to be
 * repeated keeps its place, which slows the run down to what the provider can take); the budget counts what was
 * answered; an answer from the cache costs nothing.
 */
import { type Budget, withinBudget } from './budget.ts'
import { type AnswerCache, cached } from './cached.ts'
import { limited } from './limited.ts'
import type { Model } from './model.ts'
import { type RetryOptions, retrying } from './retrying.ts'

/** What `equipped` puts around a model: repeats, a limit, a budget, a cache. */
export interface Equipment {
  readonly retry?: RetryOptions
  /** Most questions at once. Default 8. */
  readonly concurrency?: number
  /** Share one between the models that are paid from the same purse. Default none. */
  readonly budget?: Budget
  /** Default one of its own, in memory. False where each question is to be asked, however often it was before. */
  readonly cache?: AnswerCache | false
}

/** A model with repeats, a concurrency limit, a budget and a cache around it, in the order that works. */
export function equipped(model: Model, { retry = {}, concurrency = 8, budget, cache }: Equipment = {}): Model {
  const steady = limited(retrying(model, retry), concurrency)
  const paid = budget === undefined ? steady : withinBudget(steady, budget)
  return cache === false ? paid : cached(paid, cache)
}
