import { expect, test } from 'vitest'
import { Budget } from './budget.ts'
import { equipped } from './equipped.ts'
import { jumpingClock } from './jumping-clock.conformance.ts'
import { modelConformance, plain } from './model.conformance.ts'
import { ModelProblem } from './model-problem.ts'
import { scripted } from './scripted.ts'

modelConformance('an equipped model', async (texts) => ({ model: equipped(scripted(texts)) }))

test('repeats what failed for the moment, pays for one answer, and gives it again for nothing', async () => {
  const clock = jumpingClock()
  const budget = new Budget({ tokens: 1000 })
  const busy = new ModelProblem({
    code: 'model/rate-limited',
    message: 'busy',
    hint: 'wait',
    retryable: true,
    retryAfter: '3',
  })
  const price = { inputPerMillion: 1, outputPerMillion: 1 }
  const model = equipped(scripted([busy, 'closed'], { price }), { retry: { clock }, budget })
  const first = await model.ask(plain)
  const again = await model.ask(plain)
  expect([first.text, again.text, again.cached]).toEqual(['closed', 'closed', true])
  expect(clock.slept).toEqual([3000])
  expect(budget.spending).toMatchObject({ answered: 1, failed: 0, skipped: 0 })
  expect(budget.spending.tokens).toBe(first.usage.inputTokens + first.usage.outputTokens)
  expect(model.price).toEqual(price)
})
