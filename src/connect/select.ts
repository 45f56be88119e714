/**
 * Selectors: where in an answer something stands, `$.messages[0].text`, `$.messages[*].text`, `$['odd key']`.
 *
 * A small, strict part of JSONPath: names, indices (negative ones count from the end) and `[*]`. No
 * filters, slices or `..`: a selector that could mean several things would hide a changed answer.
 */
import type { Json } from '../conversation/index.ts'
import { Problem } from '../problem.ts'

export interface Selector {
  readonly text: string
  /** Everything it finds, in order. Empty when a step is missing, and for `[*]` of an empty list. */
  all(value: Json): readonly Json[]
  /** The first thing it finds. */
  first(value: Json): Json | undefined
  /**
   * Everything it finds, or what is wrong.
   *
   * An empty list under `[*]` is an answer and gives an empty list.
   *
   * @throws Problem `connect/selector-finds-nothing`, whose hint says what there is instead
   */
  need(value: Json): readonly Json[]
}

type Step = string | number | typeof EVERY
const EVERY = Symbol('every')
const STEP = /\.([^.[\]'"\s]+)|\[(-?\d+|\*)\]|\['([^']*)'\]|\["([^"]*)"\]/y

/**
 * Reads a selector once, for many values. `$` alone is the whole value; a leading `$.` may be left out.
 *
 * @throws Problem `connect/bad-selector`
 */
export function selector(text: string): Selector {
  const steps = stepsOf(text)
  const all = (value: Json) => follow(value, steps).found
  return {
    text,
    all,
    first: (value) => all(value)[0],
    need(value) {
      const { found, missing } = follow(value, steps)
      if (found.length === 0 && missing) throw findsNothing(text, value)
      return found
    },
  }
}

/** Whether a text is a selector that can be read. */
export function isSelector(text: string): boolean {
  try {
    stepsOf(text)
    return true
  } catch {
    return false
  }
}

/** What a value holds, as selectors with their types: `$.text (text)`, `$.items[0].id (number)`. At most `most`. */
export function contentsOf(value: Json, most = 12): readonly string[] {
  const found: string[] = []
  const visit = (at: Json, path: string) => {
    if (found.length > most) return
    const fields = fieldsOf(at)
    if (fields.length === 0) found.push(`${path} (${kindOf(at)})`)
    for (const [step, inner] of fields.slice(0, most + 1)) visit(inner, path + step)
  }
  visit(value, '$')
  return found.length > most ? [...found.slice(0, most), '…'] : found
}

function stepsOf(text: string): readonly Step[] {
  const path = text.startsWith('$') ? text.slice(1) : text.startsWith('[') ? text : `.${text}`
  const steps: Step[] = []
  STEP.lastIndex = 0
  while (STEP.lastIndex < path.length) {
    const match = STEP.exec(path)
    if (match === null) throw badSelector(text)
    const [, name, index, single, double] = match
    steps.push(index === undefined ? (name ?? single ?? double ?? '') : index === '*' ? EVERY : Number(index))
  }
  return steps
}

function follow(value: Json, steps: readonly Step[]): { readonly found: readonly Json[]; readonly missing: boolean } {
  let found: readonly Json[] = [value]
  let missing = false
  for (const step of steps) {
    const next: Json[] = []
    for (const at of found) {
      const inner = take(at, step)
      if (inner === undefined) missing = true
      else next.push(...inner)
    }
    found = next
  }
  return { found, missing }
}

/** What one step leads to, or undefined when there is no such thing. */
function take(at: Json, step: Step): readonly Json[] | undefined {
  if (at === null || typeof at !== 'object') return undefined
  if (step === EVERY) return Array.isArray(at) ? at : Object.values(at)
  if (typeof step === 'number') {
    const item: Json | undefined = Array.isArray(at) ? at.at(step) : undefined
    return item === undefined ? undefined : [item]
  }
  const item = Object.hasOwn(at, step) ? (at as { readonly [key: string]: Json })[step] : undefined
  return item === undefined ? undefined : [item]
}

function fieldsOf(value: Json): readonly (readonly [string, Json])[] {
  if (Array.isArray(value)) return value.map((item: Json, index) => [`[${index}]`, item] as const)
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).map(([key, item]) => [/^[\w-]+$/.test(key) ? `.${key}` : `['${key}']`, item] as const)
}

function kindOf(value: Json): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'empty list'
  if (typeof value === 'object') return 'empty object'
  return typeof value === 'string' ? 'text' : typeof value
}

function badSelector(text: string): Problem {
  return new Problem({
    code: 'connect/bad-selector',
    message: `"${text}" is not a selector.`,
    hint: 'Write names and indices from the root: $.reply, $.messages[0].text, $.messages[*].text.',
  })
}

function findsNothing(text: string, value: Json): Problem {
  return new Problem({
    code: 'connect/selector-finds-nothing',
    message: `The selector ${text} finds nothing in the answer.`,
    hint: `The answer holds ${contentsOf(value).join(', ')}.`,
  })
}
