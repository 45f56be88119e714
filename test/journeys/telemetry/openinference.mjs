/** OpenInference's instrumentation of OpenAI's client: the questions to the model alone, each a trace without a session. */
import { OpenAIInstrumentation } from '@arizeai/openinference-instrumentation-openai'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import OpenAI from 'openai'
import { converse, fieldproof, freeSlots, model, modelName, tools } from './talk.mjs'

const provider = new NodeTracerProvider({
  spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: `${fieldproof}/v1/traces` }))],
})
provider.register()
const instrumentation = new OpenAIInstrumentation()
instrumentation.setTracerProvider(provider)
instrumentation.manuallyInstrument(OpenAI)

const openai = new OpenAI({ baseURL: model, apiKey: 'key' })
await converse({
  async ask(messages) {
    const { choices } = await openai.chat.completions.create({ model: modelName, messages, tools })
    return choices[0].message
  },
  use: async (_, args) => freeSlots(args),
})
await provider.shutdown()
