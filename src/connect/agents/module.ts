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
import { type SessionMemory, sessionMemory } from './answer.ts'
import { eventsOf, isStream, type ModulePart } from './module-answer.ts'
import { holdWhileWorking } from './pace.ts'
import { timeoutMs } from './settings.ts'
import { type TimeLimit, timeLimit } from './time-limit.ts'

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
