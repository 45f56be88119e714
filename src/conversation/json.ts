/** JSON values, told apart. */
import type { Json } from './conversation.ts'

/** A JSON value with fields. */
export type JsonObject = { readonly [field: string]: Json }

/** Whether a value that was read as JSON has fields: it is no list, and not nothing. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
