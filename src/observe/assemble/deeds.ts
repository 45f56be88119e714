/** Tool calls and their results as events: what ran, what was asked for and answered, what was only asked for. */
import { type Event, isObject, type Json } from '../../conversation/index.ts'
import type { Observation } from '../observation.ts'
import { type Asked, askedIn } from './asked.ts'
import { type Executed, executed } from './executions.ts'
import { type Family, nameOf } from './family.ts'

/** A call and, where it came back, its result; times are milliseconds since 1970. */
export interface Deed {
  readonly call: Event & { readonly type: 'tool-call' }
  readonly result?: Event & { readonly type: 'tool-result' }
  /** The span of the model that asked for it, and its place among all that was asked for. */
  readonly by?: string
  readonly place: number
}

/**
 * @param observations in order
 * @param models the leaves among them
 * @param speakers those of them that speak with the customer; what others asked for counts where it was carried out
 */
export function deedsOf(
  observations: readonly Observation[],
  models: readonly Observation[],
  speakers: readonly Observation[],
  family: Family,
): readonly Deed[] {
  const calls = askedIn(models)
  const ran = executed(observations, calls, family)
  const speaking = new Set(speakers.map(nameOf))
  const done = new Set(ran.flatMap(({ asked }) => asked ?? []))
  const named = new Names()
  const rest = calls.filter((each) => !done.has(each) && (speaking.has(each.by) || each.answer !== undefined))
  return [...ran.map((each) => deedOfRun(each, named)), ...rest.map((each) => deedOfAsked(each, named))]
}

/** Ids of calls that come again are told apart. */
class Names {
  readonly #taken = new Set<string>()

  of(id: string): string {
    let name = id
    for (let nth = 2; this.#taken.has(name); nth += 1) name = `${id}#${nth}`
    this.#taken.add(name)
    return name
  }
}

function deedOfRun({ execution, asked }: Executed, names: Names): Deed {
  const { tool, startMs, endMs, error } = execution
  const callId = names.of(asked?.id ?? tool.callId ?? nameOf(execution))
  const byMs = asked?.answer?.byMs ?? Number.POSITIVE_INFINITY
  const resultMs = Math.min(endMs ?? byMs, byMs)
  const callMs = Math.min(startMs, resultMs)
  const failed = error !== undefined || asked?.answer?.failed === true
  const value = tool.result ?? asked?.answer?.value ?? (error === undefined ? null : error.message)
  const hasResult = Number.isFinite(resultMs)
  return {
    ...called(callId, asked?.tool ?? tool.name, argsOf(execution, asked), callMs, 'trace'),
    ...(hasResult && resulted(callId, value, failed, resultMs, 'trace')),
    ...(asked !== undefined && { by: asked.by }),
    place: asked?.place ?? 0,
  }
}

function deedOfAsked(asked: Asked, names: Names): Deed {
  const { id, tool, args, atMs, answer, by, place } = asked
  const callId = names.of(id ?? `${by}/${place}`)
  const callMs = Math.min(atMs, answer?.byMs ?? atMs)
  return {
    ...called(callId, tool, args, callMs, 'agent'),
    ...(answer !== undefined && resulted(callId, answer.value, answer.failed, answer.byMs, 'agent')),
    by,
    place,
  }
}

/** With what it ran, where that is everything that was asked; senders wrap arguments or leave them out. */
function argsOf({ tool }: Executed['execution'], asked: Asked | undefined): Json {
  if (asked === undefined) return tool.args ?? {}
  const ran = tool.args
  if (!isObject(ran) || !isObject(asked.args)) return asked.args
  return Object.keys(asked.args).every((name) => Object.hasOwn(ran, name)) ? ran : asked.args
}

type SeenBy = 'trace' | 'agent'

function called(callId: string, tool: string, args: Json, atMs: number, seenBy: SeenBy) {
  return { call: { type: 'tool-call', atMs, callId, tool, args, seenBy } as const }
}

function resulted(callId: string, value: Json, failed: boolean, atMs: number, seenBy: SeenBy) {
  const outcome = failed ? 'error' : 'ok'
  return { result: { type: 'tool-result', atMs, callId, outcome, value, seenBy } as const }
}
