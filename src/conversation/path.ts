/**
 * Paths: where in a foreign record something stands, `$.turns[0].text`, `$.turns[*]`, `$['odd key']`.
 *
 * Names, indices and `[*]`, as the selectors of agents are written. No filters and no `..`: a path that
 * could mean several things would hide that a record has another shape than was thought.
 */
import type { Json } from './conversation.ts'

/** What a path leads to. `missing` when a step was not there; an empty list under `[*]` is there. */
export interface Found {
  readonly values: readonly Json[]
  readonly missing: boolean
}

type Step = string | number | '[*]'
const step = /\.([^.[\]'"\s]+)|\[(-?\d+|\*)\]|\['([^']*)'\]|\["([^"]*)"\]/y

/** A path as a function, or undefined when the text is none. `$` alone is the whole value. */
export function pathOf(text: string): ((value: Json) => Found) | undefined {
  const steps = stepsOf(text)
  return steps && ((value) => follow(value, steps))
}

/** What a record holds at its top, with kinds, for problems: `id (text), turns (list of 12)`. At most `most`. */
export function contentsOf(value: Json, most = 12): string {
  if (Array.isArray(value)) return `a list of ${value.length}${value.length > 0 ? `, first ${kindOf(value[0])}` : ''}`
  if (value === null || typeof value !== 'object') return kindOf(value)
  const entries = Object.entries(value)
  const shown = entries.slice(0, most).map(([key, inner]) => `${key} (${kindOf(inner)})`)
  return [...shown, ...(entries.length > most ? ['…'] : [])].join(', ') || 'nothing'
}

/** What kind of value it is, in a word or two. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return `list of ${value.length}`
  if (typeof value === 'object') return 'mapping'
  return typeof value === 'string' ? 'text' : typeof value
}

function stepsOf(text: string): readonly Step[] | undefined {
  if (!text.startsWith('$')) return undefined
  const steps: Step[] = []
  step.lastIndex = 1
  while (step.lastIndex < text.length) {
    const match = step.exec(text)
    if (match === null) return undefined
    const [, name, index, single, double] = match
    steps.push(index === undefined ? (name ?? single ?? double ?? '') : index === '*' ? '[*]' : Number(index))
  }
  return steps
}

function follow(value: Json, steps: readonly Step[]): Found {
  let values: readonly Json[] = [value]
  let missing = false
  for (const each of steps) {
    values = values.flatMap((at) => {
      const next = take(at, each)
      if (next === undefined) missing = true
      return next ?? []
    })
  }
  return { values, missing }
}

function take(at: Json, each: Step): readonly Json[] | undefined {
  if (at === null || typeof at !== 'object') return undefined
  if (each === '[*]') return Array.isArray(at) ? (at as readonly Json[]) : undefined
  const item = Array.isArray(at) ? itemOf(at, each) : fieldOf(at as Readonly<Record<string, Json>>, each)
  return item === undefined ? undefined : [item]
}

function itemOf(list: readonly Json[], each: Step): Json | undefined {
  return typeof each === 'number' ? list.at(each) : undefined
}

function fieldOf(fields: Readonly<Record<string, Json>>, each: Step): Json | undefined {
  return typeof each === 'string' && Object.hasOwn(fields, each) ? fields[each] : undefined
}
