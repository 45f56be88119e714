/**
 * Attributes that spell out lists and objects in their names: `llm.input_messages.0.message.role`.
 *
 * Indices are capped: a name with an index of a billion makes no list of a billion.
 */
import { isObject, type Json, type JsonObject } from '../../conversation/index.ts'
import type { Attributes } from '../otlp/otlp.ts'

/** Entries of a list beyond this are left out. */
const mostIndices = 10_000
const deepest = 12

interface Grown {
  [name: string]: Json | Grown
}

/** What stands under `prefix`, as objects without a prototype; lists are objects with numbers for names. */
export function unflattened(attributes: Attributes, prefix: string): JsonObject | undefined {
  const root: Grown = Object.create(null)
  let any = false
  for (const name of Object.keys(attributes)) {
    if (!name.startsWith(prefix) || name[prefix.length] !== '.') continue
    const path = name.slice(prefix.length + 1).split('.')
    if (path.length > deepest || path.some(isTooFar)) continue
    put(root, path, attributes[name] ?? null)
    any = true
  }
  return any ? (root as JsonObject) : undefined
}

function isTooFar(step: string): boolean {
  return /^\d+$/.test(step) && Number(step) >= mostIndices
}

function put(root: Grown, path: readonly string[], value: Json): void {
  let at = root
  for (const step of path.slice(0, -1)) {
    const inner = at[step]
    if (inner !== undefined && isObject(inner as Json)) at = inner as Grown
    else {
      const grown: Grown = Object.create(null)
      at[step] = grown
      at = grown
    }
  }
  const last = path.at(-1) ?? ''
  if (at[last] === undefined) at[last] = value
}

/** The entries of a list that was spelled out, by their numbers; gaps are closed. */
export function entriesOf(value: Json | undefined): readonly Json[] {
  if (!isObject(value)) return []
  return Object.keys(value)
    .filter((name) => /^\d+$/.test(name))
    .sort((a, b) => Number(a) - Number(b))
    .map((name) => value[name] ?? null)
}
