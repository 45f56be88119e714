/**
 * LangSmith's runs: parts of a form, or a batch in JSON, each run created (`post`) and completed (`patch`).
 *
 * Both are accounts of one span and merge, whichever comes first. A bad run is refused by itself.
 */
import { isObject, type Json, type JsonObject, momentOf } from '../../conversation/index.ts'
import type { Observation } from '../observation.ts'
import { parsed } from '../otlp/json.ts'
import { accountOf } from './account.ts'
import { mergeObservations } from './merge.ts'
import { formParts } from './multipart.ts'
import { fieldOf, firstField, parsedJson, textOf } from './values.ts'

/** The runs of one request, as plain values. */
export interface Runs {
  readonly post: readonly Json[]
  readonly patch: readonly Json[]
}

/**
 * The runs of a request to `/runs/multipart`, `/runs/batch`, or `/runs`.
 *
 * @throws Problem `ingest/undecodable` when the body is neither a form nor JSON
 */
export function readLangsmith(bytes: Uint8Array, contentType: string | undefined): Runs {
  if (/^multipart\/form-data/i.test(contentType ?? '')) return fromParts(bytes, contentType ?? '')
  const body = parsed(bytes) as JsonObject
  const list = (name: string) => {
    const runs = fieldOf(body, name)
    return Array.isArray(runs) ? (runs as readonly Json[]) : []
  }
  const isBatch = fieldOf(body, 'post') !== undefined || fieldOf(body, 'patch') !== undefined
  return isBatch ? { post: list('post'), patch: list('patch') } : { post: [body], patch: [] }
}

/** Fields of a run that come as parts of their own, named `post.<id>.<field>`. */
const ownParts = new Set(['inputs', 'outputs', 'extra', 'error', 'events', 'serialized'])
const partName = /^(post|patch)\.([^.]{1,200})(?:\.(\w+))?$/

function fromParts(bytes: Uint8Array, contentType: string): Runs {
  const runs = { post: new Map<string, Record<string, Json>>(), patch: new Map<string, Record<string, Json>>() }
  for (const { name, content } of formParts(bytes, contentType)) {
    const [, way, id = '', field] = partName.exec(name) ?? []
    if (way === undefined || (field !== undefined && !ownParts.has(field))) continue
    const byId = runs[way as keyof Runs]
    const run = byId.get(id) ?? Object.create(null)
    const value = parsedJson(content) ?? content
    if (field === undefined) Object.assign(run, isObject(value) ? value : {}, { id })
    else run[field] = value
    byId.set(id, run)
  }
  return { post: [...runs.post.values()], patch: [...runs.patch.values()] }
}

/** The runs as observations; the completion of a run that is in the same request is merged with its beginning. */
export function langsmithRuns({ post, patch }: Runs): {
  readonly observations: readonly Observation[]
  readonly refused: { readonly count: number; readonly because?: string }
} {
  const observations = new Map<string, Observation>()
  const reasons: string[] = []
  const take = (run: Json, order: 0 | 1) => {
    const read = observed(run, order)
    if (typeof read === 'string') {
      reasons.push(read)
      return
    }
    const key = `${read.trace}/${read.span}`
    const known = observations.get(key)
    observations.set(key, known === undefined ? read : mergeObservations(known, read))
  }
  for (const run of post) take(run, 0)
  for (const run of patch) take(run, 1)
  const [because] = reasons
  return {
    observations: [...observations.values()],
    refused: { count: reasons.length, ...(because !== undefined && { because }) },
  }
}

/** @param order what a completion says stands over what the beginning said, also when neither tells an end */
function observed(run: Json, order: 0 | 1): Observation | string {
  const span = textOf(fieldOf(run, 'id'))
  if (!isObject(run) || span === undefined) return 'a run has no id'
  const dotted = textOf(fieldOf(run, 'dotted_order')) ?? ''
  const startMs = momentOf(fieldOf(run, 'start_time')) ?? dottedStart(dotted) ?? momentOf(fieldOf(run, 'end_time'))
  if (startMs === undefined) return 'a run tells no time'
  const endMs = momentOf(fieldOf(run, 'end_time'))
  return accountOf({
    trace: textOf(fieldOf(run, 'trace_id')) ?? dottedTrace(dotted) ?? span,
    span,
    parent: textOf(fieldOf(run, 'parent_run_id')) ?? dottedParent(dotted),
    startMs,
    endMs,
    asOf: endMs ?? order,
    dropped: 0,
    told: {
      from: { resource: nothing, scope: { name: 'langsmith', version: '', attributes: nothing } },
      name: textOf(fieldOf(run, 'name')) ?? '',
      attributes: attributesOf(run),
    },
  })
}

const nothing = Object.freeze(Object.create(null))

function attributesOf(run: JsonObject): Record<string, Json> {
  const attributes: Record<string, Json> = Object.create(null)
  const put = (name: string, value: Json | undefined) => {
    if (value !== undefined && value !== null) attributes[name] = value
  }
  put('langsmith.span.kind', firstField(run, 'run_type'))
  put('langsmith.inputs', firstField(run, 'inputs'))
  put('langsmith.outputs', firstField(run, 'outputs'))
  put('langsmith.error', firstField(run, 'error'))
  put('langsmith.span.tags', firstField(run, 'tags'))
  put('langsmith.project', firstField(run, 'session_name'))
  const metadata = fieldOf(fieldOf(run, 'extra'), 'metadata')
  for (const name of isObject(metadata) ? Object.keys(metadata) : []) {
    put(`langsmith.metadata.${name}`, (metadata as JsonObject)[name])
  }
  return attributes
}

/** A run's place among its parents: `20260105T101112345678Z<id>`, one after another, with dots between. */
const step = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})\d*Z(.+)$/

function dottedStart(dotted: string): number | undefined {
  const [, year, month, day, hour, minute, second, ms] = step.exec(dotted.split('.').at(-1) ?? '') ?? []
  return year === undefined ? undefined : momentOf(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`)
}

function dottedParent(dotted: string): string | undefined {
  return step.exec(dotted.split('.').at(-2) ?? '')?.[8]
}

function dottedTrace(dotted: string): string | undefined {
  return step.exec(dotted.split('.')[0] ?? '')?.[8]
}
