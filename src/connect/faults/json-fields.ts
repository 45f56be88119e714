/** The fields of a JSON reply by their paths, `$.appointments[*].start`, and rewriting one of them wherever it stands. */
import type { Json } from '../../conversation/index.ts'

export type Fields = Readonly<Record<string, Json>>

/** One field of a reply: its path, its own name, and every value it has there. */
export interface Field {
  readonly path: string
  readonly name: string
  readonly values: readonly Json[]
}

/** Longest walk through one reply; a page of records beyond it tells nothing new about its shape. */
const valuesAtMost = 20_000

/** Every field of every object in a reply, in order of appearance. Items of lists share one path. */
export function fieldsIn(json: Json): readonly Field[] {
  const found = new Map<string, { name: string; values: Json[] }>()
  let left = valuesAtMost
  const walk = (value: Json, path: string): void => {
    if (value === null || typeof value !== 'object' || left <= 0) return
    if (Array.isArray(value)) {
      for (const item of value as readonly Json[]) walk(item, `${path}[*]`)
      return
    }
    for (const [name, item] of Object.entries(value as Fields)) {
      left -= 1
      const at = `${path}${step(name)}`
      const field = found.get(at) ?? { name, values: [] }
      found.set(at, field)
      field.values.push(item)
      walk(item, at)
    }
  }
  walk(json, '$')
  return [...found].map(([path, field]) => ({ path, ...field }))
}

/** What a field becomes: other fields in its place, none, or several. */
export type Rewrite = (name: string, value: Json, siblings: Fields) => readonly (readonly [string, Json])[]

/**
 * The same JSON with the field of one path rewritten wherever it stands, everything else as it was. A new name that
 * a sibling has already gets underscores until it is free. At `$` the reply itself is rewritten; what comes to stand
 * beside it makes it `items` of an object.
 */
export function rewritten(json: Json, path: string, rewrite: Rewrite, at = '$'): Json {
  if (path === '$') return wholeOf(rewrite('', json, {}))
  if (json === null || typeof json !== 'object') return json
  if (!path.startsWith(at)) return json
  if (Array.isArray(json)) return (json as readonly Json[]).map((item) => rewritten(item, path, rewrite, `${at}[*]`))
  const fields = json as Fields
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]): (readonly [string, Json])[] => {
      const here = `${at}${step(name)}`
      return here === path
        ? besideOthers(name, rewrite(name, value, fields), fields)
        : [[name, rewritten(value, path, rewrite, here)]]
    }),
  )
}

function wholeOf(entries: readonly (readonly [string, Json])[]): Json {
  const [first, ...others] = entries
  if (others.length === 0) return first?.[1] ?? null
  return Object.fromEntries(entries.map(([name, value]) => [name || 'items', value]))
}

function besideOthers(own: string, entries: readonly (readonly [string, Json])[], siblings: Fields) {
  const free = (name: string): string => (name !== own && Object.hasOwn(siblings, name) ? free(`${name}_`) : name)
  return entries.map(([name, value]) => [free(name), value] as const)
}

/** The lists in a reply by their paths; `$` when the reply is one itself. */
export function listsIn(json: Json): readonly { readonly path: string; readonly items: readonly Json[] }[] {
  const own = Array.isArray(json) ? [{ path: '$', items: json as readonly Json[] }] : []
  return [
    ...own,
    ...fieldsIn(json).flatMap(({ path, values }) =>
      values.some((value) => Array.isArray(value))
        ? [{ path, items: values.flatMap((value) => (Array.isArray(value) ? (value as readonly Json[]) : [])) }]
        : [],
    ),
  ]
}

/** The same JSON with the list at a path changed. */
export function withList(json: Json, path: string, change: (items: readonly Json[]) => readonly Json[]): Json {
  if (path === '$') return Array.isArray(json) ? change(json as readonly Json[]) : json
  return rewritten(json, path, (name, value) => [
    [name, Array.isArray(value) ? change(value as readonly Json[]) : value],
  ])
}

const step = (name: string) => (/^[\w-]+$/.test(name) ? `.${name}` : `['${name}']`)
