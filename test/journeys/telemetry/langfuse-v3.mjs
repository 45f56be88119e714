/** Langfuse's client of version 3, which sends batches of events. */
import { Langfuse } from 'langfuse'
import { askPlainly, conversationId, converse, fieldproof, freeSlots, modelName } from './talk.mjs'

const langfuse = new Langfuse({ publicKey: 'pk-lf-1', secretKey: 'sk-lf-1', baseUrl: fieldproof })
let trace
await converse({
  async turn(work, words) {
    trace = langfuse.trace({ name: 'desk', sessionId: conversationId, input: words })
    trace.update({ output: await work() })
  },
  async ask(messages) {
    const generation = trace.generation({ name: 'answer', model: modelName, input: messages })
    const message = await askPlainly(messages)
    generation.end({ output: message })
    return message
  },
  async use(name, args) {
    const span = trace.span({ name, input: args })
    const value = freeSlots(args)
    span.end({ output: value })
    return value
  },
})
await langfuse.shutdownAsync()
