import { expect, test } from 'vitest'
import type { Json } from '../../conversation/index.ts'
import { dialectConformance, type Turn, turn } from './dialect.conformance.ts'
import { dialects } from './dialects.ts'
import { langfuse } from './langfuse.ts'
import { langsmith } from './langsmith.ts'
import { livekit } from './livekit.ts'
import { observe } from './observe.ts'
import { openinference } from './openinference.ts'
import { openllmetry } from './openllmetry.ts'
import { otelGenai } from './otel-genai.ts'
import { spanThat } from './telling.sample.ts'
import { vercelAi } from './vercel-ai.ts'

const text = (value: Json) => JSON.stringify(value)
const { call, result, system, reply } = turn
const said = turn.text
const args = text(call.args)

interface OpenaiMessage {
  readonly role: string
  readonly content: string | null
  readonly tool_call_id?: string
  readonly tool_calls?: readonly {
    readonly id: string
    readonly function: { readonly name: string; readonly arguments: string }
  }[]
}

// The same messages as OpenAI writes them.
const openaiCall = { id: call.id, type: 'function', function: { name: call.tool, arguments: args } }
const openai = {
  asked: [
    { role: 'system', content: system },
    { role: 'user', content: said },
  ],
  history: [
    { role: 'system', content: system },
    { role: 'user', content: said },
    { role: 'assistant', content: null, tool_calls: [openaiCall] },
    { role: 'tool', tool_call_id: call.id, content: text(result) },
  ],
  called: { role: 'assistant', content: null, tool_calls: [openaiCall] },
  answered: { role: 'assistant', content: reply },
}
const completion = (message: Json) => ({
  id: 'answer-1',
  model: 'gpt-4o-2024-08-06',
  choices: [{ index: 0, message, finish_reason: 'stop' }],
  usage: { prompt_tokens: 52, completion_tokens: 17 },
})

// And as the parts of OpenTelemetry's conventions.
const parts = {
  user: { role: 'user', parts: [{ type: 'text', content: said }] },
  called: { role: 'assistant', parts: [{ type: 'tool_call', id: call.id, name: call.tool, arguments: call.args }] },
  tool: { role: 'tool', parts: [{ type: 'tool_call_response', id: call.id, response: result }] },
  answered: { role: 'assistant', parts: [{ type: 'text', content: reply }], finish_reason: 'stop' },
}

const genaiModel = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4o',
  'gen_ai.response.model': 'gpt-4o-2024-08-06',
  'gen_ai.usage.input_tokens': 52,
  'gen_ai.usage.output_tokens': 17,
}
const genaiWho = { 'gen_ai.conversation.id': turn.conversation, 'user.id': turn.customer }

const otelTurn: Turn = {
  asks: {
    attributes: {
      ...genaiModel,
      ...genaiWho,
      'gen_ai.system_instructions': text([{ type: 'text', content: system }]),
      'gen_ai.input.messages': text([parts.user]),
      'gen_ai.output.messages': text([parts.called]),
    },
  },
  executes: {
    name: 'execute_tool create_appointment',
    attributes: {
      ...genaiWho,
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': call.tool,
      'gen_ai.tool.call.id': call.id,
      'gen_ai.tool.call.arguments': args,
      'gen_ai.tool.call.result': text(result),
    },
  },
  answers: {
    attributes: {
      ...genaiModel,
      ...genaiWho,
      'gen_ai.system_instructions': text([{ type: 'text', content: system }]),
      // As senders other than JavaScript's write them: structured, not text.
      'gen_ai.input.messages': [parts.user, parts.called, parts.tool],
      'gen_ai.output.messages': [parts.answered],
    },
  },
}
dialectConformance(otelGenai, otelTurn)

const openinferenceMessages = (prefix: string, messages: readonly OpenaiMessage[]) =>
  Object.fromEntries(
    messages.flatMap((message, n) => {
      const at = `${prefix}.${n}.message`
      const calls = message.tool_calls ?? []
      return [
        [`${at}.role`, message.role],
        ...(message.content === null ? [] : [[`${at}.content`, message.content]]),
        ...(message.tool_call_id !== undefined ? [[`${at}.tool_call_id`, message.tool_call_id]] : []),
        ...calls.flatMap((each, k) => [
          [`${at}.tool_calls.${k}.tool_call.id`, each.id],
          [`${at}.tool_calls.${k}.tool_call.function.name`, each.function.name],
          [`${at}.tool_calls.${k}.tool_call.function.arguments`, each.function.arguments],
        ]),
      ]
    }),
  )
const openinferenceModel = {
  'openinference.span.kind': 'LLM',
  'session.id': turn.conversation,
  'user.id': turn.customer,
  'llm.model_name': 'gpt-4o-2024-08-06',
  'llm.invocation_parameters': text({ model: 'gpt-4o' }),
  'llm.system': 'openai',
  'llm.token_count.prompt': 52,
  'llm.token_count.completion': 17,
}
dialectConformance(openinference, {
  asks: {
    attributes: {
      ...openinferenceModel,
      ...openinferenceMessages('llm.input_messages', openai.asked),
      ...openinferenceMessages('llm.output_messages', [openai.called]),
    },
  },
  executes: {
    attributes: {
      'openinference.span.kind': 'TOOL',
      'session.id': turn.conversation,
      'tool.name': call.tool,
      'tool.id': call.id,
      'input.value': args,
      'output.value': text(result),
      'output.mime_type': 'application/json',
    },
  },
  answers: {
    attributes: {
      ...openinferenceModel,
      ...openinferenceMessages('llm.input_messages', openai.history),
      ...openinferenceMessages('llm.output_messages', [openai.answered]),
    },
  },
})

const traceloopWho = {
  'traceloop.association.properties.session_id': turn.conversation,
  'traceloop.association.properties.user_id': turn.customer,
}
const numbered = (prefix: string, messages: readonly OpenaiMessage[]) =>
  Object.fromEntries(
    messages.flatMap((message, n) => {
      const calls = message.tool_calls ?? []
      return [
        [`${prefix}.${n}.role`, message.role],
        ...(message.content === null ? [] : [[`${prefix}.${n}.content`, message.content]]),
        ...(message.tool_call_id !== undefined ? [[`${prefix}.${n}.tool_call_id`, message.tool_call_id]] : []),
        ...calls.flatMap((each, k) => [
          [`${prefix}.${n}.tool_calls.${k}.id`, each.id],
          [`${prefix}.${n}.tool_calls.${k}.name`, each.function.name],
          [`${prefix}.${n}.tool_calls.${k}.arguments`, each.function.arguments],
        ]),
      ]
    }),
  )
const oldModel = {
  'llm.request.type': 'chat',
  'gen_ai.system': 'openai',
  'gen_ai.request.model': 'gpt-4o',
  'gen_ai.response.model': 'gpt-4o-2024-08-06',
  'gen_ai.usage.prompt_tokens': 52,
  'gen_ai.usage.completion_tokens': 17,
}
dialectConformance(openllmetry, {
  asks: {
    attributes: {
      ...oldModel,
      ...traceloopWho,
      ...numbered('gen_ai.prompt', openai.asked),
      ...numbered('gen_ai.completion', [openai.called]),
    },
  },
  executes: {
    attributes: {
      ...traceloopWho,
      'traceloop.span.kind': 'tool',
      'traceloop.entity.name': call.tool,
      'traceloop.entity.input': text({ args: [], kwargs: call.args }),
      'traceloop.entity.output': text(result),
    },
  },
  answers: {
    attributes: {
      ...oldModel,
      ...traceloopWho,
      ...numbered('gen_ai.prompt', openai.history),
      ...numbered('gen_ai.completion', [openai.answered]),
    },
  },
  lacks: ['callId'],
})

const vercelModel = {
  'ai.operationId': 'ai.generateText.doGenerate',
  'ai.telemetry.metadata.sessionId': turn.conversation,
  'ai.telemetry.metadata.userId': turn.customer,
  'ai.model.id': 'gpt-4o',
  'ai.model.provider': 'openai',
  'ai.response.model': 'gpt-4o-2024-08-06',
  'ai.usage.promptTokens': 52,
  'ai.usage.completionTokens': 17,
}
dialectConformance(vercelAi, {
  asks: {
    attributes: {
      ...vercelModel,
      'ai.prompt.messages': text([
        { role: 'system', content: system },
        { role: 'user', content: [{ type: 'text', text: said }] },
      ]),
      'ai.response.text': '',
      'ai.response.toolCalls': text([{ toolCallId: call.id, toolName: call.tool, args }]),
    },
  },
  executes: {
    attributes: {
      'ai.operationId': 'ai.toolCall',
      'ai.telemetry.metadata.sessionId': turn.conversation,
      'ai.toolCall.name': call.tool,
      'ai.toolCall.id': call.id,
      'ai.toolCall.args': args,
      'ai.toolCall.result': text(result),
    },
  },
  answers: {
    attributes: {
      ...vercelModel,
      'ai.prompt.messages': text([
        { role: 'system', content: system },
        { role: 'user', content: [{ type: 'text', text: said }] },
        {
          role: 'assistant',
          content: [{ type: 'tool-call', toolCallId: call.id, toolName: call.tool, input: call.args }],
        },
        {
          role: 'tool',
          content: [
            {
              type: 'tool-result',
              toolCallId: call.id,
              toolName: call.tool,
              output: { type: 'json', value: result },
            },
          ],
        },
      ]),
      'ai.response.text': reply,
    },
  },
})

const langfuseModel = {
  'langfuse.observation.type': 'generation',
  'session.id': turn.conversation,
  'user.id': turn.customer,
  'langfuse.observation.model.name': 'gpt-4o',
  'langfuse.observation.usage_details': text({ input: 52, output: 17, total: 69 }),
}
dialectConformance(langfuse, {
  asks: {
    scope: 'langfuse-sdk',
    attributes: {
      ...langfuseModel,
      'langfuse.observation.input': text(openai.asked),
      'langfuse.observation.output': text(openai.called),
    },
  },
  executes: {
    scope: 'langfuse-sdk',
    name: call.tool,
    attributes: {
      'langfuse.observation.type': 'tool',
      'session.id': turn.conversation,
      'langfuse.observation.input': args,
      'langfuse.observation.output': text(result),
    },
  },
  answers: {
    scope: 'langfuse-sdk',
    attributes: {
      ...langfuseModel,
      'langfuse.observation.input': text({ messages: openai.history }),
      'langfuse.observation.output': reply,
    },
  },
  lacks: ['provider', 'model.answered', 'callId'],
})

const langsmithModel = {
  'langsmith.span.kind': 'llm',
  'langsmith.metadata.session_id': turn.conversation,
  'langsmith.metadata.user_id': turn.customer,
  'langsmith.metadata.ls_provider': 'openai',
}
dialectConformance(langsmith, {
  asks: {
    attributes: {
      ...langsmithModel,
      'gen_ai.prompt': text({ model: 'gpt-4o', messages: openai.asked }),
      'gen_ai.completion': text(completion(openai.called)),
    },
  },
  executes: {
    name: call.tool,
    attributes: {
      'langsmith.span.kind': 'tool',
      'langsmith.metadata.session_id': turn.conversation,
      'langsmith.inputs': { input: args },
      'langsmith.outputs': { output: { type: 'tool', content: text(result), tool_call_id: call.id } },
    },
  },
  answers: {
    attributes: {
      ...langsmithModel,
      'langsmith.inputs': { model: 'gpt-4o', messages: openai.history },
      'langsmith.outputs': completion(openai.answered),
    },
  },
  lacks: ['callId'],
})

const livekitModel = {
  'lk.job_id': turn.conversation,
  'lk.pii.participant_identity': turn.customer,
}
const item = (role: string, content: string) => ({ type: 'message', role, content: [content] })
const livekitCall = { type: 'function_call', call_id: call.id, name: call.tool, arguments: args }
dialectConformance(livekit, {
  asks: {
    name: 'llm_node',
    attributes: {
      ...livekitModel,
      'lk.pii.chat_ctx': text({ items: [item('system', system), item('user', said)] }),
      'lk.pii.response.text': '',
      'lk.pii.response.function_calls': text([{ call_id: call.id, name: call.tool, arguments: args }]),
    },
  },
  executes: {
    name: 'function_tool',
    attributes: {
      'lk.job_id': turn.conversation,
      'lk.function_tool.id': call.id,
      'lk.function_tool.name': call.tool,
      'lk.function_tool.arguments': args,
      'lk.function_tool.output': text(result),
    },
  },
  answers: {
    name: 'llm_node',
    attributes: {
      ...livekitModel,
      'gen_ai.request.model': 'gpt-4o',
      'lk.chat_ctx': text({
        items: [
          item('system', system),
          item('user', said),
          livekitCall,
          { type: 'function_call_output', call_id: call.id, output: text(result), is_error: false },
        ],
      }),
      'lk.response.text': reply,
    },
  },
  lacks: ['provider', 'model.answered', 'tokens'],
})

test('every dialect stands the conformance suite', () => {
  expect(dialects.map(({ name }) => name)).toEqual([
    'langfuse',
    'langsmith',
    'openinference',
    'vercel-ai',
    'openllmetry',
    'livekit',
    'otel-genai',
    // Speaks of errors, sessions and services, not of turns: see the tests below.
    'otel',
  ])
})

test('a span in several dialects: the kind by the most particular, every field from whichever has it', () => {
  const { kind, conversation, model, input, rules } = observe(
    spanThat({
      attributes: {
        ...otelTurn.asks.attributes,
        'langfuse.observation.type': 'agent',
        'openinference.span.kind': 'LLM',
        'input.value': 'a whole request in one text',
      },
    }),
  )
  expect({ kind, conversation, asked: model?.asked, said: input?.map((each) => each.text) }).toEqual({
    kind: 'agent',
    conversation: turn.conversation,
    asked: 'gpt-4o',
    said: [turn.text],
  })
  expect([rules.kind, rules.input, rules['model.asked']]).toEqual([
    'langfuse/langfuse.observation.type',
    'otel-genai/gen_ai.input.messages',
    'otel-genai/gen_ai.request.model',
  ])
})

test.each([
  ['a simulated customer, by the resource', { resource: { 'fieldproof.run': 'r-1' } }, 'simulation'],
  ['a simulated customer, by an attribute', { attributes: { 'fieldproof.trial': 3 } }, 'simulation'],
  ['a judge of our own', { attributes: { 'fieldproof.origin': 'judge' } }, 'judge'],
  ['a question of a canary', { attributes: { 'fieldproof.origin': 'canary' } }, 'canary'],
  ['our own instrumentation', { scope: 'fieldproof' }, 'simulation'],
  ["Langfuse's evaluators", { attributes: { 'langfuse.environment': 'langfuse-llm-as-a-judge' } }, 'evaluator'],
  ['an evaluator of Langfuse', { attributes: { 'langfuse.observation.type': 'evaluator' } }, 'evaluator'],
  ['an evaluator of OpenInference', { attributes: { 'openinference.span.kind': 'EVALUATOR' } }, 'evaluator'],
  ['a tool for evaluation', { scope: 'deepeval' }, 'evaluator'],
  ['an agent', { attributes: { 'openinference.span.kind': 'AGENT' } }, undefined],
] as const)('%s is not taken for production', (_what, telling, because) => {
  expect(observe(spanThat(telling)).notProduction).toBe(because)
})

test('what was dropped is counted, and a failure told with its reason', () => {
  const exception = { 'exception.type': 'TimeoutError', 'exception.message': 'the calendar did not answer' }
  const { dropped, error, rules } = observe(
    spanThat(otelTurn.executes, {
      dropped: 13,
      status: { code: 'error' },
      events: [{ name: 'exception', atMs: 1_767_261_600_500, attributes: exception }],
    }),
  )
  expect({ dropped, error, rule: rules.error }).toEqual({
    dropped: 13,
    error: { code: 'TimeoutError', message: 'the calendar did not answer' },
    rule: 'otel/status',
  })
})

test('an index of a billion makes no list of a billion', () => {
  const { input } = observe(
    spanThat({
      attributes: {
        'openinference.span.kind': 'LLM',
        'llm.input_messages.0.message.content': 'hello',
        'llm.input_messages.9999.message.content': 'the last one that counts',
        'llm.input_messages.10000.message.content': 'one too many',
        'llm.input_messages.1000000000.message.content': 'far too many',
        'llm.input_messages.__proto__.message.content': 'no index',
      },
    }),
  )
  expect(input?.map((each) => each.text)).toEqual(['hello', 'the last one that counts'])
})

test.each([
  ['[', ']'],
  ['{"text":', '}'],
  ['{"messages":', '}'],
])('JSON that nests a hundred thousand deep in %s stays the text it came in', (opening, closing) => {
  const bomb = `${opening.repeat(100_000)}"x"${closing.repeat(100_000)}`
  const { tool } = observe(
    spanThat({ attributes: { ...otelTurn.executes.attributes, 'gen_ai.tool.call.arguments': bomb } }),
  )
  const { input } = observe(spanThat({ attributes: { ...otelTurn.asks.attributes, 'gen_ai.input.messages': bomb } }))
  expect([tool?.args === bomb, input?.[0]?.text === bomb]).toEqual([true, true])
})

test('a span of Langfuse by the name of a tool says what it would be as one; the root of a run is an agent', () => {
  const input = { 'langfuse.observation.input': args, 'langfuse.observation.output': text(result) }
  const span = observe(spanThat({ name: call.tool, scope: 'langfuse-sdk', attributes: input }))
  expect({ kind: span.kind, tool: span.tool }).toEqual({
    kind: 'other',
    tool: { name: call.tool, args: call.args, result },
  })
  const root = observe(spanThat({ attributes: { ...input, 'langfuse.internal.is_app_root': true } }))
  expect({ kind: root.kind, tool: root.tool }).toEqual({ kind: 'agent', tool: undefined })
})

test('a service nobody named is no agent', () => {
  expect(observe(spanThat({ resource: { 'service.name': 'unknown_service:node' } })).agent).toBeUndefined()
  expect(observe(spanThat({ resource: { 'service.name': 'salon', 'service.version': '1.4.2' } })).agent).toEqual({
    id: 'salon',
    version: '1.4.2',
  })
})
