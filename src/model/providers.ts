/**
 * Models by name: `anthropic:claude-sonnet-4-5`, `google:gemini-2.5-pro`, `ollama:llama3.2`, `openai-compatible:NAME`.
 *
 * A provider's package is loaded at the first question, so a run that asks nothing pays nothing for it.
 */
import { Problem } from '../problem.ts'
import { type Clock, wallClock } from './clock.ts'
import type { Model, Price } from './model.ts'
import { type ProviderModel, providerModel } from './provider-model.ts'

/** How a provider is reached: address, key, price, time limit. */
export interface ProviderOptions {
  /** Where the provider answers. Needed for `openai-compatible`; the others know their own. */
  readonly baseUrl?: string
  /** Name of the environment variable that holds the key. Only its name ever enters a file. */
  readonly apiKeyEnv?: string
  /** Default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly price?: Price
  /** Longest a question may take, in ms. Default 120,000. */
  readonly timeoutMs?: number
  /** For `openai-compatible` and `ollama`: whether the server takes a JSON Schema. Default true; else plain JSON mode. */
  readonly takesSchema?: boolean
  /** Sent with every question, such as whose doing it is; no part of a question, so of no cache or cassette. */
  readonly headers?: Readonly<Record<string, string>>
  readonly clock?: Clock
}

/** What a provider's package needs to make a model. `baseUrl` and `apiKey` are absent where the default serves. */
interface Access {
  readonly name: string
  readonly baseUrl: string | undefined
  readonly apiKey: string | undefined
  readonly takesSchema: boolean
}

interface Provider {
  /** Environment variable that holds the key when none is named; absent when the provider may need no key. */
  readonly keyEnv?: string
  readonly baseUrl?: string
  readonly price?: Price
  load(access: Access): Promise<ProviderModel>
}

const providers: Readonly<Record<string, Provider>> = {
  anthropic: {
    keyEnv: 'ANTHROPIC_API_KEY',
    async load({ name, baseUrl, apiKey }) {
      const { createAnthropic } = await import('@ai-sdk/anthropic')
      return createAnthropic({ ...address(baseUrl), ...key(apiKey) })(name)
    },
  },
  google: {
    keyEnv: 'GOOGLE_GENERATIVE_AI_API_KEY',
    async load({ name, baseUrl, apiKey }) {
      const { createGoogleGenerativeAI } = await import('@ai-sdk/google')
      return createGoogleGenerativeAI({ ...address(baseUrl), ...key(apiKey) })(name)
    },
  },
  'openai-compatible': { load: openAiCompatible },
  ollama: {
    baseUrl: 'http://127.0.0.1:11434/v1',
    price: { inputPerMillion: 0, outputPerMillion: 0 },
    load: openAiCompatible,
  },
}

async function openAiCompatible({ name, baseUrl, apiKey, takesSchema }: Access): Promise<ProviderModel> {
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible')
  const settings = { name: 'openai-compatible', baseURL: baseUrl ?? '', supportsStructuredOutputs: takesSchema }
  return createOpenAICompatible({ ...settings, ...key(apiKey) })(name)
}

const address = (baseUrl: string | undefined) => (baseUrl === undefined ? {} : { baseURL: baseUrl })
const key = (apiKey: string | undefined) => (apiKey === undefined ? {} : { apiKey })

/** The names that may stand before the colon. */
export const providerNames: readonly string[] = Object.keys(providers)

/**
 * A model by name: `anthropic:…`, `google:…`, `ollama:…`, `openai-compatible:…`.
 *
 * @param id provider and model, `anthropic:claude-sonnet-4-5`
 * @throws Problem `model/unknown-provider`, `model/no-base-url`, `model/no-key`
 */
export function modelFrom(id: string, options: ProviderOptions = {}): Model {
  const colon = id.indexOf(':')
  const name = id.slice(colon + 1)
  const provider = colon === -1 || name === '' ? undefined : ownProvider(id.slice(0, colon))
  if (provider === undefined) throw unknownProvider(id)
  const baseUrl = options.baseUrl ?? provider.baseUrl
  if (provider.load === openAiCompatible && baseUrl === undefined) throw noBaseUrl(id)
  const apiKey = keyFor(id, provider, options)
  const price = options.price ?? provider.price
  const { takesSchema = true, timeoutMs = 120_000, headers = {}, clock = wallClock } = options
  return providerModel({
    id,
    ...(price === undefined ? {} : { price }),
    ...(apiKey === undefined ? {} : { secret: apiKey }),
    load: () => provider.load({ name, baseUrl, apiKey, takesSchema }),
    ...{ timeoutMs, headers, clock },
  })
}

function ownProvider(name: string): Provider | undefined {
  return Object.hasOwn(providers, name) ? providers[name] : undefined
}

function keyFor(id: string, { keyEnv }: Provider, { apiKeyEnv, env = process.env }: ProviderOptions) {
  const name = apiKeyEnv ?? keyEnv
  if (name === undefined) return undefined
  const found = env[name]
  if (found !== undefined && found !== '') return found
  throw new Problem({
    code: 'model/no-key',
    message: `Model "${id}" needs a key, and the environment variable ${name} is not set.`,
    hint: `Set ${name}, name another variable with "apiKeyEnv", or use a model that needs no key, for example ollama:llama3.2.`,
  })
}

function unknownProvider(id: string): Problem {
  return new Problem({
    code: 'model/unknown-provider',
    message: `"${id}" names no model: it must be a provider, a colon and the provider's name for the model.`,
    hint: `Providers: ${providerNames.join(', ')}. For example ollama:llama3.2.`,
  })
}

function noBaseUrl(id: string): Problem {
  return new Problem({
    code: 'model/no-base-url',
    message: `Model "${id}" has no address.`,
    hint: 'Give "baseUrl", the address before /chat/completions, for example http://127.0.0.1:8000/v1.',
  })
}
