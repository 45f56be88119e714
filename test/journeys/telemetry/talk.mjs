/**
 * An agent of two turns and one tool, for any instrumentation: it asks a model, uses what the model asks for, and goes on
 * until the model answers in words. What a client does around that is its own.
 */
import { once } from 'node:events'
import { request } from 'node:http'
import process from 'node:process'
import { json } from 'node:stream/consumers'

/** Where Fieldproof listens, and where the model that every client asks. */
export const [, , fieldproof = '', model = ''] = process.argv

export const modelName = 'gpt-4o-mini'
export const conversationId = 'visit-7'
export const system = 'You book visits.'
const words = ['Can I come on Tuesday?', 'Yes please']

export const tools = [
  {
    type: 'function',
    function: {
      name: 'free_slots',
      description: 'Free slots of a day',
      parameters: { type: 'object', properties: { day: { type: 'string' } } },
    },
  },
]

/** What the tool does. */
export function freeSlots({ day }) {
  return day === 'Tuesday' ? { free: ['14:00'] } : { free: [] }
}

/**
 * @param ask messages to the model's message, both as OpenAI has them
 * @param use a tool call's name, arguments and id to its result
 * @param turn runs one turn with the customer's words, and gives back what was answered
 */
export async function converse({ ask, use, turn = (work) => work() }) {
  const messages = [{ role: 'system', content: system }]
  for (const content of words) {
    messages.push({ role: 'user', content })
    await turn(() => answered(messages, ask, use), content)
  }
}

async function answered(messages, ask, use) {
  for (;;) {
    const message = await ask([...messages])
    messages.push(message)
    if (message.tool_calls === undefined) return message.content
    for (const { id, function: called } of message.tool_calls) {
      const value = await use(called.name, JSON.parse(called.arguments), id)
      messages.push({ role: 'tool', tool_call_id: id, content: JSON.stringify(value) })
    }
  }
}

/** The model over HTTP, by nothing that is instrumented. */
export async function askPlainly(messages) {
  const asked = request(`${model}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  })
  asked.end(JSON.stringify({ model: modelName, messages, tools }))
  const [answer] = await once(asked, 'response')
  const { choices } = await json(answer)
  return choices[0].message
}
