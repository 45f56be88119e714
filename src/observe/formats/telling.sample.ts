/** Spans and log records for tests: plain ones to change, and arbitrary ones in every dialect at once. */
import fc from 'fast-check'
import type { Json } from '../../conversation/index.ts'
import type { OtlpLog, OtlpSpan, Sender } from '../otlp/otlp.ts'

const trace = '0af7651916cd43dd8448eb211c80319c'
const spanId = 'b7ad6b7169203331'
export const startMs = 1_767_261_600_000

export interface Telling {
  readonly name?: string
  readonly scope?: string
  readonly resource?: Readonly<Record<string, Json>>
  readonly attributes?: Readonly<Record<string, Json>>
}

function sender({ scope = 'shop', resource = {} }: Telling): Sender {
  return {
    resource: bare(resource),
    scope: { name: scope, version: '', attributes: bare({}) },
  }
}

function bare(values: Readonly<Record<string, Json>>): Record<string, Json> {
  return Object.assign(Object.create(null), values)
}

/** A span of one second that says what it is given to say. */
export function spanThat(telling: Telling, changes: Partial<OtlpSpan> = {}): OtlpSpan {
  return {
    from: sender(telling),
    trace,
    span: spanId,
    name: telling.name ?? 'step',
    startMs,
    endMs: startMs + 1000,
    attributes: bare(telling.attributes ?? {}),
    events: [],
    status: { code: 'unset' },
    dropped: 0,
    ...changes,
  }
}

/** Log records of that span, in one request, each `[name, body]`. */
export function logsThat(...said: readonly (readonly [string, Json])[]): readonly OtlpLog[] {
  return said.map(([name, body], at) => ({
    from: sender({}),
    trace,
    span: spanId,
    name,
    atMs: startMs,
    body,
    attributes: bare({ 'gen_ai.system': 'openai' }),
    dropped: 0,
    place: { batchMs: startMs, at },
  }))
}

const text = fc.constantFrom('hi', 'yes', 'no', 'booked for Tuesday', '')
const message = fc.record({ role: fc.constantFrom('system', 'user', 'assistant', 'tool'), content: text })
const messages = fc.array(message, { maxLength: 4 }).map((list) => JSON.stringify(list))
const word = fc.constantFrom('a', 'b', 'c')

/** Attributes by names out of every dialect, few enough that accounts of a span disagree. */
const attribute: fc.Arbitrary<readonly [string, Json]> = fc.oneof(
  fc.tuple(
    fc.constantFrom(
      'gen_ai.operation.name',
      'openinference.span.kind',
      'langfuse.observation.type',
      'traceloop.span.kind',
      'langsmith.span.kind',
    ),
    fc.constantFrom('chat', 'execute_tool', 'LLM', 'TOOL', 'EVALUATOR', 'generation', 'tool', 'agent', 'span', 'llm'),
  ),
  fc.tuple(
    fc.constantFrom(
      'gen_ai.conversation.id',
      'session.id',
      'user.id',
      'gen_ai.request.model',
      'gen_ai.response.model',
      'langfuse.observation.model.name',
      'gen_ai.tool.name',
      'ai.toolCall.name',
      'gen_ai.tool.call.result',
      'langfuse.trace.metadata.topic',
      'error.type',
      'fieldproof.run',
    ),
    word,
  ),
  fc.tuple(fc.constantFrom('gen_ai.usage.input_tokens', 'llm.token_count.prompt'), fc.nat(3)),
  fc.tuple(
    fc.constantFrom(
      'gen_ai.input.messages',
      'gen_ai.output.messages',
      'langfuse.observation.input',
      'langfuse.observation.output',
      'input.value',
      'ai.prompt.messages',
      'llm.input_messages.0.message.content',
    ),
    messages,
  ),
)

const heard = fc.tuple(
  fc.constantFrom('gen_ai.system.message', 'gen_ai.user.message', 'gen_ai.assistant.message', 'gen_ai.choice'),
  fc.record({ content: text }),
)

/** One account of the span above: the span itself, some log records of it, or both in one request. */
export const account: fc.Arbitrary<{ readonly span?: OtlpSpan; readonly logs: readonly OtlpLog[] }> = fc
  .record({
    attributes: fc.array(attribute, { maxLength: 6 }),
    endMs: fc.option(fc.nat(3), { nil: undefined }),
    dropped: fc.nat(2),
    name: fc.constantFrom('', 'step', 'chat'),
    events: fc.array(heard, { maxLength: 2 }),
    logs: fc.array(fc.tuple(heard, fc.nat(2)), { maxLength: 4 }),
    batch: fc.nat(2),
    which: fc.constantFrom('span', 'logs', 'both'),
  })
  .map(({ attributes, endMs, dropped, name, events, logs, batch, which }) => {
    const span = spanThat({ name, attributes: Object.fromEntries(attributes) }, { dropped })
    const { endMs: _, ...going } = span
    const ended = endMs === undefined ? going : { ...span, endMs: startMs + endMs }
    const said = events.map(([event, body]) => ({ name: event, atMs: startMs, attributes: bare(body) }))
    const records = logsThat(...logs.map(([each]) => each)).map((log, at) => ({
      ...log,
      atMs: startMs + (logs[at]?.[1] ?? 0),
      place: { batchMs: startMs + batch, at },
    }))
    return {
      ...(which !== 'logs' && { span: { ...ended, events: said } }),
      logs: which === 'span' ? [] : records,
    }
  })
