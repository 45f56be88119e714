/**
 * A budget: a hard stop on tokens and money, shared by every model that is put within it.
 *
 * Before a question is asked, its worst case (its own tokens as estimated, and the whole of `maxTokens`) is set
 * aside, so questions in flight together cannot overrun what any one of them would have respected. When that does
 * not fit, the question waits for those in flight; when nothing is in flight and it still does not fit, the budget
 * is spent: that and every later question is refused as `model/budget-spent` and counted. An estimate can be
 * wrong, so the last answer may pass the limit by what its input was underestimated; nothing is asked after it.
 */
import { type Answer, costOf, type Model, type Price, type Question } from './model.ts'
import { ModelProblem } from './model-problem.ts'
import { estimatedTokensOf } from './tokens.ts'

export interface BudgetLimits {
  /** Input and output tokens together. */
  readonly tokens?: number
  /** Money, in the currency of the models' prices. */
  readonly money?: number
}

/** What became of the questions so far. */
export interface Spending {
  readonly tokens: number
  readonly money: number
  /** Questions that were answered. */
  readonly answered: number
  /** Questions that went out and brought no answer; what they may have cost is not known and not counted. */
  readonly failed: number
  /** Questions never asked, because the budget was spent. */
  readonly skipped: number
}

interface Amount {
  readonly tokens: number
  readonly money: number
}

/** A hard stop on tokens and money, shared by every model put within it. */
export class Budget {
  readonly limits: BudgetLimits
  #spent: Amount = { tokens: 0, money: 0 }
  #aside: Amount = { tokens: 0, money: 0 }
  #inFlight = 0
  #counts = { answered: 0, failed: 0, skipped: 0 }
  #isSpent = false
  #waiting: (() => void)[] = []

  constructor(limits: BudgetLimits) {
    this.limits = limits
  }

  get spending(): Spending {
    return { ...this.#spent, ...this.#counts }
  }

  /** Whether questions have been refused, or would be. Never false again once true. */
  get isSpent(): boolean {
    return this.#isSpent
  }

  /** One line for a report: `spent 1,200 of 1,000 tokens; 14 questions answered, 0 failed, 6 skipped`. */
  explain(): string {
    const { tokens, money, answered, failed, skipped } = this.spending
    const parts = [
      this.limits.tokens === undefined ? `${tokens} tokens` : `${tokens} of ${this.limits.tokens} tokens`,
      ...(this.limits.money === undefined ? [] : [`${money.toFixed(4)} of ${this.limits.money} in money`]),
    ]
    return `spent ${parts.join(', ')}; ${answered} questions answered, ${failed} failed, ${skipped} skipped`
  }

  /** @internal Sets `amount` aside, waiting for questions in flight where that may help. */
  async admit(amount: Amount, signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      signal?.throwIfAborted()
      if (!this.#isSpent && this.#fits(amount)) break
      if (this.#inFlight === 0) this.#isSpent = true
      if (this.#isSpent) this.#refuse()
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
    this.#inFlight += 1
    this.#aside = sum(this.#aside, amount, 1)
  }

  /** @internal Gives back what was set aside and takes what was used; `used` is absent when no answer came. */
  settle(amount: Amount, used: Amount | undefined): void {
    this.#inFlight -= 1
    this.#aside = this.#inFlight === 0 ? { tokens: 0, money: 0 } : sum(this.#aside, amount, -1)
    if (used === undefined) this.#counts.failed += 1
    else {
      this.#counts.answered += 1
      this.#spent = sum(this.#spent, used, 1)
    }
    const woken = this.#waiting
    this.#waiting = []
    for (const wake of woken) wake()
  }

  #fits({ tokens, money }: Amount): boolean {
    const within = (limit: number | undefined, total: number) => limit === undefined || total <= limit
    return (
      within(this.limits.tokens, this.#spent.tokens + this.#aside.tokens + tokens) &&
      within(this.limits.money, this.#spent.money + this.#aside.money + money)
    )
  }

  #refuse(): never {
    this.#counts.skipped += 1
    throw new ModelProblem({
      code: 'model/budget-spent',
      message: `The budget for models is spent: ${this.explain()}.`,
      hint: 'Raise the budget, ask fewer rubrics, or read a sample of the conversations. What was skipped is unjudged.',
    })
  }
}

/** The same model, asking only while `budget` lasts. */
export function withinBudget(model: Model, budget: Budget): Model {
  if (budget.limits.money !== undefined && model.price === undefined) throw noPrice(model.id)
  return {
    ...model,
    async ask<Value>(question: Question<Value>, signal?: AbortSignal): Promise<Answer<Value>> {
      const worst = worstCase(question, model.price)
      await budget.admit(worst, signal)
      let used: Amount | undefined
      try {
        const answer = await model.ask(question, signal)
        const { inputTokens, outputTokens, cost } = answer.usage
        const paid = cost ?? costOf(model.price, inputTokens, outputTokens).cost
        used = { tokens: inputTokens + outputTokens, money: paid ?? 0 }
        return answer
      } finally {
        budget.settle(worst, used)
      }
    },
  }
}

function worstCase(question: Question, price: Price | undefined): Amount {
  const inputTokens = estimatedTokensOf(question)
  const money = costOf(price, inputTokens, question.maxTokens).cost ?? 0
  return { tokens: inputTokens + question.maxTokens, money }
}

function sum(a: Amount, b: Amount, sign: 1 | -1): Amount {
  return { tokens: a.tokens + sign * b.tokens, money: a.money + sign * b.money }
}

function noPrice(id: string): ModelProblem {
  return new ModelProblem({
    code: 'model/no-price',
    message: `Model "${id}" has no price, so a budget in money cannot hold it.`,
    hint: 'Give the model a price for a million input and output tokens, or set the budget in tokens.',
  })
}
