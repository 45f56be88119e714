/** What every model promises whoever asks it. A new model is "add a file, run this suite". */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Model, Question } from './model.ts'

export const plain: Question<never> = {
  system: 'Answer in one word.',
  messages: [{ role: 'user', text: 'Is the clinic open on Sunday?' }],
  maxTokens: 50,
  temperature: 0,
}

export const structuredQuestion: Question<{ open: boolean }> = {
  ...plain,
  schema: z.strictObject({ open: z.boolean() }),
}

/**
 * @param make a model that says these texts, one per question, and how to let go of it
 */
export function modelConformance(
  name: string,
  make: (texts: readonly string[]) => Promise<{ readonly model: Model; close?: () => Promise<void> }>,
): void {
  const asking = async <T>(texts: readonly string[], ask: (model: Model) => Promise<T>): Promise<T> => {
    const { model, close } = await make(texts)
    try {
      return await ask(model)
    } finally {
      await close?.()
    }
  }

  describe(`${name} keeps what a model promises`, () => {
    test('says what was answered, and what it cost in whole tokens', async () => {
      const answer = await asking(['closed'], (model) => model.ask(plain))
      expect(answer).toMatchObject({ text: 'closed', finish: 'stop' })
      expect(answer.usage.inputTokens).toBeGreaterThan(0)
      expect(answer.usage.outputTokens).toBeGreaterThan(0)
      expect(Number.isInteger(answer.usage.inputTokens + answer.usage.outputTokens)).toBe(true)
      expect(answer).not.toHaveProperty('value')
    })

    test('reads a structured answer, fenced or not', async () => {
      const texts = ['{"open":false}', 'Here you are:\n```json\n{ "open": true }\n```']
      const values = await asking(texts, async (model) => [
        (await model.ask({ ...structuredQuestion, seed: 1 })).value,
        (await model.ask({ ...structuredQuestion, seed: 2 })).value,
      ])
      expect(values).toEqual([{ open: false }, { open: true }])
    })

    test('returns an answer of the wrong shape with its price, instead of throwing it away', async () => {
      const answer = await asking(['{"open":"maybe"}'], (model) => model.ask(structuredQuestion))
      expect(answer.value).toBeUndefined()
      expect(answer.malformed).toContain('open')
      expect(answer.usage.outputTokens).toBeGreaterThan(0)
    })

    test('asks nothing once the signal has aborted', async () => {
      const reason = new Error('stopped by the user')
      const asked = asking(['closed'], (model) => model.ask(plain, AbortSignal.abort(reason)))
      await expect(asked).rejects.toBe(reason)
    })
  })
}
