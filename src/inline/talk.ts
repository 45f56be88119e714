/** One conversation as the agent's process sees it: what was said, and the check of each reply before it leaves. */
import { type Conversation, type Event, isoOf, type Json } from '../conversation/index.ts'
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
  readonly turn: Conversation
  /** Index of the reply in the whole conversation. */
  readonly reply: number
  readonly whole: () => Conversation
}

/** The events since the customer spoke last, and everything before them. */
export class Record {
  private readonly events: Event[] = []
  private readonly about: Omit<Conversation, 'events'>
  private readonly startMs: number
  private turnBegins = 0

  constructor(about: Omit<Conversation, 'events' | 'startedAt'>, startMs: number) {
    this.about = { ...about, startedAt: isoOf(startMs) }
    this.startMs = startMs
  }

  get length(): number {
    return this.events.length
  }

  message(from: 'customer' | 'agent', text: string, nowMs: number): Event {
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

  asOf(): AsOf {
    const { length } = this.events
    return {
      turn: this.conversation(this.events.slice(this.turnBegins)),
      reply: length - 1,
      whole: () => this.conversation(this.events.slice(0, length)),
    }
  }

  private conversation(events: readonly Event[]): Conversation {
    return { ...this.about, events }
  }

  private at(nowMs: number): number {
    return Math.max(this.events.at(-1)?.atMs ?? 0, nowMs - this.startMs)
  }

  private add(event: Event): Event {
    this.events.push(event)
    return event
  }
}
