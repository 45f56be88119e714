/**
 * Making the world for one trial: what exists before the conversation begins.
 *
 * Answers values that every later template may name as `{{prepare.…}}`: the account that was made, the
 * office it belongs to. Trials that share no world cannot disturb each other.
 */
import { z } from 'zod'
import type { Json } from '../conversation/index.ts'
import { reasonOf } from '../problem.ts'
import { loadExport } from './load-export.ts'
import { selector } from './select.ts'
import { fill, fillAddress } from './template.ts'

export type Prepare = (
  values: Readonly<Record<string, Json>>,
  signal: AbortSignal,
) => Promise<Readonly<Record<string, Json>>>

const httpSettings = z.strictObject({
  url: z.string(),
  method: z.enum(['POST', 'PUT', 'PATCH', 'GET', 'DELETE']).default('POST'),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.json().default('{{given}}').describe('Sent as JSON. By default what the scenario gives.'),
  pick: z.record(z.string(), z.string()).default({}).describe('Names for parts of the answer: { office: "$.id" }.'),
  timeoutMs: z.number().int().positive().default(10_000),
})

const moduleSettings = z.strictObject({
  file: z.string().describe('JavaScript module, relative to the project file.'),
  export: z.string().default('prepare').describe('Function (values, signal) => values.'),
})

/** Settings under `prepare:`: one request, or one function of your own. */
export const prepareSettings = z.union([
  z.strictObject({ http: httpSettings }),
  z.strictObject({ module: moduleSettings }),
])

/** Settings of one entry under `changes:`: the same, and a request without a body unless it has one. */
export const changeSettings = z.union([
  z.strictObject({ http: httpSettings.extend({ body: z.json().optional().describe('Sent as JSON.') }) }),
  z.strictObject({ module: moduleSettings.extend({ export: z.string().default('change') }) }),
])

type Settings = z.infer<typeof prepareSettings> | z.infer<typeof changeSettings>

/**
 * @param folder that relative paths start from
 * @param doing what is said to have failed when it fails
 */
export function prepareFrom(settings: Settings, folder: string, doing = 'preparing the trial'): Prepare {
  if ('http' in settings) return (values, signal) => request(settings.http, values, signal, doing)
  const { file, export: name } = settings.module
  return async (values, signal) => (await loadExport<Prepare>(folder, file, name))(values, signal)
}

async function request(
  { url, method, headers, body, pick, timeoutMs }: Extract<Settings, { http: unknown }>['http'],
  values: Readonly<Record<string, Json>>,
  signal: AbortSignal,
  doing: string,
): Promise<Readonly<Record<string, Json>>> {
  const address = fillAddress(url, values)
  try {
    const response = await fetch(address, {
      method,
      headers: { 'content-type': 'application/json', ...(fill(headers, values) as Record<string, string>) },
      ...(method !== 'GET' && body !== undefined && { body: JSON.stringify(fill(body as Json, values)) }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`status ${response.status}: ${text.slice(0, 200)}`)
    const answer = text === '' ? null : (JSON.parse(text) as Json)
    return Object.fromEntries(
      Object.entries(pick).map(([name, path]) => [name, selector(path).need(answer)[0] ?? null]),
    )
  } catch (thrown) {
    throw new Error(`${doing}: ${method} ${address}: ${reasonOf(thrown)}`, { cause: thrown })
  }
}
