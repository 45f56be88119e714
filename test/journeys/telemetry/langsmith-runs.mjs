/** LangSmith's client around OpenAI's, sending runs as it is told to. */
import process from 'node:process'
import { conversationId, converse, fieldproof, freeSlots, model, modelName, tools } from './talk.mjs'

Object.assign(process.env, { LANGSMITH_TRACING: 'true', LANGSMITH_ENDPOINT: fieldproof, LANGSMITH_API_KEY: 'key' })
const { Client } = await import('langsmith')
const { traceable } = await import('langsmith/traceable')
const { wrapOpenAI } = await import('langsmith/wrappers')
const { default: OpenAI } = await import('openai')

export async function talkWith(options) {
  const client = new Client(options)
  const openai = wrapOpenAI(new OpenAI({ baseURL: model, apiKey: 'key' }), { client })
  const metadata = { session_id: conversationId }
  await converse({
    turn: (work, words) => traceable((_) => work(), { name: 'desk', client, metadata })(words),
    async ask(messages) {
      const { choices } = await openai.chat.completions.create(
        { model: modelName, messages, tools },
        { langsmithExtra: { metadata } },
      )
      return choices[0].message
    },
    use: (name, args) =>
      traceable(async (given) => freeSlots(given), { name, run_type: 'tool', client, metadata })(args),
  })
  await client.awaitPendingTraceBatches()
}
