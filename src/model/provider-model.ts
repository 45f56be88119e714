/**
 * A model behind a provider's package: puts our question in its terms, and what came back in ours.
 *
 * The packages speak the vendors' protocols; waiting, repeating and reading structured answers stay ours, so every
 * provider behaves the same.
 */
import type { createAnthropic } from '@ai-sdk/anthropic'
import type { Clock } from './clock.ts'
import { type Answer, costOf, type Model, type Price, type Question, type Reply, type Usage } from './model.ts'
import { askFailure, timedOut } from './provider-failure.ts'
import { jsonSchemaOf } from './question-key.ts'
import { answerFrom } from './structured.ts'
import { estimatedTokens, estimatedTokensOf } from './tokens.ts'

/** What the providers' packages make, as far as it is used here. */
export type ProviderModel = Pick<ReturnType<ReturnType<typeof createAnthropic>>, 'doGenerate'>

type Call = Parameters<ProviderModel['doGenerate']>[0]
type Generated = Awaited<ReturnType<ProviderModel['doGenerate']>>

export interface ProviderModelOptions {
  readonly id: string
  readonly price?: Price
  /** Blacked out wherever a provider's error text repeats it. */
  readonly secret?: string
  readonly load: () => Promise<ProviderModel>
  readonly timeoutMs: number
  readonly headers: Readonly<Record<string, string>>
  readonly clock: Clock
}

export function providerModel({ id, price, secret, load, timeoutMs, headers, clock }: ProviderModelOptions): Model {
  let loaded: Promise<ProviderModel> | undefined
  return {
    id,
    ...(price === undefined ? {} : { price }),
    async ask<Value>(question: Question<Value>, signal?: AbortSignal): Promise<Answer<Value>> {
      signal?.throwIfAborted()
      loaded ??= load()
      const model = await loaded
      const timeout = AbortSignal.timeout(timeoutMs)
      const startedMs = clock.nowMs()
      try {
        const call = callOf(question, signal === undefined ? timeout : AbortSignal.any([signal, timeout]))
        const generated = await model.doGenerate({ ...call, headers: { ...headers } })
        const reply = replyOf(generated, question, { id, price, latencyMs: Math.max(0, clock.nowMs() - startedMs) })
        return answerFrom(question, reply)
      } catch (thrown) {
        signal?.throwIfAborted()
        if (timeout.aborted) throw timedOut(id, timeoutMs)
        throw askFailure(id, thrown, secret)
      }
    },
  }
}

function callOf({ system, messages, schema, maxTokens, temperature, seed }: Question, abortSignal: AbortSignal): Call {
  return {
    prompt: [
      { role: 'system', content: system },
      ...messages.map(({ role, text }) => ({ role, content: [{ type: 'text' as const, text }] })),
    ],
    maxOutputTokens: maxTokens,
    temperature,
    ...(seed === undefined ? {} : { seed }),
    ...(schema === undefined ? {} : { responseFormat: { type: 'json', name: 'answer', schema: wireSchema(schema) } }),
    abortSignal,
  }
}

type WireFormat = Extract<NonNullable<Call['responseFormat']>, { type: 'json' }>

function wireSchema(schema: NonNullable<Question['schema']>): NonNullable<WireFormat['schema']> {
  // Two packages describe JSON Schema draft 7 by types that differ only in how strict they are.
  return jsonSchemaOf(schema) as NonNullable<WireFormat['schema']>
}

function replyOf(
  { content, finishReason, usage, response, warnings }: Generated,
  question: Question,
  { id, price, latencyMs }: { readonly id: string; readonly price: Price | undefined; readonly latencyMs: number },
): Reply {
  const text = content.map((part) => (part.type === 'text' ? part.text : '')).join('')
  const ignored = warnings.flatMap((warning) => (warning.type === 'unsupported' ? [warning.feature] : []))
  return {
    text,
    finish: finishOf(finishReason.unified),
    usage: usageOf(usage, text, question, price),
    model: response?.modelId ?? id,
    latencyMs,
    ...(ignored.length > 0 ? { ignored } : {}),
  }
}

/** Servers that do not count tokens are billed by estimate, so that a budget still ends. */
function usageOf(usage: Generated['usage'], text: string, question: Question, price: Price | undefined): Usage {
  const inputTokens = usage.inputTokens.total ?? estimatedTokensOf(question)
  const outputTokens = usage.outputTokens.total ?? estimatedTokens(text)
  return { inputTokens, outputTokens, ...costOf(price, inputTokens, outputTokens) }
}

function finishOf(reason: Generated['finishReason']['unified']): Reply['finish'] {
  if (reason === 'stop' || reason === 'length') return reason
  return reason === 'content-filter' ? 'refused' : 'other'
}
