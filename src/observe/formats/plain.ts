/**
 * What any OpenTelemetry says, whatever its dialect: errors, sessions, users, services; and whether it is no production.
 */
import { type Cause, causeAttribute, causes } from '../../connect/index.ts'
import type { Json } from '../../conversation/index.ts'
import type { Attributes } from '../otlp/otlp.ts'
import { type Dialect, texts, weakly } from './dialect.ts'
import type { Told } from './told.ts'
import { textOf } from './values.ts'

/** Tools for evaluation that trace their own questions to models. */
const evaluators = /^(deepeval|ragas|promptfoo|phoenix\.evals|openevals|autoevals|trulens|inspect[_-]ai)\b/i

export const plain: Dialect = {
  name: 'otel',
  speaks: () => true,
  rules: [
    { gives: 'notProduction', from: 'fieldproof.*', read: ours },
    {
      gives: 'notProduction',
      from: 'scope',
      read: ({ scope }) => (evaluators.test(scope.name) ? 'evaluator' : undefined),
    },
    ...texts(
      'conversation',
      'session.id',
      'conversation.id',
      'conversation_id',
      'thread.id',
      'thread_id',
      'langwatch.thread.id',
      'mastra.metadata.threadId',
    ),
    ...texts('customer', 'user.id', 'enduser.id'),
    ...texts('channel', 'conversation.channel', 'channel'),
    ...weakly([
      { gives: 'agent.id', from: 'service.name', read: (told) => resource(told, 'service.name') },
      { gives: 'agent.version', from: 'service.version', read: (told) => resource(told, 'service.version') },
      {
        gives: 'environment',
        from: 'deployment.environment.name',
        read: (told) => resource(told, 'deployment.environment.name') ?? resource(told, 'deployment.environment'),
      },
    ]),
    { gives: 'error', from: 'status', read: failure },
  ],
}

/** Spans that carry anything of Fieldproof's were caused by it: by a simulated customer, a judge, or a canary's question. */
function ours({ resource, scope, roots, attributes }: Told): Cause | undefined {
  const places = [...(roots.has('fieldproof') ? [attributes] : []), resource, scope.attributes].filter(isOurs)
  if (places.length === 0 && !/^fieldproof\b/.test(scope.name)) return undefined
  const said = places.map((each) => each[causeAttribute])
  return causes.find((cause) => said.includes(cause)) ?? 'simulation'
}

/** Senders are shared by all their records, so they are looked through once. */
const known = new WeakMap<Attributes, boolean>()

function isOurs(attributes: Attributes): boolean {
  let is = known.get(attributes)
  if (is === undefined) {
    is = Object.keys(attributes).some((name) => name.startsWith('fieldproof.'))
    known.set(attributes, is)
  }
  return is
}

function resource({ resource: from }: Told, name: string): string | undefined {
  const value = textOf(from[name])
  // What SDKs put where nobody named the service.
  return value?.startsWith('unknown_service') === true ? undefined : value
}

function failure({ status, events, attributes }: Told) {
  const thrown = events.find(({ name }) => name === 'exception')?.attributes
  const type = textOf(attributes['error.type'])
  if (status.code !== 'error' && type === undefined) return undefined
  const code = type ?? textOf(thrown?.['exception.type'])
  const message = status.message ?? textOf(thrown?.['exception.message']) ?? textOf(attributes['error.message'] as Json)
  return { ...(code !== undefined && { code }), message: message ?? code ?? 'an error that was not described' }
}
