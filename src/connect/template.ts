/**
 * Templates: `{{path.to.value}}` in the strings of a JSON-like value, filled with values.
 *
 * Filling happens inside the parsed value, never in its text, so no customer's quote mark can break the
 * JSON around it or add a field. There are no loops, conditions or expressions, and a placeholder
 * that names nothing is a problem, never an empty string.
 */
import type { Json } from '../conversation/index.ts'
import { nearest } from '../nearest.ts'
import { Problem } from '../problem.ts'

/** Values by name. `undefined` says that a value of this name is known but not there yet. */
export type Values = Readonly<Record<string, Json | undefined>>

const PLACEHOLDER = /\{\{\s*([^{}]*?)\s*\}\}/g
const ONLY_PLACEHOLDER = /^\{\{\s*([^{}]*?)\s*\}\}$/

/**
 * Fills every placeholder of a value.
 *
 * A string that is exactly one placeholder becomes the value itself, whatever its type; inside a longer
 * string, anything but text is written as JSON. A field or item that is exactly one placeholder whose
 * value is not there yet is left out.
 *
 * @throws Problem `connect/unknown-placeholder`
 */
export function fill(template: Json, values: Values): Json {
  return filled(template, values) ?? null
}

/** Fills a text and gives a text. `encode` is applied to each value: `encodeURIComponent` in addresses. */
export function fillText(template: string, values: Values, encode: (text: string) => string = (text) => text): string {
  return template.replace(PLACEHOLDER, (_, path: string) => encode(asText(lookUp(path, values))))
}

/**
 * Fills an address. Values are encoded, except one that begins the address: that is the address of a server.
 *
 * `{{start.agent}}/chat/{{customer.phone}}` gives `http://127.0.0.1:8080/chat/%2B351912000111`.
 */
export function fillAddress(template: string, values: Values): string {
  const server = /^\{\{[^{}]*\}\}/.exec(template)?.[0] ?? ''
  return fillText(server, values) + fillText(template.slice(server.length), values, encodeURIComponent)
}

/** The names of all placeholders in a value, in order, each once: `['message', 'customer.phone']`. */
export function placeholdersOf(template: Json): readonly string[] {
  const found = new Set<string>()
  for (const text of textsIn(template)) {
    for (const match of text.matchAll(PLACEHOLDER)) found.add(match[1] ?? '')
  }
  return [...found]
}

function filled(template: Json, values: Values): Json | undefined {
  if (typeof template === 'string') {
    const only = ONLY_PLACEHOLDER.exec(template)
    return only === null ? fillText(template, values) : lookUp(only[1] ?? '', values)
  }
  if (template === null || typeof template !== 'object') return template
  if (Array.isArray(template)) {
    return template.map((item: Json) => filled(item, values)).filter((item) => item !== undefined)
  }
  const fields = Object.entries(template).map(([key, item]) => [key, filled(item, values)] as const)
  return Object.fromEntries(fields.filter((field): field is [string, Json] => field[1] !== undefined))
}

function asText(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function lookUp(path: string, values: Values): Json | undefined {
  let at: unknown = values
  for (const name of path.split('.')) {
    if (!isObject(at) || !Object.hasOwn(at, name)) throw unknownPlaceholder(path, values)
    at = at[name]
  }
  return at as Json | undefined
}

function unknownPlaceholder(path: string, values: Values): Problem {
  return new Problem({
    code: 'connect/unknown-placeholder',
    message: `The placeholder {{${path}}} names no value.`,
    hint: path.startsWith('env.') ? variableHint(path, values) : namesHint(values),
  })
}

/** The environment holds many names, of which hardly one is meant. */
function namesHint({ env: _, ...values }: Values): string {
  const known = namesIn(values, '')
  const more = known.length > namesShown ? ', …' : ''
  return known.length === 0
    ? 'No values are known here.'
    : `Known here: ${known.slice(0, namesShown).join(', ')}${more}.`
}

const namesShown = 40

function variableHint(path: string, { env }: Values): string {
  const close = nearest(path, isObject(env) ? Object.keys(env).map((name) => `env.${name}`) : [])
  const meant = close === undefined ? '' : ` Or did you mean {{${close}}}?`
  return `Set the environment variable ${path.slice('env.'.length)} before you start.${meant}`
}

function namesIn(values: object, prefix: string): string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const inner = isObject(value) && !Array.isArray(value) ? namesIn(value, `${prefix}${key}.`) : []
    return inner.length > 0 ? inner : [prefix + key]
  })
}

function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value]
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : []
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
