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
  /** What was said before this message, in earlier conversations too where the scenario tells of any. */
  readonly history: readonly { readonly from: 'customer' | 'agent'; readonly text: string }[]
}

/** A tool call that the function made, with what came back. */
interface ModuleToolCall {
  readonly tool: string
  readonly args?: Json
  readonly result?: Json
  readonly error?: Json
}

/** What a function agent may answer besides plain text: several messages, tool calls, a handover. */
export interface ModuleAnswer {
  readonly messages?: string | readonly string[]
  readonly toolCalls?: readonly ModuleToolCall[]
  readonly handoff?: boolean | { readonly to?: string; readonly because?: string }
}

/** One thing an agent function may answer with; nothing at all is an agent that says nothing. */
type ModulePart = string | readonly string[] | ModuleAnswer | null | undefined

/** An agent as a function: a message in; a text, several, an answer with deeds, or a stream of these out. */
// biome-ignore lint/suspicious/noConfusingVoidType: a function that returns nothing is an agent that says nothing
export type ModuleAgent = (message: string, context: ModuleContext) => Answered | Promise<Answered | void> | void
type Answered = ModulePart | AsyncIterable<ModulePart>

const settings = z.strictObject({
  file: z.string().describe('The module, from the folder of the project file: ./agent.mjs.'),
  export: z.string().default('default').describe('Name of the exported function. Default default.'),
  timeoutMs,
})

type ModuleSettings = z.output<typeof settings>

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
  const history: Saying[] = [...(opening.history ?? [])]
  const memory = sessionMemory()
  const pending = new Set<TimeLimit>()
  let closed = false
  const isOver = () => closed || opening.signal.aborted
  const cancel = () => {
    for (const limit of pending) limit.over(cancelled())
  }
  opening.signal.addEventListener('abort', cancel, { once: true })

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
      const limit = timeLimit(limitMs, opening)
      pending.add(limit)
      try {
        const work = answer({ reply, text, history: before, opening, limit, memory, deliver })
        // Whatever the function does after its time is up is nobody's concern.
        work.catch(() => {})
        await Promise.race([work, limit.exceeded])
      } catch (thrown) {
        if (limit.isOver()) await limit.rest()
        throw thrown instanceof AgentFailure ? thrown : crashed(thrown)
      } finally {
        pending.delete(limit)
        limit.clear()
      }
    },
    async close() {
      closed = true
      opening.signal.removeEventListener('abort', cancel)
      cancel()
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
  const context: ModuleContext = {
    conversationId,
    channel,
    customer,
    values,
    history,
    clock: work.clock(limit),
    get signal() {
      return limit.signal
    },
  }
  const pass = async (part: ModulePart) => {
    await work.pay()
    if (limit.isOver()) return
    for (const event of eventsOf(part, memory)) deliver(event)
  }
  // Time that is up is up even while the function hangs on something real.
  limit.exceeded.catch(work.end)
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
      if (limit.isOver()) return
      work.begin()
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
          end()
          asleep += 1
          try {
            await limit.sleep(ms, signal)
          } finally {
            asleep -= 1
            if (asleep === 0 && !limit.isOver()) begin()
          }
        },
      }
    },
  }
}

interface TimeLimit {
  /** Aborted when the time is up or the trial has ended. Made when first asked for: most functions never do. */
  readonly signal: AbortSignal
  /** Rejects when the time is up or the trial has ended. */
  readonly exceeded: Promise<never>
  isOver(): boolean
  /** Lets what is left of the time pass, when it was a real wait that used it up. */
  rest(): Promise<void>
  over(failure: AgentFailure): void
  sleep(ms: number, signal: AbortSignal | undefined): Promise<void>
  clear(): void
}

/** How long an answer may take: on the opening's clock, and in real time in case the function hangs. */
function timeLimit(limitMs: number, { clock, signal: trial }: Opening): TimeLimit {
  const untilMs = clock.nowMs() + limitMs
  let failed: AgentFailure | undefined
  let stop: AbortController | undefined
  let fail: (failure: AgentFailure) => void = () => {}
  const exceeded = new Promise<never>((_, reject) => {
    fail = reject
  })
  exceeded.catch(() => {})
  const over = (failure: AgentFailure) => {
    failed ??= failure
    fail(failure)
    stop?.abort(failure)
  }
  const tooSlow = () => {
    over(new AgentFailure({ culprit: 'agent', code: 'timeout', message: `No complete answer within ${limitMs} ms.` }))
  }
  const hanging = setTimeout(tooSlow, limitMs)
  return {
    get signal() {
      stop ??= new AbortController()
      if (failed !== undefined) stop.abort(failed)
      return stop.signal
    },
    exceeded,
    isOver: () => failed !== undefined,
    async rest() {
      const leftMs = untilMs - clock.nowMs()
      if (failed?.code === 'timeout' && clock.hold !== undefined && leftMs > 0) await clock.sleep(leftMs)
    },
    over,
    async sleep(ms, signal) {
      const leftMs = Math.max(0, untilMs - clock.nowMs())
      // A function that goes on after its time must not go on for ever.
      if (failed !== undefined) throw failed
      await clock.sleep(Math.min(ms, leftMs), signal === undefined ? trial : AbortSignal.any([signal, trial]))
      if (ms > leftMs) tooSlow()
      if (failed !== undefined) throw failed
    },
    clear: () => clearTimeout(hanging),
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
