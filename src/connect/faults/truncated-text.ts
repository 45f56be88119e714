/** Long texts are cut in the middle of a word, as a column does that was made too short. */
import { z } from 'zod'
import { isObject, type Json } from '../../conversation/index.ts'
import type { FaultKind } from './fault.ts'
import { withJson } from './json-reply.ts'

const options = z.strictObject({
  length: z.int().min(1).default(12).describe('Characters that are left of a text. Default 12.'),
})

export const truncatedText: FaultKind<z.output<typeof options>> = {
  kind: 'truncated-text',
  family: 'data',
  summary: 'cuts long texts in the middle of a word',
  example: 'truncated-text: { length: 12 }',
  options,
  create: ({ length }) => ({
    explain: () => `cuts texts after ${length} characters`,
    meet: async (call, ask) => withJson(await ask(call), (json) => cut(json, length)),
  }),
}

/** Texts with a space are words for people; ids and dates, which have none, stay whole. */
function cut(json: Json, length: number): Json {
  if (typeof json === 'string') return json.includes(' ') && json.length > length ? json.slice(0, length) : json
  if (Array.isArray(json)) return json.map((item: Json) => cut(item, length))
  if (!isObject(json)) return json
  return Object.fromEntries(Object.entries(json).map(([name, item]) => [name, cut(item, length)]))
}
