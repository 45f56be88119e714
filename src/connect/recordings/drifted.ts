/**
 * Has the recording drifted from the real backend? What replies were and what they are now, in plain sentences.
 *
 * Says only what two samples can show: a field that was always there and is gone, one that has another type, a word that
 * was never among the few that were seen.
 */
import type { Json } from '../../conversation/index.ts'
import { addTo, type FieldShape, type Shape } from './shapes.ts'

/** Replies by endpoint: `GET /offices/{id}/slots 200`. */
export type Replies = ReadonlyMap<string, readonly Json[]>

export interface EndpointDrift {
  readonly endpoint: string
  /** Replies compared, recorded and now. */
  readonly recorded: number
  readonly now: number
  /** What changed, each in a sentence; empty where nothing did. */
  readonly changes: readonly string[]
}

/** Compares the endpoints that both have. */
export function driftBetween(recorded: Replies, now: Replies): readonly EndpointDrift[] {
  return [...recorded].flatMap(([endpoint, before]) => {
    const after = now.get(endpoint)
    if (after === undefined) return []
    const changes = changesBetween(shapeOf(before), shapeOf(after), before, after)
    return [{ endpoint, recorded: before.length, now: after.length, changes }]
  })
}

function shapeOf(replies: readonly Json[]): Shape {
  const shape = new Map<string, FieldShape>()
  for (const json of replies) addTo(shape, json)
  return shape
}

function changesBetween(
  before: Shape,
  after: Shape,
  oldReplies: readonly Json[],
  newReplies: readonly Json[],
): readonly string[] {
  const gone = [...before].filter(([path, field]) => isAlways(field) && !after.has(path) && after.has(parentOf(path)))
  const fresh = [...after].filter(([path]) => !before.has(path) && before.has(parentOf(path)))
  const renamed = new Map<string, string>()
  for (const [old] of gone) {
    const match = fresh.find(
      ([path]) => parentOf(path) === parentOf(old) && shareValues(old, path, oldReplies, newReplies),
    )
    if (match !== undefined) renamed.set(old, match[0])
  }
  const taken = new Set(renamed.values())
  return [
    ...[...renamed].map(([old, path]) => `${old} is called ${path} now`),
    ...gone.filter(([path]) => !renamed.has(path)).map(([path]) => `${path} is gone`),
    ...fresh.filter(([path]) => !taken.has(path)).map(([path]) => `${path} is new`),
    ...[...before].flatMap(([path, field]) => fieldChanges(path, field, after.get(path))),
  ]
}

const isAlways = ({ parents, seen }: FieldShape) => seen === parents
const parentOf = (path: string) => (path.endsWith('[*]') ? path.slice(0, -3) : path.slice(0, path.lastIndexOf('.')))

function fieldChanges(path: string, before: FieldShape, after: FieldShape | undefined): readonly string[] {
  if (after === undefined || after.seen === 0) return []
  const kinds = [...after.kinds].filter((kind) => !before.kinds.has(kind) && !isNarrower(kind, before.kinds))
  const { words } = before
  const others =
    words === undefined || words.size === 0 ? [] : [...(after.words ?? [])].filter((word) => !words.has(word))
  return [
    ...kinds.map((kind) => `${path} is ${kind} now, and was ${[...before.kinds].join(' or ')}`),
    // One reply shows no set of words; a few that agree do.
    ...(before.seen >= wordsShownBy ? others.map((word) => `${path} has the new value ${word}`) : []),
    ...(isAlways(before) && before.seen > 1 && !isAlways(after) ? [`${path} is missing sometimes, and never was`] : []),
  ]
}

const wordsShownBy = 5

/** A whole number is a number, whatever was seen before. */
function isNarrower(kind: string, known: ReadonlySet<string>): boolean {
  return (
    (kind === 'whole number' && known.has('number')) || (kind !== 'nothing' && known.size === 1 && known.has('nothing'))
  )
}

function shareValues(old: string, fresh: string, before: readonly Json[], after: readonly Json[]): boolean {
  const values = new Set(before.flatMap((json) => valuesAt(json, old)))
  const now = after.flatMap((json) => valuesAt(json, fresh))
  return now.length > 0 && now.every((value) => values.has(value))
}

function valuesAt(json: Json, path: string, at = '$'): readonly string[] {
  if (at === path) return [JSON.stringify(json)]
  if (json === null || typeof json !== 'object' || !path.startsWith(at)) return []
  if (Array.isArray(json)) return json.flatMap((item: Json) => valuesAt(item, path, `${at}[*]`))
  return Object.entries(json).flatMap(([name, item]) => valuesAt(item as Json, path, `${at}.${name}`))
}
