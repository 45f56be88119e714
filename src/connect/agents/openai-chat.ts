/**
 * An agent that is a chat-completions endpoint in OpenAI's shape, as gateways, vLLM and Ollama offer it.
 *
 * The endpoint remembers nothing, so the history is kept here. Tool calls are reported, not executed: an
 * agent that must see what its tools answer has a server of its own, which the `http` kind reaches.
 *
 * @see https://platform.openai.com/docs/api-reference/chat
 */
import { setMaxListeners } from 'node:events'
import { z } from 'zod'
import type { Json } from '../../conversation/index.ts'
import { Problem } from '../../problem.ts'
import { causeHeaders } from '../caused.ts'
import { type Selector, selector } from '../select.ts'
import { fillText } from '../template.ts'
import { type Agent, type AgentEvent, type AgentSession, cancelled, failureFrom, type Opening } from './agent.ts'
import type { AgentKind, Surroundings } from './agent-kind.ts'
import { excerpt, garbage, parseAnswer, parsedArgs } from './answer.ts'
import { type HttpPool, httpPool } from './http-exchange.ts'
import { eventSplitter } from './lines.ts'
import { messageValues } from './message-values.ts'
import { paced } from './pace.ts'
import { headers, maxBytes, timeoutMs } from './settings.ts'

const settings = z.strictObject({
  baseUrl: z.string().describe('Address before /chat/completions: http://127.0.0.1:11434/v1.'),
  model: z.string().describe('The model to ask for.'),
  system: z.string().optional().describe('System prompt; placeholders such as {{customer.name}} are filled.'),
  tools: z.array(z.json()).default([]).describe("Tools offered, in OpenAI's shape; calls are reported, not executed."),
  stream: z.boolean().default(false).describe('Ask for a streamed answer. Default false.'),
  apiKeyEnv: z.string().optional().describe('Name of the environment variable that holds the key: OPENAI_API_KEY.'),
  headers,
  parameters: z
    .record(z.string(), z.json())
    .default({})
    .describe('Further fields of the request: { temperature: 0, seed: 7 }.'),
  timeoutMs,
  maxBytes,
})

type OpenAiChatSettings = z.output<typeof settings>

export const openaiChatAgent: AgentKind<OpenAiChatSettings> = {
  kind: 'openai-chat',
  summary: "A chat-completions endpoint in OpenAI's shape, with its system prompt and tools.",
  example: `openai-chat:
  baseUrl: http://127.0.0.1:11434/v1
  model: llama3.1
  system: You are the receptionist of a dental practice.`,
  settings,
  create(given, { id, env }: Surroundings): Agent {
    const pool = httpPool()
    const key = keyFrom(given, env)
    const url = `${given.baseUrl.replace(/\/+$/, '')}/chat/completions`
    return {
      id,
      time: 'any',
      explain: () => `${given.model} at ${url}${given.stream ? ', streamed' : ''}`,
      open: async (opening) => openSession({ given, pool, url, key }, opening),
      close: async () => pool.close(),
    }
  },
}

function keyFrom({ apiKeyEnv }: OpenAiChatSettings, env: Surroundings['env']): string | undefined {
  if (apiKeyEnv === undefined) return undefined
  const key = env[apiKeyEnv]
  if (key !== undefined && key !== '') return key
  throw new Problem({
    code: 'connect/no-key',
    message: `The environment variable ${apiKeyEnv} holds no key.`,
    hint: `Set it for this command, ${apiKeyEnv}=… fieldproof simulate, or leave apiKeyEnv out if the endpoint needs none.`,
  })
}

interface Endpoint {
  readonly given: OpenAiChatSettings
  readonly pool: HttpPool
  readonly url: string
  readonly key: string | undefined
}

interface Line {
  readonly role: 'user' | 'assistant'
  readonly content: string
}

function openSession({ given, pool, url, key }: Endpoint, opening: Opening): AgentSession {
  const ended = new AbortController()
  const signal = AbortSignal.any([opening.signal, ended.signal])
  // Customers may send many messages before the first is answered, and each listens.
  setMaxListeners(0, signal)
  const history: Line[] = (opening.history ?? []).map(({ from, text }) => ({
    role: from === 'customer' ? 'user' : 'assistant',
    content: text,
  }))

  const exchange = async (onEvent: (event: AgentEvent) => void) => {
    const values = messageValues(opening, undefined)
    const system = given.system === undefined ? [] : [{ role: 'system', content: fillText(given.system, values) }]
    const filled = Object.entries(given.headers).map(([name, text]) => [name, fillText(text, values)] as const)
    const answer = given.stream ? streamedAnswer(onEvent) : wholeAnswer(onEvent)
    const body = {
      ...given.parameters,
      model: given.model,
      messages: [...system, ...history],
      ...(given.tools.length > 0 && { tools: given.tools }),
      ...(given.stream && { stream: true }),
    }
    try {
      await pool.exchange({
        url,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(key !== undefined && { authorization: `Bearer ${key}` }),
          ...causeHeaders(values),
          ...Object.fromEntries(filled),
        },
        body: JSON.stringify(body),
        timeoutMs: given.timeoutMs,
        maxBytes: given.maxBytes,
        signal,
        onText: answer.push,
      })
    } catch (failure) {
      answer.cut()
      throw failure
    }
    answer.end()
  }

  return {
    pushes: false,
    async send({ text }) {
      if (signal.aborted) throw cancelled()
      const line: Line = { role: 'user', content: text }
      history.push(line)
      const deliver = (event: AgentEvent) => {
        if (signal.aborted) return
        if (event.type === 'message') history.push({ role: 'assistant', content: event.text })
        opening.onEvent(event)
      }
      try {
        await paced(opening.clock, deliver, exchange)
      } catch (thrown) {
        // A message that failed may be sent again; it must not stand in the history twice.
        history.splice(history.indexOf(line), 1)
        throw failureFrom(thrown, { culprit: 'simulator', code: 'settings' })
      }
    },
    async close() {
      // A reason of our own: making the usual one costs more than all the rest of closing.
      ended.abort('closed')
    },
  }
}

interface AnswerTaker {
  push(text: string): void
  /** The answer is complete. */
  end(): void
  /** The answer was cut off: what a customer would have seen of it is passed on. */
  cut(): void
}

const at = {
  message: selector('$.choices[0].message'),
  content: selector('$.content'),
  refusal: selector('$.refusal'),
  calls: selector('$.tool_calls[*]'),
  delta: selector('$.choices[0].delta'),
  index: selector('$.index'),
  id: selector('$.id'),
  name: selector('$.function.name'),
  args: selector('$.function.arguments'),
  error: selector('$.error.message'),
}

function wholeAnswer(onEvent: (event: AgentEvent) => void): AnswerTaker {
  const pieces: string[] = []
  return {
    push: (text) => {
      pieces.push(text)
    },
    cut() {},
    end() {
      const text = pieces.join('')
      const value = parseAnswer(text)
      const message = at.message.first(value)
      if (message === undefined) throw garbage(`The answer is no chat completion: ${excerpt(text)}`)
      say(textAt(at.content, message) || textAt(at.refusal, message), onEvent)
      at.calls.all(message).forEach((call, index) => {
        report({ id: textAt(at.id, call), name: textAt(at.name, call), args: textAt(at.args, call) }, index, onEvent)
      })
    },
  }
}

interface CallPieces {
  id: string
  name: string
  args: string
}

function streamedAnswer(onEvent: (event: AgentEvent) => void): AnswerTaker {
  let said = ''
  let complete = false
  const calls = new Map<number, CallPieces>()
  const take = (data: string) => {
    if (data.trim() === '[DONE]') {
      complete = true
      return
    }
    const value = parseAnswer(data)
    const error = at.error.first(value)
    if (error !== undefined) throw garbage(`The stream carried an error: ${excerpt(String(error))}`)
    const delta = at.delta.first(value) ?? null
    said += textAt(at.content, delta) || textAt(at.refusal, delta)
    for (const piece of at.calls.all(delta)) addCall(calls, piece)
    if (isFinished(value)) complete = true
  }
  const { push, end } = eventSplitter(take)
  return {
    push,
    cut: () => say(said, onEvent),
    end() {
      end()
      say(said, onEvent)
      if (!complete) throw garbage('The stream ended before the answer was complete.')
      for (const [index, call] of calls) report(call, index, onEvent)
    },
  }
}

const finishReason = selector('$.choices[0].finish_reason')

function isFinished(value: Json): boolean {
  return typeof finishReason.first(value) === 'string'
}

function addCall(calls: Map<number, CallPieces>, piece: Json): void {
  const index = at.index.first(piece)
  const key = typeof index === 'number' ? index : calls.size
  const call = calls.get(key) ?? { id: '', name: '', args: '' }
  calls.set(key, call)
  call.id ||= textAt(at.id, piece)
  call.name += textAt(at.name, piece)
  call.args += textAt(at.args, piece)
}

function say(text: string, onEvent: (event: AgentEvent) => void): void {
  if (text !== '') onEvent({ type: 'message', text })
}

function report({ id, name, args }: CallPieces, index: number, onEvent: (event: AgentEvent) => void): void {
  if (name === '') throw garbage('A tool call has no name.')
  onEvent({ type: 'tool-call', callId: id || `call-${index + 1}`, tool: name, args: parsedArgs(args || '{}') })
}

function textAt(where: Selector, value: Json): string {
  const found = where.first(value)
  return typeof found === 'string' ? found : ''
}
