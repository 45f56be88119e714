import { expect, test } from 'vitest'
import { modelConformance, plain, structuredQuestion } from './model.conformance.ts'
import { questionKey } from './question-key.ts'
import { scripted } from './scripted.ts'

modelConformance('a scripted model', async (texts) => ({ model: scripted(texts) }))

test('says text, JSON, parts of a reply, or throws, in order', async () => {
  const model = scripted(['closed', { json: { open: true } }, { text: '', finish: 'length' }, new Error('no')])
  expect((await model.ask(plain)).text).toBe('closed')
  expect((await model.ask(structuredQuestion)).value).toEqual({ open: true })
  expect((await model.ask(plain)).finish).toBe('length')
  await expect(model.ask(plain)).rejects.toThrow('no')
  await expect(model.ask(plain)).rejects.toThrow('Model "scripted" was asked 5 times, but its script has 4 lines.')
})

test('a function of the question answers it', async () => {
  const echo = scripted((question, asked) => `${asked}: ${question.messages.at(-1)?.text}`)
  expect((await echo.ask(plain)).text).toBe('0: Is the clinic open on Sunday?')
})

test('a question keeps its key when its parts are written in another order, and changes it with any part', () => {
  const { system, messages, maxTokens, temperature } = plain
  const key = questionKey('desk', plain)
  expect(questionKey('desk', { temperature, maxTokens, messages, system })).toBe(key)
  const others = [
    questionKey('other', plain),
    questionKey('desk', structuredQuestion),
    questionKey('desk', { ...plain, seed: 0 }),
    questionKey('desk', { ...plain, temperature: 1 }),
    questionKey('desk', { ...plain, system: '' }),
    questionKey('desk', { ...plain, messages: [] }),
  ]
  expect(new Set([key, ...others]).size).toBe(7)
})
