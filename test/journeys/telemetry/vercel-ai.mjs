/** The AI SDK's telemetry with its mock model. */
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import { generateText, stepCountIs, tool } from 'ai'
import { MockLanguageModelV3 } from 'ai/test'
import { z } from 'zod'
import { askPlainly, conversationId, converse, fieldproof, freeSlots, modelName, system } from './talk.mjs'

const provider = new NodeTracerProvider({
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: `${fieldproof}/v1/traces` }))],
})
provider.register()

const model = new MockLanguageModelV3({
  modelId: modelName,
  async doGenerate({ prompt }) {
    const { content, tool_calls: calls = [] } = await askPlainly(prompt.map(plain))
    return {
      content: [
        ...(content ? [{ type: 'text', text: content }] : []),
        ...calls.map(({ id, function: { name, arguments: input } }) => ({
          type: 'tool-call',
          toolCallId: id,
          toolName: name,
          input,
        })),
      ],
      finishReason: { unified: calls.length > 0 ? 'tool-calls' : 'stop', raw: undefined },
      usage: {
        inputTokens: { total: 10, noCache: 10, cacheRead: undefined, cacheWrite: undefined },
        outputTokens: { total: 5, text: 5, reasoning: undefined },
      },
      warnings: [],
    }
  },
})

/** A message of the SDK as the model over HTTP takes it, as far as that looks at it. */
function plain({ role, content }) {
  if (role === 'tool') return { role, content: JSON.stringify(content) }
  return { role, content: typeof content === 'string' ? content : content.map(({ text = '' }) => text).join('') }
}

const tools = {
  free_slots: tool({
    description: 'Free slots of a day',
    inputSchema: z.object({ day: z.string() }),
    execute: async (input) => freeSlots(input),
  }),
}
let history = []
await converse({
  turn: (work) => work(),
  async ask(messages) {
    history.push({ role: 'user', content: messages.at(-1).content })
    const { text, response } = await generateText({
      model,
      system,
      messages: history,
      tools,
      stopWhen: stepCountIs(5),
      experimental_telemetry: { isEnabled: true, functionId: 'desk', metadata: { sessionId: conversationId } },
    })
    history = [...history, ...response.messages]
    return { role: 'assistant', content: text }
  },
})
await provider.shutdown()
