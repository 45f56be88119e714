/**
 * A model: something that answers questions put in words.
 *
 * Jurors read conversations with it and customers may word their lines with it. Whether it is a vendor, a
 * machine on the desk, a recording or a function in a test is not the asker's business.
 *
 * A model never decides what went wrong with an answer that did arrive: a refusal and an answer that does not
 * fit the schema are returned, with the tokens they cost, and the asker says what follows. Only an answer that
 * did not arrive is thrown, as a `ModelProblem`.
 */
import type { z } from 'zod'

/** Something that answers questions put in words: a vendor, a recording, or a function. */
export interface Model {
  /** `anthropic:claude-sonnet-4-5`, `ollama:llama3.2`, or a name of your own. Part of every cache and cassette key. */
  readonly id: string
  /** What it charges; absent when nobody said. A budget in money refuses a model without a price. */
  readonly price?: Price
  /**
   * @throws ModelProblem when no answer arrived
   * @throws the signal's reason when `signal` aborts
   */
  ask<Value>(question: Question<Value>, signal?: AbortSignal): Promise<Answer<Value>>
}

/** One question to a model, with the shape its answer must have. */
export interface Question<Value = unknown> {
  /** What the model is told to be and do. */
  readonly system: string
  /** What was said so far, the last message being the one to answer. */
  readonly messages: readonly ModelMessage[]
  /** The shape of a structured answer; without it only `text` is answered. */
  readonly schema?: z.ZodType<Value>
  /** Most tokens the answer may take. */
  readonly maxTokens: number
  /** 0 for the likeliest answer. */
  readonly temperature: number
  /** Asks for the same draw again, where a provider knows how. */
  readonly seed?: number
}

/** `user` is whoever asks, `assistant` what the model said: the words of the model protocols. */
export interface ModelMessage {
  readonly role: 'user' | 'assistant'
  readonly text: string
}

/** What a model answered: the text, and the structured value when one was asked for. */
export interface Answer<Value = unknown> extends Reply {
  /** The structured answer, when one was asked for and the text held exactly one that fits. */
  readonly value?: Value
  /** Why there is no `value` although one was asked for. */
  readonly malformed?: string
}

/** What arrived, before anything is read out of it. This is what cassettes and caches keep. */
export interface Reply {
  readonly text: string
  /** `stop`: said all. `length`: cut off at `maxTokens`. `refused`: the model or its provider would not answer. */
  readonly finish: 'stop' | 'length' | 'refused' | 'other'
  readonly usage: Usage
  /** The model that answered, as the provider names it. */
  readonly model: string
  readonly latencyMs: number
  /** Wishes that the provider does not honour: `seed`, `temperature`. */
  readonly ignored?: readonly string[]
  /** The answer was kept from an earlier ask and cost nothing now. */
  readonly cached?: true
}

/** Tokens, and money in the currency of the model's price. Money is absent when no price is known. */
export interface Usage {
  readonly inputTokens: number
  readonly outputTokens: number
  readonly cost?: number
}

/** Money for a million tokens, in any one currency. */
export interface Price {
  readonly inputPerMillion: number
  readonly outputPerMillion: number
}

/** What so many tokens cost, or an empty object when no price is known. */
export function costOf(
  price: Price | undefined,
  inputTokens: number,
  outputTokens: number,
): { readonly cost?: number } {
  if (price === undefined) return {}
  return { cost: (inputTokens * price.inputPerMillion + outputTokens * price.outputPerMillion) / 1_000_000 }
}
