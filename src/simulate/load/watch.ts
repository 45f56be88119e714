/**
 * Looks on while one conversation is had: when each message should have left, when it left, and when its reply was there.
 *
 * A message is due when its customer's pause ends, not when we come round to sending it; the first one is moved
 * back by as much as the conversation began late. A reply is there when the answer is complete or, from agents that
 * write on their own, at their next message. What the agent refused unread and was offered again is one message.
 */
import { type Agent, AgentFailure, type AgentSession, type Clock, limiter, type Opening } from '../../connect/index.ts'
import type { Conversation } from '../../conversation/index.ts'
import type { Stage } from '../trial.ts'
import type { Span, Waited } from './blame.ts'

/** When a conversation should have begun and could have begun, in milliseconds on the stage's wall clock. */
export interface Beginning {
  readonly dueMs: number
  /** Later than due only when its customer stood in line for the agent. */
  readonly readyMs: number
}

/** One message to the agent. */
interface WatchedMessage extends Omit<Waited, 'endMs'> {
  /** Undefined when no reply came. */
  readonly endMs: number | undefined
}

export interface Watch {
  /** The stage on which exactly one conversation is to be had. */
  readonly stage: Stage
  /** What the agent was sent, without what failed through us or was a last word that may go unanswered. */
  messages(): readonly WatchedMessage[]
  /** When the agent waited on its backends, as the ledger of the conversation has it. */
  calls(conversation: Conversation): readonly Span[]
}

/** Messages of one customer on their way at once, at most. */
const inFlight = 16

interface Sent {
  readonly text: string
  readonly dueMs: number
  readonly readyMs: number
  readonly sentMs: number
  endMs: number | undefined
  /** `left-out`: no reply is no fault of the agent's. */
  state: 'waiting' | 'answered' | 'failed' | 'refused' | 'left-out'
}

export function watch(stage: Stage, beginning: Beginning): Watch {
  const { wall, behind } = stage
  const sent: Sent[] = []
  let behindMs = 0
  let due: { readonly dueMs: number; readonly readyMs: number } | undefined
  const beganMs = wall.nowMs()
  /** The first message is due as much earlier as the conversation began late. */
  let lateMs = { due: beganMs - beginning.dueMs, ready: beganMs - beginning.readyMs }

  /** The clock of the conversation, which notes when each pause should have ended. */
  const clock: Clock = {
    nowMs: () => wall.nowMs(),
    async sleep(ms, signal) {
      const dueMs = wall.nowMs() + ms
      await wall.sleep(ms, signal)
      due = { dueMs, readyMs: dueMs }
    },
  }

  function next(text: string): Sent {
    const sentMs = wall.nowMs()
    const before = sent.at(-1)
    // Offered again: its customer still waits since the first time.
    if (before?.state === 'refused' && before.text === text) {
      before.state = 'waiting'
      return before
    }
    const { dueMs, readyMs } = due ?? { dueMs: sentMs, readyMs: sentMs }
    due = undefined
    const made: Sent = {
      text,
      dueMs: dueMs - lateMs.due,
      readyMs: readyMs - lateMs.ready,
      sentMs,
      endMs: undefined,
      state: 'waiting',
    }
    lateMs = { due: 0, ready: 0 }
    sent.push(made)
    return made
  }

  function answer(message: Sent): void {
    if (message.state !== 'waiting') return
    message.state = 'answered'
    message.endMs = wall.nowMs()
  }

  const agent: Agent = {
    id: stage.agent.id,
    ...(stage.agent.time !== undefined && { time: stage.agent.time }),
    explain: () => stage.agent.explain(),
    close: () => stage.agent.close(),
    async open(opening: Opening): Promise<AgentSession> {
      let pushes = false
      const session = await stage.agent.open({
        ...opening,
        // What the agent itself waits for is no pause of its customer's.
        clock: wall,
        onEvent(event) {
          if (pushes && event.type !== 'tool-call' && event.type !== 'tool-result') sent.forEach(answer)
          opening.onEvent(event)
        },
      })
      pushes = session.pushes
      return {
        pushes,
        close: () => session.close(),
        async send(message) {
          const sending = next(message.text)
          try {
            await session.send(message)
            if (!pushes) answer(sending)
          } catch (thrown) {
            sending.state = stateAfter(thrown)
            throw thrown
          }
        },
      }
    },
  }

  return {
    stage: {
      ...stage,
      agent,
      clock: () => clock,
      // A pace of its own: customers do not wait for each other's rate limits.
      limiter: limiter({ clock: wall, most: inFlight, first: inFlight }),
      ...(behind !== undefined && {
        behind: {
          open(trial, values) {
            behindMs = wall.nowMs()
            return behind.open(trial, values)
          },
        },
      }),
    },
    messages: () =>
      sent.filter(({ state }, index) => state !== 'left-out' && (state !== 'waiting' || index < sent.length - 1)),
    calls: ({ events }) =>
      events.flatMap((event) => {
        if (event.type !== 'tool-result' || event.exchange === undefined) return []
        const fromMs = behindMs + event.exchange.askedMs
        return [{ fromMs, toMs: fromMs + event.exchange.tookMs }]
      }),
  }
}

function stateAfter(thrown: unknown): Sent['state'] {
  if (!(thrown instanceof AgentFailure) || thrown.culprit !== 'agent') return 'left-out'
  return thrown.code === 'rate-limited' ? 'refused' : 'failed'
}
