/** A resource of a backend: which path is its collection, which is one record, which is an action on one. */
import { Problem } from '../../problem.ts'
import { type PathPattern, pathPattern } from '../faults/path-pattern.ts'
import { namesOf } from './record.ts'
import type { ActionSettings, ResourceSettings } from './settings.ts'

export type Named = Readonly<Record<string, string>>

export interface Action extends ActionSettings {
  readonly name: string
  readonly method: string
  readonly pattern: PathPattern
}

export interface Resource {
  readonly name: string
  readonly settings: ResourceSettings
  /** The first is where records are made. */
  readonly collections: readonly PathPattern[]
  readonly item: PathPattern
  readonly actions: readonly Action[]
  /** Where the record stands in the reply for one. */
  readonly record: readonly string[]
  /** The path of one record. */
  itemPath(named: Named, id: string): string
  /** The collection that a record belongs to, where its path tells. */
  homeOf(named: Named): string | undefined
}

/** What a path means. */
export type Place =
  | { readonly kind: 'collection'; readonly resource: Resource; readonly named: Named; readonly pattern: PathPattern }
  | { readonly kind: 'item'; readonly resource: Resource; readonly named: Named; readonly id: string }
  | {
      readonly kind: 'action'
      readonly resource: Resource
      readonly named: Named
      readonly id: string
      readonly action: Action
    }

/** @throws Problem `connect/shadow-resource`, `connect/shadow-place` */
export function resourceOf(name: string, settings: ResourceSettings): Resource {
  const collections = [settings.collection].flat().map(counted)
  const [first = '/'] = collections
  const itemText = counted(settings.item ?? `${[settings.collection].flat()[0]}/{id}`)
  const actions = Object.entries(settings.actions).map(([action, each]) => actionOf(action, each))
  if (!itemText.includes('{id}')) throw withoutId(name, itemText)
  for (const { name: action, pattern } of actions) {
    if (namesIn(itemText).some((wanted) => !namesIn(pattern.text).includes(wanted))) {
      throw withoutId(`${name}.actions.${action}`, pattern.text)
    }
  }
  if (settings.list !== undefined) namesOf(settings.list)
  return {
    name,
    settings,
    collections: collections.map(pathPattern),
    item: pathPattern(itemText),
    actions,
    record: namesOf(settings.record),
    itemPath: (named, id) => filledPath(itemText, { ...named, id }) ?? '',
    homeOf: (named) => filledPath(first, named),
  }
}

/** What a path is to these resources; undefined when it is nothing they know. */
export function placeOf(resources: readonly Resource[], method: string, path: string): Place | undefined {
  return (
    first(resources, (resource) => actionAt(resource, method, path)) ?? first(resources, (one) => recordsAt(one, path))
  )
}

function first<One, Found>(all: readonly One[], find: (one: One) => Found | undefined): Found | undefined {
  for (const one of all) {
    const found = find(one)
    if (found !== undefined) return found
  }
  return undefined
}

function actionAt(resource: Resource, method: string, path: string): Place | undefined {
  return first(resource.actions, (action) => {
    const named = method === action.method ? action.pattern.match(path) : undefined
    return named && { kind: 'action', resource, named, id: named.id ?? '', action }
  })
}

function recordsAt(resource: Resource, path: string): Place | undefined {
  const collection = first(resource.collections, (pattern): Place | undefined => {
    const named = pattern.match(path)
    return named && { kind: 'collection', resource, named, pattern }
  })
  if (collection !== undefined) return collection
  const named = resource.item.match(path)
  return named && { kind: 'item', resource, named, id: named.id ?? '' }
}

function actionOf(name: string, settings: ActionSettings): Action {
  const [method = 'POST', path = '/'] = settings.path.split(' ')
  return { ...settings, name, method, pattern: pathPattern(counted(path)) }
}

/** Stars get numbers, so that a path can be made again from what stood there. */
function counted(path: string): string {
  let n = 0
  return path.replace(/(?<=\/)\*(?=\/|$)/g, () => {
    n += 1
    return `{_${n}}`
  })
}

/** A path with its names filled in; undefined when one is not known. */
export function filledPath(pattern: string, named: Named): string | undefined {
  if (namesIn(pattern).some((name) => named[name] === undefined)) return undefined
  return pattern.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(named[name] ?? ''))
}

export const namesIn = (pattern: string) => [...pattern.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)

function withoutId(where: string, path: string): Problem {
  return new Problem({
    code: 'connect/shadow-resource',
    message: `The shadow cannot tell from ${path} which record of ${where} is meant.`,
    hint: 'Write {id} where the id stands, and all other variable segments as in the item path: /offices/*/appointments/{id}.',
  })
}
