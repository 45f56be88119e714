/**
 * An agent that is a program: one JSON line in for each message, JSON lines out.
 *
 * Standard output carries answers and nothing else; logs belong on standard error, whose end is quoted
 * when something fails. Answers come in the order of a conversation's messages.
 */
import { z } from 'zod'
import { type Selector, selector } from '../select.ts'
import { fill } from '../template.ts'
import {
  type Agent,
  type AgentEvent,
  AgentFailure,
  type AgentSession,
  cancelled,
  failureFrom,
  type Opening,
} from './agent.ts'
import type { AgentKind } from './agent-kind.ts'
import { type AnswerReader, answerReader, type CompiledReading, compileReading, sessionMemory } from './answer.ts'
import { type LineService, lineService } from './line-service.ts'
import { messageValues } from './message-values.ts'
import { paced } from './pace.ts'
import { jsonTemplate, maxBytes, reading, selectorText, timeoutMs } from './settings.ts'

const settings = z.strictObject({
  run: z
    .array(z.string())
    .min(1)
    .describe('Program and arguments, each for itself, no shell: [python3, -u, agent.py].'),
  folder: z
    .string()
    .default('.')
    .describe('Folder to run in, from the folder of the project file. Default that folder.'),
  env: z.record(z.string(), z.string()).default({}).describe('Environment variables beside those of this process.'),
  shared: z
    .boolean()
    .default(false)
    .describe(
      'One process for all conversations, told apart by conversationId in both directions. Default false: one each.',
    ),
  send: jsonTemplate
    .default({
      message: '{{message}}',
      conversationId: '{{conversationId}}',
      channel: '{{channel}}',
      customer: '{{customer}}',
    })
    .describe('The line written for each message. Default { message, conversationId, channel, customer }.'),
  reply: selectorText.default('$.reply').describe('Where replies stand in a line of the answer. Default $.reply.'),
  done: selectorText
    .optional()
    .describe('Where a line says that it ends the answer: $.done. Without it each answer is one line.'),
  conversationId: selectorText
    .default('$.conversationId')
    .describe('With shared: where a line says which conversation it belongs to. Default $.conversationId.'),
  ...reading,
  timeoutMs,
  maxBytes,
})

type CommandSettings = z.output<typeof settings>

export const commandAgent: AgentKind<CommandSettings> = {
  kind: 'command',
  summary: 'A program that reads and writes JSON lines.',
  example: `command:
  run: [python3, -u, agent.py]
  reply: $.text`,
  settings,
  create(given, surroundings): Agent {
    const lines = new Set<LineService>()
    const compiled: Protocol = {
      given,
      reading: compileReading(given),
      done: given.done === undefined ? undefined : selector(given.done),
      conversation: given.shared ? selector(given.conversationId) : undefined,
    }
    let shared: LineService | undefined
    const service = () => {
      if (given.shared && shared?.running()) return shared
      const fresh = lineService(given, compiled.conversation, surroundings)
      lines.add(fresh)
      if (given.shared) shared = fresh
      return fresh
    }
    return {
      id: surroundings.id,
      time: 'any',
      explain: () =>
        `program ${given.run.join(' ')}, ${given.shared ? 'one for all conversations' : 'one for each conversation'}`,
      async open(opening) {
        if (opening.signal.aborted) throw cancelled()
        const process = service()
        return openSession(compiled, process, opening, async () => {
          if (given.shared) return
          lines.delete(process)
          await process.end()
        })
      },
      async close() {
        await Promise.all([...lines].map((process) => process.end()))
        lines.clear()
      },
    }
  },
}

interface Protocol {
  readonly given: CommandSettings
  readonly reading: CompiledReading
  readonly done: Selector | undefined
  readonly conversation: Selector | undefined
}

/** A message that waits for its answer. */
interface Pending {
  readonly reader: AnswerReader
  readonly onEvent: (event: AgentEvent) => void
  resolve(): void
  reject(failure: AgentFailure): void
  /** Whether the caller has gone; the answer is then read and passed over. */
  abandoned: boolean
}

function openSession(
  protocol: Protocol,
  process: LineService,
  opening: Opening,
  leave: () => Promise<void>,
): AgentSession {
  const { given, reading: compiled, done } = protocol
  const memory = sessionMemory()
  const pending: Pending[] = []
  let failure: AgentFailure | undefined
  let closed = false
  const deliver = (event: AgentEvent) => {
    if (!closed && !opening.signal.aborted) opening.onEvent(event)
  }
  const fail = (because: AgentFailure) => {
    if (failure !== undefined) return
    const isIdle = pending.length === 0
    failure = because
    for (const waiting of pending.splice(0)) waiting.reject(because)
    if (isIdle && because.code !== 'cancelled') opening.onFailure?.(because)
  }
  const part = process.join(opening.conversationId, {
    onFailure: fail,
    onValue(value) {
      const [first] = pending
      const reader = first?.reader ?? answerReader(compiled, memory)
      const emit = first === undefined ? deliver : first.onEvent
      for (const event of reader.read(value, first !== undefined && done === undefined)) {
        if (first?.abandoned !== true) emit(event)
      }
      if (first === undefined || (done !== undefined && done.first(value) !== true)) return
      pending.shift()
      first.resolve()
    },
  })
  const abort = () => fail(cancelled())
  opening.signal.addEventListener('abort', abort, { once: true })

  const exchange = (text: string, onEvent: (event: AgentEvent) => void) =>
    new Promise<void>((resolve, reject) => {
      const line = JSON.stringify(fill(given.send, messageValues(opening, text)))
      const waiting: Pending = { reader: answerReader(compiled, memory), onEvent, resolve, reject, abandoned: false }
      pending.push(waiting)
      process.write(line)
      const timer = setTimeout(() => {
        // Its answer may still come, and must not be taken for the next one's.
        waiting.abandoned = true
        reject(tooSlow(given.timeoutMs))
      }, given.timeoutMs)
      const settle = (then: () => void) => () => {
        clearTimeout(timer)
        then()
      }
      waiting.resolve = settle(resolve)
      waiting.reject = (because) => settle(() => reject(because))()
    })

  let closing: Promise<void> | undefined
  return {
    pushes: false,
    async send({ text }) {
      if (failure !== undefined) throw failure
      try {
        await paced(opening.clock, deliver, (onEvent) => exchange(text, onEvent))
      } catch (thrown) {
        throw failureFrom(thrown, { culprit: 'simulator', code: 'settings' })
      }
    },
    close() {
      closed = true
      opening.signal.removeEventListener('abort', abort)
      fail(cancelled())
      part()
      closing ??= leave()
      return closing
    },
  }
}

function tooSlow(ms: number): AgentFailure {
  return new AgentFailure({ culprit: 'agent', code: 'timeout', message: `No complete answer within ${ms} ms.` })
}
