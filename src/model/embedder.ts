/**
 * Texts as points that lie close where the texts mean alike, as a model has learned it: any server that speaks the
 * embeddings protocol of `openai-compatible`.
 *
 * Texts are sent in portions, one after the other; a portion that failed for a passing reason is sent again. What comes
 * back is refused when it is not one point for each text, all of the same size.
 */
import { z } from 'zod'
import type { Clock } from './clock.ts'
import { ModelProblem } from './model-problem.ts'
import { askFailure, timedOut } from './provider-failure.ts'
import { type RetryOptions, repeated } from './retrying.ts'

export type Point = readonly number[]

export interface Embedder {
  /** Address and model: points of two embedders are never compared. */
  readonly id: string
  /** Points in the order of the texts, portion by portion. @throws Problem when the server does not give them */
  embed(texts: readonly string[], signal?: AbortSignal): AsyncIterable<readonly Point[]>
}

export interface EmbedderOptions {
  /** The address before `/embeddings`. */
  readonly baseUrl: string
  readonly model: string
  readonly apiKey?: string
  /** Texts in one request. Default 100. */
  readonly portion?: number
  /** Longest a request may take, in milliseconds. Default 60,000. */
  readonly timeoutMs?: number
  readonly retry?: RetryOptions
  readonly clock?: Clock
}

const answer = z.object({
  data: z.array(z.object({ index: z.number().int().optional(), embedding: z.array(z.number()).min(1) })),
})

export function embedder({ baseUrl, model, apiKey, ...options }: EmbedderOptions): Embedder {
  const { portion = 100, timeoutMs = 60_000, retry = {}, clock } = options
  const id = `${model} at ${baseUrl}`

  async function points(texts: readonly string[], signal: AbortSignal | undefined): Promise<readonly Point[]> {
    const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
    const settings = { name: 'openai-compatible', baseURL: baseUrl, ...(apiKey !== undefined && { apiKey }) }
    const timeout = AbortSignal.timeout(timeoutMs)
    const abortSignal = signal === undefined ? timeout : AbortSignal.any([signal, timeout])
    try {
      const { response } = await createOpenAICompatible(settings)
        .embeddingModel(model)
        .doEmbed({ values: [...texts], abortSignal })
      return pointsIn(answer.parse(response?.body), texts.length, id)
    } catch (thrown) {
      signal?.throwIfAborted()
      if (timeout.aborted) throw timedOut(id, timeoutMs)
      throw thrown instanceof ModelProblem ? thrown : askFailure(id, thrown, apiKey)
    }
  }

  return {
    id,
    async *embed(texts, signal) {
      for (let at = 0; at < texts.length; at += portion) {
        const some = texts.slice(at, at + portion)
        yield await repeated(() => points(some, signal), {
          ...retry,
          ...(clock && { clock }),
          ...(signal && { signal }),
          spread: () => 1,
        })
      }
    },
  }
}

/** In the order of the texts, which servers may give in another. */
function pointsIn({ data }: z.infer<typeof answer>, n: number, id: string): readonly Point[] {
  const points = data.toSorted((a, b) => (a.index ?? 0) - (b.index ?? 0)).map(({ embedding }) => embedding)
  const sizes = new Set(points.map(({ length }) => length))
  if (points.length === n && sizes.size === 1) return points
  throw new ModelProblem({
    code: 'model/garbled',
    message: `Model "${id}" gave ${points.length} points of ${[...sizes].join(' and ')} numbers for ${n} texts.`,
    hint: 'Check that the address is that of an embeddings API and that the model is one that embeds.',
  })
}
