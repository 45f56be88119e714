/**
 * Asks each question once and gives the same answer again, by content.
 *
 * A kept answer costs nothing and says so (`cached`). Answers that were refused, cut off or malformed are not kept:
 * they may come out better next time. Two samples of one question need two seeds, or they are one sample.
 */
import type { Model, Reply } from './model.ts'
import { questionKey } from './question-key.ts'
import { answerFrom } from './structured.ts'

/** Where answers are kept. A `Map` is one. */
export interface AnswerCache {
  get(key: string): Reply | undefined | Promise<Reply | undefined>
  set(key: string, reply: Reply): unknown
}

export function cached(model: Model, cache: AnswerCache = new Map<string, Reply>()): Model {
  return {
    ...model,
    async ask(question, signal) {
      signal?.throwIfAborted()
      const key = questionKey(model.id, question)
      const kept = await cache.get(key)
      if (kept !== undefined) {
        const usage = { inputTokens: 0, outputTokens: 0, ...(kept.usage.cost === undefined ? {} : { cost: 0 }) }
        return answerFrom(question, { ...kept, usage, latencyMs: 0, cached: true })
      }
      const answer = await model.ask(question, signal)
      const { value: _value, malformed, ...reply } = answer
      if (malformed === undefined && reply.finish === 'stop') await cache.set(key, reply)
      return answer
    },
  }
}
