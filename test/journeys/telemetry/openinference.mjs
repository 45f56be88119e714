/** OpenInference's instrumentation of OpenAI's client: the questions to the model alone, and a session. */
import { setSession } from '@arizeai/openinference-core'
import { OpenAIInstrumentation } from '@arizeai/openinference-instrumentation-openai'
import { context } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import OpenAI from 'openai'
import { conversationId, converse, fieldproof, freeSlots, model, modelName, tools } from './talk.mjs'

const provider = new NodeTracerProvider({
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: `${fieldproof}/v1/traces` }))],
})
provider.register()
const instrumentation = new OpenAIInstrumentation()
instrumentation.setTracerProvider(provider)
instrumentation.manuallyInstrument(OpenAI)

const openai = new OpenAI({ baseURL: model, apiKey: 'key' })
await converse({
  turn: (work) => context.with(setSession(context.active(), { sessionId: conversationId }), work),
  async ask(messages) {
    const { choices } = await openai.chat.completions.create({ model: modelName, messages, tools })
    return choices[0].message
  },
  use: async (_, args) => freeSlots(args),
})
await provider.shutdown()
