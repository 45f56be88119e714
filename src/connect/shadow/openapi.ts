/** What an OpenAPI document tells of a backend: its resources by the conventions of REST, and how bodies must look. */
import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import { parse } from 'yaml'
import { isObject, type Json } from '../../conversation/index.ts'
import { Problem, reasonOf } from '../../problem.ts'
import { type PathPattern, pathPattern } from '../faults/path-pattern.ts'
import { at, type JsonRecord } from './record.ts'
import type { ResourceSettings } from './settings.ts'

interface Held {
  /** The body with the defaults that the schema names. */
  readonly body: JsonRecord
  /** What is wrong with it, by place. */
  readonly problems: readonly string[]
}

export interface OpenApi {
  /** Resources by name: every path that ends in a variable, and the path before it, where either can be written. */
  readonly resources: Readonly<Record<string, Pick<ResourceSettings, 'collection' | 'item'>>>
  hold(method: string, path: string, body: JsonRecord): Held
}

/** @throws Problem `connect/shadow-openapi` */
export function loadOpenApi(file: string): Json {
  try {
    return parse(readFileSync(file, 'utf8')) as Json
  } catch (thrown) {
    throw badOpenApi(`${file} cannot be read: ${reasonOf(thrown)}`)
  }
}

/** @throws Problem `connect/shadow-openapi` */
export function openApiOf(document: Json): OpenApi {
  const paths = at(document, ['paths'])
  if (!isObject(paths)) throw badOpenApi('it has no "paths"')
  const validators = validatorsOf(document as JsonRecord, paths)
  return {
    resources: resourcesIn(paths),
    hold(method, path, body) {
      const found = validators.find((each) => each.method === method && each.pattern.match(path) !== undefined)
      if (found === undefined) return { body, problems: [] }
      const filled = structuredClone(body)
      if (found.validate(filled)) return { body: filled, problems: [] }
      const problems = (found.validate.errors ?? []).map(
        ({ instancePath, message = '' }) => `${instancePath.slice(1).replaceAll('/', '.') || 'the body'} ${message}`,
      )
      return { body, problems }
    },
  }
}

const writing = ['post', 'put', 'patch', 'delete']

function resourcesIn(paths: JsonRecord): OpenApi['resources'] {
  const found: Record<string, Pick<ResourceSettings, 'collection' | 'item'>> = {}
  for (const [path, item] of Object.entries(paths)) {
    const [, collection, id] = /^(\/.*[^}/])\/\{(\w+)\}\/?$/.exec(path) ?? []
    if (collection === undefined || id === undefined) continue
    const isWritten = [item, paths[collection]].some((each) => isObject(each) && writing.some((name) => name in each))
    const [name = ''] = collection.split('/').filter(isWord).slice(-1)
    const isKnown = name === '' || name in found
    if (isWritten && !isKnown) found[name] = { collection, item: `${collection}/{id}` }
  }
  return found
}

const isWord = (segment: string) => segment !== '' && !segment.startsWith('{')

interface Validator {
  readonly method: string
  readonly pattern: PathPattern
  readonly validate: ValidateFunction
}

function validatorsOf(document: JsonRecord, paths: JsonRecord): readonly Validator[] {
  const ajv = new Ajv({ strict: false, allErrors: true, useDefaults: true, validateFormats: false, logger: false })
  ajv.addSchema(document as object, 'api', false, false)
  return Object.entries(paths).flatMap(([path, item]) =>
    writing.flatMap((method) => {
      const place = ['requestBody', 'content', 'application/json', 'schema']
      if (at(item, [method, ...place]) === undefined) return []
      const pointer = ['paths', path, method, ...place].map(escaped).join('/')
      try {
        const validate = ajv.compile({ $ref: `api#/${pointer}` })
        return [{ method: method.toUpperCase(), pattern: pathPattern(path), validate }]
      } catch (thrown) {
        throw badOpenApi(`the body of ${method.toUpperCase()} ${path}: ${reasonOf(thrown)}`)
      }
    }),
  )
}

const escaped = (name: string) => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))

function badOpenApi(why: string): Problem {
  return new Problem({
    code: 'connect/shadow-openapi',
    message: `The OpenAPI document of a shadow cannot be used: ${why}`,
    hint: 'Give an OpenAPI 3 document as JSON or YAML, in one file, with "paths" at its root.',
  })
}
