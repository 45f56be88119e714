/** Schemas that several routes share: the same ones that the code validates with and that OpenAPI shows. */
import { z } from 'zod'
import { scopes } from '../store/index.ts'

const refusal = z
  .object({
    code: z.string().describe('Stable; its page is docs/problems/<room>-<what>.md.'),
    message: z.string().describe('What is wrong.'),
    hint: z.string().describe('What to do.'),
  })
  .describe('The request was refused.')

const whys = {
  400: 'It cannot be read; sending it again does not help.',
  401: 'No key, or one that opens nothing.',
  403: 'Whoever asks may not do this.',
  404: 'There is no such thing in the project of the key.',
  409: 'It would leave the project without an admin, or somebody wants it kept.',
  413: 'The body is too large, as sent or unpacked.',
  415: 'The body is of a kind or an encoding that is not taken.',
  429: 'Too many attempts failed; Retry-After says how long to wait.',
  503: 'Not now: too much at once, the disk is full, the server is ending, or it failed. Send it again after Retry-After seconds.',
} as const

/** What may come instead of the answer. 503 may come of everything. */
export function refusals(...statuses: readonly (keyof typeof whys)[]) {
  return Object.fromEntries([...statuses, 503 as const].map((status) => [status, refusal.describe(whys[status])]))
}

/** What may come of every path that needs a key. */
export const guarded = [401, 403, 429] as const

export const ms = z.number().int().describe('Milliseconds since 1970.')
export const scope = z.enum(scopes)
export const nothing = z.object({}).describe('Done.')
