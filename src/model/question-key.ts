/**
 * A question's key: the same for the same model and content, whenever and wherever it is asked.
 *
 * Caches and cassettes look answers up by it. It is a SHA-256 over JSON with sorted keys, so neither the order in
 * which an object was written nor the machine matters; the schema counts by its JSON Schema, not by identity.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Question } from './model.ts'

/** 64 hexadecimal digits. */
export function questionKey(modelId: string, question: Question): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted({ model: modelId, ...plainQuestion(question) })))
    .digest('hex')
}

/** A question as plain JSON: what a cassette writes, with the schema spelled out. */
export function plainQuestion({ schema, ...rest }: Question): Readonly<Record<string, unknown>> {
  return { ...rest, ...(schema === undefined ? {} : { schema: jsonSchemaOf(schema) }) }
}

/** Draft 7, which is what the providers' protocols take. */
export function jsonSchemaOf(schema: z.ZodType): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(schema, { target: 'draft-7' })
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).filter(([, part]) => part !== undefined)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => [key, sorted(part)]))
}
