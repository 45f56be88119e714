/** Traceloop's SDK with its instrumentation of OpenAI's client. */
import * as traceloop from '@traceloop/node-server-sdk'
import OpenAI from 'openai'
import { conversationId, converse, fieldproof, freeSlots, model, modelName, tools } from './talk.mjs'

traceloop.initialize({
  appName: 'desk',
  baseUrl: fieldproof,
  apiKey: 'key',
  disableBatch: true,
  silenceInitializationMessage: true,
  traceloopSyncEnabled: false,
  instrumentModules: { openAI: OpenAI },
})
const openai = new OpenAI({ baseURL: model, apiKey: 'key' })
await converse({
  turn: (work) =>
    traceloop.withAssociationProperties({ session_id: conversationId }, () =>
      traceloop.withWorkflow({ name: 'desk' }, work),
    ),
  async ask(messages) {
    const { choices } = await openai.chat.completions.create({ model: modelName, messages, tools })
    return choices[0].message
  },
  use: (name, args) => traceloop.withTool({ name }, async (given) => freeSlots(given), args),
})
await traceloop.forceFlush()
