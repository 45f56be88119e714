import { expect, test } from 'vitest'
import { cached } from './cached.ts'
import { modelConformance, plain, structuredQuestion } from './model.conformance.ts'
import type { Reply } from './model.ts'
import { scripted } from './scripted.ts'

modelConformance('a cached model', async (texts) => ({ model: cached(scripted(texts)) }))

test('the same question is answered again for nothing; another seed is another question', async () => {
  const model = cached(
    scripted(['{"open":true}', '{"open":false}'], { price: { inputPerMillion: 1, outputPerMillion: 1 } }),
  )
  const first = await model.ask(structuredQuestion)
  const again = await model.ask(structuredQuestion)
  const other = await model.ask({ ...structuredQuestion, seed: 2 })
  expect(again).toEqual({ ...first, usage: { inputTokens: 0, outputTokens: 0, cost: 0 }, cached: true })
  expect(other.value).toEqual({ open: false })
})

test('two models do not share an answer, even in one cache', async () => {
  const cache = new Map<string, Reply>()
  const texts = await Promise.all(['one', 'two'].map((id) => cached(scripted([id], { id }), cache).ask(plain)))
  expect(texts.map((answer) => answer.text)).toEqual(['one', 'two'])
})

test('an answer that was refused or malformed is asked for again', async () => {
  const model = cached(scripted([{ text: '', finish: 'refused' }, 'no idea', '{"open":true}']))
  expect((await model.ask(structuredQuestion)).finish).toBe('refused')
  expect((await model.ask(structuredQuestion)).malformed).toBe('no JSON of the shape asked for in the answer')
  expect((await model.ask(structuredQuestion)).value).toEqual({ open: true })
})
