/**
 * How an agent's telemetry tells that Fieldproof caused it, so that it is never observed as production.
 *
 * The cause stands in the id of the trace that the agent is asked to go on with, so that every span tells by itself, whichever
 * comes first and whatever else is lost. Agents that begin traces of their own can be told by baggage, and those that are
 * started here by what their environment says of the resource.
 *
 * @see W3C Trace Context, W3C Baggage
 */
import { hash64 } from '../stats/index.ts'
import type { Values } from './template.ts'

export const causes = ['simulation', 'judge', 'canary'] as const
export type Cause = (typeof causes)[number]

/** The first half of trace ids, which by chance is that of one trace in 2^64: eight letters each, in hex. */
const halves = {
  simulation: hexOf('fpsimula'),
  judge: hexOf('fpjudges'),
  canary: hexOf('fpcanary'),
} as const satisfies Record<Cause, string>

/** The attribute of a resource or a span, and the entry of baggage, whose value is the cause. */
export const causeAttribute = 'fieldproof.origin'

/** What templates may name, and adapters send. */
export interface CausedTrace {
  readonly traceId: string
  readonly traceparent: string
  readonly baggage: string
}

/** The trace of everything that is caused by one thing: a conversation, a round of questions. @param id names it */
export function causedTrace(cause: Cause, id: string): CausedTrace {
  const own = hash64(`trace ${id}`)
  const traceId = halves[cause] + own
  return { traceId, traceparent: `00-${traceId}-${own}-01`, baggage: `${causeAttribute}=${cause}` }
}

/** Why there is a trace; nothing where Fieldproof did not cause it. */
export function causeOfTrace(traceId: string): Cause | undefined {
  const half = traceId.slice(0, 16).toLowerCase()
  return causes.find((cause) => halves[cause] === half)
}

/** Headers that hand the trace on; none where the values know none. Settings of the project stand over them. */
export function causeHeaders({ traceparent, baggage }: Values): Record<string, string> {
  return {
    ...(typeof traceparent === 'string' && { traceparent }),
    ...(typeof baggage === 'string' && { baggage }),
  }
}

/** Headers of what is asked of a model, so that a gateway that tells of its calls tells of these whose doing they are. */
export function askedFor(cause: Cause, model: string): Record<string, string> {
  return causeHeaders({ ...causedTrace(cause, model) })
}

/** The environment of a process that is there for a simulation alone. */
export function causedEnvironment<Env extends Readonly<Record<string, string | undefined>>>(env: Env) {
  const given = env.OTEL_RESOURCE_ATTRIBUTES
  const own = `${causeAttribute}=simulation`
  return { ...env, OTEL_RESOURCE_ATTRIBUTES: given === undefined || given === '' ? own : `${given},${own}` }
}

function hexOf(text: string): string {
  return [...text].map((letter) => letter.charCodeAt(0).toString(16)).join('')
}
