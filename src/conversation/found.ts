/** Taking from a record what a mapping says: the first of several paths that leads somewhere, or a constant. */
import type { Json } from './conversation.ts'
import { type Found, pathOf } from './path.ts'

export type { Found } from './path.ts'

const nothing: Found = { values: [], missing: true }
const paths = new Map<string, (value: Json) => Found>()

/** What the first source finds that leads somewhere. An empty list counts as found; `null` only where nothing else is. */
export function take(source: string | readonly string[], value: Json): Found {
  let empty = nothing
  for (const each of typeof source === 'string' ? [source] : source) {
    const found = each.startsWith('$') ? follow(each, value) : { values: [each], missing: false }
    if (found.values.some((inner) => inner !== null)) return found
    if (found.values.length === 0 && !found.missing) return found
    if (found.values.length > 0) empty = found
  }
  return empty
}

function follow(text: string, value: Json): Found {
  let path = paths.get(text)
  if (path === undefined) {
    path = pathOf(text) ?? (() => nothing)
    paths.set(text, path)
  }
  return path(value)
}
