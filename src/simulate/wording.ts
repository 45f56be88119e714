/**
 * A language model that words the customers' lines, where a project asks for one.
 *
 * It decides nothing: what is said, and when, is decided before it is asked, its words are checked in
 * code, and the phrasebook speaks when they fail, when it is silent or when its budget is spent.
 */

import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { askedFor } from '../connect/index.ts'
import { Budget, cassette, equipped, type Model, modelFrom } from '../model/index.ts'

/** Settings under `wording:`. */
export const wordingSettings = z.strictObject({
  model: z.string().describe('Which model: ollama:llama3.2, openai-compatible:NAME, anthropic:NAME, google:NAME.'),
  baseUrl: z.string().optional().describe('Where the provider answers, when it is not the provider’s own address.'),
  apiKeyEnv: z.string().optional().describe('Name of the environment variable with the key.'),
  cassette: z
    .string()
    .optional()
    .describe('File in which answers are recorded; once it is there, only it is played, so that runs repeat exactly.'),
  maxTokens: z.number().int().positive().default(2_000_000).describe('Tokens for one run, at most.'),
})

/** @throws Problem when the model is unknown, or its key or address is missing */
export function wordingModel(
  { model: id, baseUrl, apiKeyEnv, cassette: tape, maxTokens }: z.infer<typeof wordingSettings>,
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Model {
  const file = tape === undefined ? undefined : resolve(folder, tape)
  if (file !== undefined && existsSync(file)) return cassette({ file, model: { id } })
  const headers = askedFor('simulation', id)
  const access = {
    env,
    headers,
    ...(baseUrl !== undefined && { baseUrl }),
    ...(apiKeyEnv !== undefined && { apiKeyEnv }),
  }
  const model = equipped(modelFrom(id, access), { budget: new Budget({ tokens: maxTokens }) })
  return file === undefined ? model : cassette({ file, mode: 'record', model })
}
