/**
 * Replies made from an OpenAPI 3 document: one for each operation, of the shape that its schema promises.
 *
 * Reads local references, objects, arrays, enums, formats, examples and nullable fields, which is what drifts need.
 * Whatever else a schema says, and whatever leads in circles, is left out.
 */
import { isObject, type Json } from '../../conversation/index.ts'
import type { Observed } from './drifts.ts'
import type { Fields } from './json-fields.ts'

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const
/** Deeper schemas lead in circles more often than to fields. */
const deepest = 8

/** @param document parsed from JSON or YAML */
export function repliesOf(document: Json): readonly Observed[] {
  if (!isObject(document) || !isObject(document.paths ?? null)) return []
  return Object.entries(document.paths as Fields).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const schema = schemaOf(isObject(item) ? (item[method] ?? null) : null, document)
      if (schema === undefined) return []
      const endpoint = `${method.toUpperCase()} ${path.replace(/\{[^}]*\}/g, '*')}`
      const json = sample(schema, document, 0)
      return json === undefined ? [] : [{ endpoint, json }]
    }),
  )
}

function schemaOf(operation: Json, document: Fields): Json | undefined {
  if (!isObject(operation) || !isObject(operation.responses ?? null)) return undefined
  const [success] = Object.entries(operation.responses as Fields).filter(([status]) => /^2/.test(status))
  const response = resolved(success?.[1] ?? null, document)
  const content = isObject(response) ? response.content : undefined
  if (content === undefined || !isObject(content)) return undefined
  const [media] = Object.entries(content).filter(([type]) => /json/.test(type))
  const body = media?.[1]
  return body !== undefined && isObject(body) ? body.schema : undefined
}

/** Follows a local reference: `#/components/schemas/Appointment`. */
function resolved(value: Json, document: Fields): Json {
  const reference = isObject(value) ? value.$ref : undefined
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return value
  return reference
    .slice(2)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<Json>((at, part) => (isObject(at) && Object.hasOwn(at, part) ? (at[part] ?? null) : null), document)
}

function sample(schema: Json, document: Fields, depth: number): Json | undefined {
  const known = resolved(schema, document)
  if (!isObject(known) || depth > deepest) return undefined
  if (known.example !== undefined) return known.example
  if (Array.isArray(known.enum)) return known.enum[0] as Json
  const all = Array.isArray(known.allOf) ? (known.allOf as readonly Json[]) : undefined
  if (all !== undefined) return merged(all, document, depth)
  if (known.type === 'array') {
    const item = sample(known.items ?? null, document, depth + 1)
    return item === undefined ? [] : [item, item]
  }
  if (known.type === 'object' || known.properties !== undefined) return objectOf(known, document, depth)
  return scalar(known)
}

function merged(parts: readonly Json[], document: Fields, depth: number): Json {
  return Object.assign(
    {},
    ...parts.map((part) => sample(part, document, depth + 1)).filter((each) => isObject(each ?? null)),
  )
}

function objectOf({ properties = {} }: Fields, document: Fields, depth: number): Json {
  if (!isObject(properties)) return {}
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, schema]) => {
      const value = sample(schema, document, depth + 1)
      return value === undefined ? [] : [[name, value] as const]
    }),
  )
}

const byFormat: Readonly<Record<string, string>> = {
  date: '2026-03-05',
  'date-time': '2026-03-05T14:00:00Z',
  email: 'someone@example.com',
  uuid: '00000000-0000-4000-8000-000000000000',
  uri: 'https://example.com/',
}

function scalar({ type, format }: Fields): Json | undefined {
  const kind = Array.isArray(type) ? (type as readonly Json[]).find((each) => each !== 'null') : type
  if (kind === 'integer') return 1
  if (kind === 'number') return 19.5
  if (kind === 'boolean') return true
  return kind === 'string' ? (byFormat[String(format)] ?? 'text of it') : undefined
}
