/**
 * Texts in the space of an embedding model, where somebody names one. What was had before is not asked for again: it is
 * kept beside production, and forgotten with it.
 */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Space } from '../learn/index.ts'
import { Problem } from '../problem.ts'
import type { Given, OptionForm } from './command.ts'
import type { Io } from './io.ts'
import { dataFolder } from './production.ts'

const keyVariable = 'EMBEDDINGS_API_KEY'

export const embeddingOptions: readonly OptionForm[] = [
  {
    form: '--embeddings <address>',
    description: `compare what texts mean, by an embedding model: the address before /embeddings; a key in ${keyVariable}`,
  },
  { form: '--embedding-model <name>', description: "the model's name there" },
]

/** Conversations that are embedded at most: more tell little and cost as much again. */
export const mostEmbedded = 2000

export interface Embedded {
  readonly space: Space
  /** The model and where it is. */
  readonly by: string
  /** Texts that had to be asked for, of all. */
  readonly asked: number
  readonly n: number
}

/** Nothing where no embeddings are wanted. @throws Problem when the server gives none; what it gave until then is kept */
export async function embedded(texts: () => Iterable<string>, given: Given, io: Io): Promise<Embedded | undefined> {
  const { embeddings: baseUrl, embeddingModel: model } = given.options as Readonly<Record<string, string | undefined>>
  if (baseUrl === undefined) return undefined
  if (model === undefined) throw noModel()
  const { embedder, keptPoints } = await import('../model/index.ts')
  const { embeddedSpace } = await import('../learn/index.ts')
  const { pointsFolder } = await import('../observe/index.ts')
  const apiKey = io.env[keyVariable]
  const asking = embedder({ baseUrl, model, ...(apiKey !== undefined && { apiKey }) })
  const name = createHash('sha256').update(asking.id).digest('hex').slice(0, 16)
  const file = join(pointsFolder(dataFolder(given, io)), `${name}.jsonl`)
  const { points, asked } = await keptPoints(asking, texts(), { file, signal: io.interrupted })
  return { space: embeddedSpace(points), by: asking.id, asked, n: points.size }
}

const noModel = () =>
  new Problem({
    code: 'cli/bad-option',
    message: 'An address for embeddings is named, and no model there.',
    hint: 'Name it with --embedding-model, for example --embedding-model nomic-embed-text.',
  })
