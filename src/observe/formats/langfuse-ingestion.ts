/**
 * Langfuse's own ingestion: the batches of events that its clients sent before they spoke OpenTelemetry.
 *
 * An event creates or updates an observation; both are accounts of one span and merge, whichever comes first. Each event
 * is read in the words of the `langfuse` dialect, so that its rules hold for both. A trace counts as a run of the agent.
 */
import { isObject, type Json, type JsonObject, momentOf } from '../../conversation/index.ts'
import type { Observation } from '../observation.ts'
import { accountOf } from './account.ts'
import { mergeObservations } from './merge.ts'
import { fieldOf, firstField, textOf } from './values.ts'

/** What Langfuse's clients expect to be told of each event, with status 207. */
export interface IngestionAnswer {
  readonly successes: readonly { readonly id: string; readonly status: 201 }[]
  readonly errors: readonly { readonly id: string; readonly status: 400; readonly message: string }[]
}

export interface Ingestion {
  readonly observations: readonly Observation[]
  readonly answer: IngestionAnswer
  /** Events that are understood and are no part of a conversation, by reason. */
  readonly skipped: Readonly<Record<string, number>>
}

/** The batch has this many events at most; the clients send hundreds. */
const mostEvents = 100_000

/**
 * A batch, event by event. A bad event is refused by itself.
 *
 * @param body `{ batch: [{ id, type, timestamp, body }] }`; anything else is a batch of no events
 */
export function langfuseIngestion(body: Json): Ingestion {
  const batch = fieldOf(body, 'batch')
  const observations = new Map<string, Observation>()
  const successes: IngestionAnswer['successes'][number][] = []
  const errors: IngestionAnswer['errors'][number][] = []
  const skipped: Record<string, number> = {}
  for (const event of Array.isArray(batch) ? batch.slice(0, mostEvents) : []) {
    const id = textOf(fieldOf(event, 'id')) ?? ''
    const read = observedIn(event)
    if (typeof read === 'string') {
      errors.push({ id, status: 400, message: read })
      continue
    }
    successes.push({ id, status: 201 })
    if ('skip' in read) skipped[read.skip] = (skipped[read.skip] ?? 0) + 1
    else {
      const key = `${read.trace}/${read.span}`
      const known = observations.get(key)
      observations.set(key, known === undefined ? read : mergeObservations(known, read))
    }
  }
  return { observations: [...observations.values()], answer: { successes, errors }, skipped }
}

/** Kinds of events: `generation-create`, `span-update`, and of later clients `tool-create` and so on. */
const eventType = /^([a-z]+)-(create|update)$/

function observedIn(event: Json): Observation | { readonly skip: string } | string {
  const type = textOf(fieldOf(event, 'type')) ?? ''
  if (type === 'score-create' || type === 'sdk-log') return { skip: type }
  const [, what] = eventType.exec(type) ?? []
  const body = fieldOf(event, 'body')
  if (what === undefined) return `there is no type of event "${type.slice(0, 60)}"`
  if (!isObject(body)) return 'the event has no body'
  const toldMs = momentOf(fieldOf(event, 'timestamp'))
  const named = what === 'observation' ? (textOf(fieldOf(body, 'type')) ?? 'span').toLowerCase() : what
  return observed(named, body, toldMs)
}

function observed(what: string, body: JsonObject, toldMs: number | undefined): Observation | string {
  const span = textOf(fieldOf(body, 'id'))
  if (span === undefined) return 'the event tells no id of what it is about'
  const isTrace = what === 'trace'
  const trace = isTrace ? span : (textOf(fieldOf(body, 'traceId')) ?? span)
  const toldEndMs = momentOf(fieldOf(body, 'endTime'))
  const toldStartMs = momentOf(firstField(body, 'startTime', 'timestamp'))
  // An update tells no start; the observation began before it was sent, and before it ended.
  const startMs = toldStartMs ?? least(toldMs, toldEndMs)
  if (startMs === undefined) return 'the event tells no time'
  const endMs = toldEndMs ?? (what === 'event' ? startMs : undefined)
  return accountOf({
    trace,
    span,
    parent: textOf(fieldOf(body, 'parentObservationId')) ?? (isTrace ? undefined : trace),
    startMs,
    endMs,
    // Updates often tell no end; the later word is the one that was sent later.
    asOf: toldMs ?? endMs ?? 0,
    dropped: 0,
    told: {
      from: { resource: nothing, scope: { name: 'langfuse-sdk', version: '', attributes: nothing } },
      name: textOf(fieldOf(body, 'name')) ?? '',
      attributes: isTrace ? traceAttributes(body) : attributesOf(what, body),
    },
  })
}

function least(...times: readonly (number | undefined)[]): number | undefined {
  const told = times.filter((time) => time !== undefined)
  return told.length === 0 ? undefined : Math.min(...told)
}

const nothing = Object.freeze(Object.create(null))

/** Fields of an observation by the names that the dialect has for them. */
const observationNames: Readonly<Record<string, string>> = {
  input: 'langfuse.observation.input',
  output: 'langfuse.observation.output',
  model: 'langfuse.observation.model.name',
  usage: 'langfuse.observation.usage_details',
  usageDetails: 'langfuse.observation.usage_details',
  level: 'langfuse.observation.level',
  statusMessage: 'langfuse.observation.status_message',
  promptName: 'langfuse.observation.prompt.name',
  promptVersion: 'langfuse.observation.prompt.version',
  version: 'langfuse.version',
  environment: 'langfuse.environment',
}

const traceNames: Readonly<Record<string, string>> = {
  input: 'langfuse.observation.input',
  output: 'langfuse.observation.output',
  name: 'langfuse.trace.name',
  userId: 'langfuse.user.id',
  sessionId: 'langfuse.session.id',
  release: 'langfuse.release',
  version: 'langfuse.version',
  tags: 'langfuse.trace.tags',
  environment: 'langfuse.environment',
}

function attributesOf(what: string, body: JsonObject) {
  return { ...renamed(body, observationNames, 'langfuse.observation.metadata.'), 'langfuse.observation.type': what }
}

function traceAttributes(body: JsonObject) {
  return { ...renamed(body, traceNames, 'langfuse.trace.metadata.'), 'langfuse.observation.type': 'agent' }
}

function renamed(body: JsonObject, names: Readonly<Record<string, string>>, below: string): Record<string, Json> {
  const attributes: Record<string, Json> = Object.create(null)
  for (const [name, attribute] of Object.entries(names)) {
    const value = firstField(body, name)
    if (value !== undefined) attributes[attribute] = value
  }
  const metadata = fieldOf(body, 'metadata')
  for (const name of isObject(metadata) ? Object.keys(metadata) : []) {
    attributes[`${below}${name}`] = (metadata as JsonObject)[name] ?? null
  }
  return attributes
}
