import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Budget, withinBudget } from './budget.ts'
import { modelConformance, plain } from './model.conformance.ts'
import type { Question } from './model.ts'
import { scripted } from './scripted.ts'
import { estimatedTokensOf } from './tokens.ts'

modelConformance('a model within a budget', async (texts) => ({
  model: withinBudget(scripted(texts), new Budget({ tokens: 10_000 })),
}))

const used = (inputTokens: number, outputTokens: number) => ({
  text: 'closed',
  usage: { inputTokens, outputTokens },
})

test('stops for good once the next question might not fit, and counts what it skipped', async () => {
  const budget = new Budget({ tokens: 500 })
  const model = withinBudget(
    scripted(() => used(100, 50), { id: 'desk' }),
    budget,
  )
  const outcomes = []
  for (let n = 0; n < 6; n += 1)
    outcomes.push(
      await model.ask(plain).then(
        (a) => a.text,
        (p) => p.code,
      ),
    )
  expect(outcomes).toEqual(['closed', 'closed', 'closed', ...Array(3).fill('model/budget-spent')])
  expect(budget.spending).toEqual({ tokens: 450, money: 0, answered: 3, failed: 0, skipped: 3 })
  expect(budget.isSpent).toBe(true)
  expect(budget.explain()).toBe('spent 450 of 500 tokens; 3 questions answered, 0 failed, 3 skipped')
})

test('a budget that was spent stays spent, even for a question that would still fit', async () => {
  const budget = new Budget({ tokens: 200 })
  const model = withinBudget(
    scripted(() => used(10, 10)),
    budget,
  )
  await expect(model.ask({ ...plain, maxTokens: 1000 })).rejects.toMatchObject({ code: 'model/budget-spent' })
  await expect(model.ask(plain)).rejects.toMatchObject({ code: 'model/budget-spent' })
  expect(budget.spending).toEqual({ tokens: 0, money: 0, answered: 0, failed: 0, skipped: 2 })
})

test('money is counted from the price when the answer does not say it', async () => {
  const price = { inputPerMillion: 1000, outputPerMillion: 1000 }
  const budget = new Budget({ money: 0.25 })
  const model = withinBudget(
    scripted(() => used(60, 40), { price }),
    budget,
  )
  const outcomes = []
  for (let n = 0; n < 4; n += 1)
    outcomes.push(
      await model.ask(plain).then(
        (a) => a.text,
        (p) => p.message,
      ),
    )
  expect(outcomes).toEqual([
    'closed',
    'closed',
    'The budget for models is spent: spent 200 tokens, 0.2000 of 0.25 in money; 2 questions answered, 0 failed, 1 skipped.',
    'The budget for models is spent: spent 200 tokens, 0.2000 of 0.25 in money; 2 questions answered, 0 failed, 2 skipped.',
  ])
})

test('two models share one budget, and a question that failed is counted as failed', async () => {
  const budget = new Budget({ tokens: 2000 })
  const one = withinBudget(scripted([used(100, 50)]), budget)
  const two = withinBudget(scripted([new Error('no')]), budget)
  await one.ask(plain)
  await expect(two.ask(plain)).rejects.toThrow('no')
  expect(budget.spending).toEqual({ tokens: 150, money: 0, answered: 1, failed: 1, skipped: 0 })
})

test('a budget in money refuses a model whose price nobody gave', () => {
  expect(() => withinBudget(scripted([], { id: 'desk' }), new Budget({ money: 1 }))).toThrow(
    'Model "desk" has no price, so a budget in money cannot hold it.',
  )
})

test('however many questions fly at once, the limit is never passed and each is answered or counted as skipped', async () => {
  const worst = estimatedTokensOf(plain) + plain.maxTokens
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 12 * worst }),
      fc.array(fc.integer({ min: 0, max: plain.maxTokens }), { maxLength: 20 }),
      async (tokens, outputs) => {
        const budget = new Budget({ tokens })
        const script = async (_: Question, n: number) => {
          await new Promise((resolve) => setImmediate(resolve))
          return used(estimatedTokensOf(plain), outputs[n] ?? 0)
        }
        const model = withinBudget(scripted(script), budget)
        const results = await Promise.allSettled(outputs.map(() => model.ask(plain)))
        const answered = results.filter((result) => result.status === 'fulfilled').length
        expect(budget.spending.tokens).toBeLessThanOrEqual(tokens)
        expect(budget.spending).toMatchObject({ answered, failed: 0, skipped: outputs.length - answered })
        // Stopping early is allowed only when one more worst case would not have fitted.
        if (answered < outputs.length) expect(budget.spending.tokens + worst).toBeGreaterThan(tokens)
      },
    ),
    { numRuns: 60 },
  )
})
