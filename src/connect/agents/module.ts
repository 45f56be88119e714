/**
 * An agent that is a function, in a file or passed in code.
 *
 * It runs in this process, so its conversations may run on virtual time: it should wait on
 * `context.clock`. Time it spends waiting for something real is charged as it was.
 */
import { z } from 'zod'
import type { Json } from '../../conversation/index.ts'
import { reasonOf } from '../../problem.ts'
import type { Clock } from '../clock.ts'
import { loadExport } from '../load-export.ts'
import {
  type Agent,
  type AgentEvent,
  AgentFailure,
  type AgentSession,
  cancelled,
  failureFrom,
  type Opening,
} from './agent.ts'
import type { AgentKind, Surroundings } from './agent-kind.ts'
import { garbage, type SessionMemory, sessionMemory } from './answer.ts'
import { holdWhileWorking } from './pace.ts'
import { timeoutMs } from './settings.ts'

/** What an agent function is told beside the message. */
export interface ModuleContext {
  readonly conversationId: string
  readonly channel: string
  readonly customer: Readonly<Record<string, Json>>
  readonly values: Readonly<Record<string, Json>>
  /** Virtual in simulations: wait on this, so that waiting costs nothing. */
  readonly clock: Clock
  /** Aborted when the trial ends or the answer takes too long. */
  readonly signal: AbortSignal
  /** What was said before this message. */
  readonly history: readonly { readonly from: 'customer' | 'agent'; readonly text: string }[]
}

/** A tool call that the function made, with what came back. */
export interface ModuleToolCall {
  readonly tool: string
  readonly args?: Json
  readonly result?: Json
  readonly error?: Json
}

export interface ModuleAnswer {
  readonly messages?: string | readonly string[]
  readonly toolCalls?: readonly ModuleToolCall[]
  readonly handoff?: boolean | { readonly to?: string; readonly because?: string }
}

/** One thing an agent function may answer with; nothing at all is an agent that says nothing. */
export type ModulePart = string | readonly string[] | ModuleAnswer | null | undefined

/** An agent as a function: a message in; a text, several, an answer with deeds, or a stream of these out. */
// biome-ignore lint/suspicious/noConfusingVoidType: a function that returns nothing is an agent that says nothing
export type ModuleAgent = (message: string, context: ModuleContext) => Answered | Promise<Answered | void> | void
type Answered = ModulePart | AsyncIterable<ModulePart>

const settings = z.strictObject({
  file: z.string().describe('The module, from the folder of the project file: ./agent.mjs.'),
  export: z.string().default('default').describe('Name of the exported function. Default default.'),
  timeoutMs,
})

export type ModuleSettings = z.output<typeof settings>

export const moduleAgent: AgentKind<ModuleSettings> = {
  kind: 'module',
  summary: 'A function of your own, in this process.',
  example: `module:
  file: ./agent.mjs
  export: reply`,
  settings,
  create(given, { id, folder }: Surroundings): Agent {
    let loading: Promise<ModuleAgent> | undefined
    const load = () => {
      loading ??= loadExport<ModuleAgent>(folder, given.file, given.export)
      return loading
    }
    return {
      id,
      time: 'any',
      explain: () => `function ${given.export} of ${given.file}`,
      open: async (opening) => openSession(await loaded(load), given.timeoutMs, opening),
      close: async () => {},
    }
  },
}

/** An agent made of a function in code. */
export function functionAgent(
  reply: ModuleAgent,
  { id = 'agent', timeoutMs: limitMs = 30_000 }: { readonly id?: string; readonly timeoutMs?: number } = {},
): Agent {
  return {
    id,
    time: 'any',
    explain: () => `function ${reply.name || 'without a name'}`,
    open: async (opening) => openSession(reply, limitMs, opening),
    close: async () => {},
  }
}

async function loaded(load: () => Promise<ModuleAgent>): Promise<ModuleAgent> {
  try {
    return await load()
  } catch (problem) {
    throw failureFrom(problem, { culprit: 'simulator', code: 'settings' })
  }
}

interface Saying {
  from: 'customer' | 'agent'
  text: string
}

function openSession(reply: ModuleAgent, limitMs: number, opening: Opening): AgentSession {
  const ended = new AbortController()
  const history: Saying[] = []
  const memory = sessionMemory()
  const isOver = () => ended.signal.aborted || opening.signal.aborted

  return {
    pushes: false,
    async send({ text }) {
      if (isOver()) throw cancelled()
      const before = [...history]
      history.push({ from: 'customer', text })
      const deliver = (event: AgentEvent) => {
        if (isOver()) return
        if (event.type === 'message') history.push({ from: 'agent', text: event.text })
        opening.onEvent(event)
      }
      const limit = timeLimit(limitMs, opening, ended.signal)
      try {
        const work = answer({ reply, text, history: before, opening, limit, memory, deliver })
        // Whatever the function does after its time is up is nobody's concern.
        work.catch(() => {})
        await Promise.race([work, limit.exceeded])
      } catch (thrown) {
        throw thrown instanceof AgentFailure ? thrown : crashed(thrown)
      } finally {
        limit.clear()
      }
    },
    async close() {
      ended.abort()
    },
  }
}

function crashed(thrown: unknown): AgentFailure {
  return new AgentFailure(
    { culprit: 'agent', code: 'crashed', message: `The function threw: ${reasonOf(thrown)}` },
    thrown,
  )
}

interface Sending {
  readonly reply: ModuleAgent
  readonly text: string
  readonly history: readonly Saying[]
  readonly opening: Opening
  readonly limit: TimeLimit
  readonly memory: SessionMemory
  readonly deliver: (event: AgentEvent) => void
}

async function answer({ reply, text, history, opening, limit, memory, deliver }: Sending): Promise<void> {
  const { conversationId, channel, customer, values } = opening
  const work = stretches(opening.clock)
  const context = { conversationId, channel, customer, values, history, signal: limit.signal, clock: work.clock(limit) }
  const pass = async (part: ModulePart) => {
    await work.pay()
    if (limit.signal.aborted) return
    for (const event of eventsOf(part, memory)) deliver(event)
  }
  work.begin()
  try {
    const answered = await reply(text, context)
    if (!isStream(answered)) {
      work.end()
      return await pass(answered ?? undefined)
    }
    for await (const part of answered) {
      work.end()
      await pass(part)
      work.begin()
      if (limit.signal.aborted) return
    }
  } finally {
    work.end()
  }
  await work.pay()
}

/** The stretches of real work in one answer, during which a virtual clock is held. */
function stretches(clock: Clock) {
  let ended: (() => number) | undefined
  let owedMs = 0
  let asleep = 0
  const begin = () => {
    ended ??= holdWhileWorking(clock)
  }
  const end = () => {
    owedMs += ended?.() ?? 0
    ended = undefined
  }
  return {
    begin,
    end,
    /** Moves the clock on by what the real work took. */
    async pay() {
      const ms = owedMs
      owedMs = 0
      if (ms > 0) await clock.sleep(ms)
    },
    /** The clock the function sees: while it sleeps there, time may move on; never beyond its limit. */
    clock(limit: TimeLimit): Clock {
      return {
        nowMs: () => clock.nowMs(),
        async sleep(ms, signal) {
          const both = signal === undefined ? limit.signal : AbortSignal.any([signal, limit.signal])
          end()
          asleep += 1
          try {
            await limit.sleep(ms, both)
          } finally {
            asleep -= 1
            if (asleep === 0 && !limit.signal.aborted) begin()
          }
        },
      }
    },
  }
}

interface TimeLimit {
  readonly signal: AbortSignal
  /** Rejects when the time is up or the trial has ended. */
  readonly exceeded: Promise<never>
  sleep(ms: number, signal: AbortSignal): Promise<void>
  clear(): void
}

/** How long an answer may take: on the opening's clock, and in real time in case the function hangs. */
function timeLimit(limitMs: number, { clock, signal }: Opening, ended: AbortSignal): TimeLimit {
  const stop = new AbortController()
  const untilMs = clock.nowMs() + limitMs
  let fail: (failure: AgentFailure) => void = () => {}
  const exceeded = new Promise<never>((_, reject) => {
    fail = reject
  })
  exceeded.catch(() => {})
  const over = (failure: AgentFailure) => {
    fail(failure)
    stop.abort(failure)
  }
  const tooSlow = () => {
    over(new AgentFailure({ culprit: 'agent', code: 'timeout', message: `No complete answer within ${limitMs} ms.` }))
  }
  const abort = () => over(cancelled())
  const hanging = setTimeout(tooSlow, limitMs)
  signal.addEventListener('abort', abort, { once: true })
  ended.addEventListener('abort', abort, { once: true })
  return {
    signal: stop.signal,
    exceeded,
    async sleep(ms, until) {
      const leftMs = Math.max(0, untilMs - clock.nowMs())
      await clock.sleep(Math.min(ms, leftMs), until)
      if (ms > leftMs) tooSlow()
    },
    clear() {
      clearTimeout(hanging)
      signal.removeEventListener('abort', abort)
      ended.removeEventListener('abort', abort)
    },
  }
}

function isStream(answered: unknown): answered is AsyncIterable<ModulePart> {
  return typeof answered === 'object' && answered !== null && Symbol.asyncIterator in answered
}

function eventsOf(part: ModulePart, memory: SessionMemory): readonly AgentEvent[] {
  if (part === undefined || part === null) return []
  if (typeof part === 'string' || isList(part)) return messages(part)
  if (typeof part !== 'object') throw garbage(`The function answered with a ${typeof part}, not with text.`)
  const { toolCalls = [], messages: said = [], handoff } = part
  return [
    ...toolCalls.flatMap((call) => toolEvents(call, memory)),
    ...messages(said),
    ...(handoff ? [{ type: 'handoff' as const, ...(handoff === true ? {} : handoff) }] : []),
  ]
}

function isList(part: ModulePart): part is readonly string[] {
  return Array.isArray(part)
}

function messages(said: string | readonly string[]): AgentEvent[] {
  return [said]
    .flat()
    .filter((text) => text !== '')
    .map((text) => {
      if (typeof text !== 'string') throw garbage(`The function answered with a ${typeof text}, not with text.`)
      return { type: 'message', text }
    })
}

function toolEvents({ tool, args = {}, result, error }: ModuleToolCall, memory: SessionMemory): AgentEvent[] {
  memory.calls += 1
  const callId = `call-${memory.calls}`
  const made: AgentEvent = { type: 'tool-call', callId, tool, args }
  if (error !== undefined) return [made, { type: 'tool-result', callId, outcome: 'error', value: error }]
  return result === undefined ? [made] : [made, { type: 'tool-result', callId, outcome: 'ok', value: result }]
}
