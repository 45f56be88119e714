/** Langfuse's client of version 5, which sends spans. */
import { LangfuseSpanProcessor } from '@langfuse/otel'
import { propagateAttributes, startActiveObservation } from '@langfuse/tracing'
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import { askPlainly, conversationId, converse, fieldproof, freeSlots, modelName } from './talk.mjs'

const processor = new LangfuseSpanProcessor({ publicKey: 'pk-lf-1', secretKey: 'sk-lf-1', baseUrl: fieldproof })
const provider = new NodeTracerProvider({ spanProcessors: [processor] })
provider.register()
await converse({
  turn: (work, words) =>
    propagateAttributes({ sessionId: conversationId }, () =>
      startActiveObservation('desk', async (span) => {
        span.update({ input: words })
        span.update({ output: await work() })
      }),
    ),
  ask: (messages) =>
    startActiveObservation(
      'answer',
      async (generation) => {
        generation.update({ model: modelName, input: messages })
        const message = await askPlainly(messages)
        generation.update({ output: message })
        return message
      },
      { asType: 'generation' },
    ),
  use: (name, args) =>
    startActiveObservation(
      name,
      async (tool) => {
        const value = freeSlots(args)
        tool.update({ input: args, output: value })
        return value
      },
      { asType: 'tool' },
    ),
})
await provider.shutdown()
