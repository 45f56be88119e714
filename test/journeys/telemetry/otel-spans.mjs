/** Spans by hand in OpenTelemetry's names for generative AI, with the stock exporter of either encoding. */
import { context, SpanStatusCode, trace } from '@opentelemetry/api'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import { askPlainly, conversationId, converse, freeSlots, modelName, system } from './talk.mjs'

export async function talkWith(exporter) {
  const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] })
  provider.register()
  const tracer = trace.getTracer('shop')
  const within = (name, attributes, work) =>
    tracer.startActiveSpan(name, { attributes }, async (span) => {
      try {
        return await work(span)
      } catch (thrown) {
        span.setStatus({ code: SpanStatusCode.ERROR, message: String(thrown) })
        throw thrown
      } finally {
        span.end()
      }
    })
  await converse({
    turn: (work) =>
      within('invoke_agent desk', { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'desk' }, work),
    ask: (messages) =>
      within(
        `chat ${modelName}`,
        {
          'gen_ai.operation.name': 'chat',
          'gen_ai.request.model': modelName,
          'gen_ai.conversation.id': conversationId,
          'gen_ai.system_instructions': JSON.stringify([{ type: 'text', content: system }]),
          'gen_ai.input.messages': JSON.stringify(messages.slice(1).map(partsOf)),
        },
        async (span) => {
          const message = await askPlainly(messages)
          span.setAttribute('gen_ai.output.messages', JSON.stringify([partsOf(message)]))
          return message
        },
      ),
    use: (name, args, id) =>
      within(
        `execute_tool ${name}`,
        {
          'gen_ai.operation.name': 'execute_tool',
          'gen_ai.tool.name': name,
          'gen_ai.tool.call.id': id,
          'gen_ai.tool.call.arguments': JSON.stringify(args),
        },
        async (span) => {
          const value = freeSlots(args)
          span.setAttribute('gen_ai.tool.call.result', JSON.stringify(value))
          return value
        },
      ),
  })
  context.disable()
  await provider.shutdown()
}

function partsOf({ role, content, tool_calls: calls = [], tool_call_id: answered }) {
  if (role === 'tool') return { role, parts: [{ type: 'tool_call_response', id: answered, response: content }] }
  const text = content ? [{ type: 'text', content }] : []
  const called = calls.map(({ id, function: { name, arguments: args } }) => ({
    type: 'tool_call',
    id,
    name,
    arguments: JSON.parse(args),
  }))
  return { role, parts: [...text, ...called] }
}
