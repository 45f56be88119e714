/** Records under stable keys, made from whatever list or map a backend answers. */
import { z } from 'zod'
import { isObject, type Json } from '../../conversation/index.ts'
import { VerifierFailure } from './verifier.ts'

/** Settings that all verifiers share. */
export const recordSettings = {
  key: z
    .union([z.string(), z.array(z.string()).nonempty()])
    .default('id')
    .describe('The field, or fields, that name a record and never change.'),
  ignore: z
    .array(z.string())
    .default([])
    .describe('Fields that change on their own, such as updatedAt; they are left out of every reading.'),
}

export const settleSettings = z
  .strictObject({
    everyMs: z.number().int().min(1).default(50).describe('Pause between two readings, in milliseconds.'),
    timeoutMs: z.number().int().min(0).default(5000).describe('Longest wait for two equal readings, in milliseconds.'),
  })
  .prefault({})
  .describe('How long the backend may go on working after the agent has answered.')

export interface RecordShape {
  readonly key: string | readonly string[]
  readonly ignore: readonly string[]
}

/**
 * A list of records, or a map from key to record, as records by key: `appointments/17`.
 *
 * @throws VerifierFailure when something is neither, or when two records share a key
 */
export function recordsOf(verifier: string, answer: readonly Json[], shape: RecordShape): Record<string, Json> {
  const records: Record<string, Json> = {}
  const add = (key: string, record: Json) => {
    const name = `${verifier}/${key}`
    if (Object.hasOwn(records, name)) {
      throw new VerifierFailure(verifier, `two records have the key "${key}"; choose a key that tells them apart`)
    }
    records[name] = without(record, shape.ignore)
  }
  for (const record of answer) {
    if (!isObject(record)) {
      throw new VerifierFailure(verifier, `expected records, got ${JSON.stringify(record)?.slice(0, 80)}`)
    }
    add(keyOf(verifier, record, shape.key), record)
  }
  return records
}

function keyOf(verifier: string, record: Readonly<Record<string, Json>>, key: string | readonly string[]): string {
  const fields = typeof key === 'string' ? [key] : key
  return fields
    .map((field) => {
      const value = record[field]
      if (value !== undefined && value !== null) return String(value)
      const known = Object.keys(record).join(', ')
      throw new VerifierFailure(verifier, `a record has no field "${field}" to be its key; it has ${known}`)
    })
    .join('/')
}

function without(record: Json, ignore: readonly string[]): Json {
  if (ignore.length === 0 || !isObject(record)) return record
  return Object.fromEntries(Object.entries(record).filter(([field]) => !ignore.includes(field)))
}
