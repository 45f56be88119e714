/** One conversation as the agent's process sees it: what was said, and the check of each reply before it leaves. */
import { type Conversation, type Event, isoOf, type Json, type MessageEvent } from '../conversation/index.ts'
import type { Condition } from '../pact/index.ts'

/** A promise that a reply breaks. */
export interface Broken {
  readonly condition: string
  readonly severity: Condition['severity']
  readonly because: string
}

/** A reply after its check. */
export interface Checked {
  /** What to send: the reply, or what stands for it where a guard held it back. */
  readonly text: string
  readonly broken: readonly Broken[]
  readonly held: boolean
}

/** One conversation, as the agent tells of it while it goes on. */
export interface Talk {
  /** The customer said something. */
  customer(text: string): void
  /** The agent asked something of a backend, and what came back. */
  tool(tool: string, args: Json, result: { readonly value: Json; readonly failed?: true }): void
  /** The agent is about to say something. */
  reply(text: string): Checked
  /** Nothing more is to come. */
  end(): void
}

/** A conversation as it stood when a reply was about to leave, whatever has been said since. */
export interface AsOf {
  /** The turn at hand alone: what a promise about single messages needs, whatever was said before. */
  readonly turn: () => Conversation
  /** Index of the reply in the whole conversation. */
  readonly reply: number
  readonly whole: () => Conversation
}

/** The events since the customer spoke last, and everything before them. */
export class Record {
  private readonly events: Event[] = []
  private readonly about: Omit<Conversation, 'events' | 'startedAt'>
  private readonly startMs: number
  private turnBegins = 0

  constructor(about: Omit<Conversation, 'events' | 'startedAt'>, startMs: number) {
    this.about = about
    this.startMs = startMs
  }

  get length(): number {
    return this.events.length
  }

  message(from: 'customer' | 'agent', text: string, nowMs: number): MessageEvent {
    const last = this.events.at(-1)
    const agentWasLast = last?.type === 'message' && last.from === 'agent'
    if (from === 'customer' && (agentWasLast || last === undefined)) this.turnBegins = this.events.length
    return this.add({ type: 'message', atMs: this.at(nowMs), from, text })
  }

  tool(
    callId: string,
    { tool, args }: { readonly tool: string; readonly args: Json },
    { value, failed }: { readonly value: Json; readonly failed: boolean },
    nowMs: number,
  ): readonly Event[] {
    const atMs = this.at(nowMs)
    const outcome = failed ? 'error' : 'ok'
    return [
      this.add({ type: 'tool-call', atMs, callId, tool, args, seenBy: 'agent' }),
      this.add({ type: 'tool-result', atMs, callId, outcome, value, seenBy: 'agent' }),
    ]
  }

  /** Takes the last event back: it was not sent. */
  withdraw(): void {
    this.events.pop()
  }

  /** Nothing is copied before somebody looks, and then once: conditions remember what they know of the same events. */
  asOf(): AsOf {
    const { turnBegins } = this
    const { length } = this.events
    let turn: Conversation | undefined
    let whole: Conversation | undefined
    return {
      turn: () => {
        turn ??= this.part(turnBegins, length)
        return turn
      },
      reply: length - 1,
      whole: () => {
        whole ??= this.part(0, length)
        return whole
      },
    }
  }

  private part(from: number, to: number): Conversation {
    return { ...this.about, startedAt: isoOf(this.startMs), events: this.events.slice(from, to) }
  }

  private at(nowMs: number): number {
    return Math.max(this.events.at(-1)?.atMs ?? 0, nowMs - this.startMs)
  }

  private add<Kind extends Event>(event: Kind): Kind {
    this.events.push(event)
    return event
  }
}
