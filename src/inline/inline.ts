/**
 * Watching an agent from inside its process.
 *
 * A reply is checked by the conditions whose violations prove themselves, on the turn at hand, and only what they find is
 * checked again on the whole conversation: the time of a check does not grow with the conversation. Everything else is
 * judged where the conversation is kept. A check that runs out of time is left out and counted, and the reply goes.
 */
import { type Conversation, isoOf, type Json } from '../conversation/index.ts'
import type { Condition, Pact } from '../pact/index.ts'
import type { Queue } from './queue.ts'
import { type Broken, type Checked, Record, type Talk } from './talk.ts'

export interface InlineOptions {
  readonly pact: Pact
  readonly agent: Conversation['agent']
  /** Default `chat`. */
  readonly channel?: string
  /**
   * `observe` lets every reply go and tells of it. `guard` holds back replies that break a promise named here, and sends
   * what `instead` says; a reply that could not be checked in time goes.
   */
  readonly guard?: { readonly conditions: readonly string[]; readonly instead: string }
  /** Time that all checks of a reply may take together, in milliseconds. Default 5. */
  readonly withinMs?: number
  /** Takes what happened; left out, nothing is told to anyone. */
  readonly queue?: Queue
  /** Hears of every promise that a reply breaks. */
  readonly onBroken?: (broken: readonly Broken[], conversation: Conversation) => void
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Milliseconds, for measuring how long checks take. */
  readonly timer: () => number
  /** Conversations remembered at once; the one unheard of for longest is forgotten first. Default 10,000. */
  readonly remembered?: number
}

export interface Watch {
  /** The conversation of this name, begun when it is not known. */
  talk(id: string, customer?: string): Talk
  /** An agent's handler with the check around it. What the handler throws is thrown on. */
  wrap<Context extends { readonly conversation: string; readonly customer?: string }>(
    handler: (message: string, context: Context) => Promise<string>,
  ): (message: string, context: Context) => Promise<string>
  readonly counts: {
    readonly replies: number
    readonly broken: number
    readonly held: number
    /** Checks left out for want of time. */
    readonly late: number
    /** Checks that failed: mistakes in a check, not of the agent. */
    readonly failed: number
  }
}

/** Watches an agent. */
export function inline(options: InlineOptions): Watch {
  return new Watching(options)
}

class Watching implements Watch {
  readonly counts = { replies: 0, broken: 0, held: 0, late: 0, failed: 0 }
  private readonly options: InlineOptions
  private readonly conditions: readonly Condition[]
  private readonly guarded: ReadonlySet<string>
  private readonly records = new Map<string, Record>()
  /** Names events: two processes that begin in the same millisecond would have to speak of the same conversation to collide. */
  private readonly began: number
  private told = 0

  constructor(options: InlineOptions) {
    this.options = options
    this.began = options.now()
    this.guarded = new Set(options.guard?.conditions)
    this.conditions = options.pact.conditions.filter(({ id, selfEvident }) => selfEvident || this.guarded.has(id))
  }

  talk(id: string, customer?: string): Talk {
    return {
      customer: (text) => this.safely(() => this.say(id, customer, text)),
      tool: (tool, args, result) => this.safely(() => this.took(id, customer, tool, args, result)),
      reply: (text) => this.reply(id, customer, text),
      end: () => this.safely(() => this.end(id)),
    }
  }

  wrap<Context extends { readonly conversation: string; readonly customer?: string }>(
    handler: (message: string, context: Context) => Promise<string>,
  ): (message: string, context: Context) => Promise<string> {
    return async (message, context) => {
      const talk = this.talk(context.conversation, context.customer)
      talk.customer(message)
      return talk.reply(await handler(message, context)).text
    }
  }

  private say(id: string, customer: string | undefined, text: string): void {
    const nowMs = this.options.now()
    this.tell(id, customer, [this.recordOf(id, customer).message('customer', text, nowMs)], nowMs)
  }

  private took(
    id: string,
    customer: string | undefined,
    tool: string,
    args: Json,
    { value, failed = false }: { readonly value: Json; readonly failed?: boolean },
  ): void {
    const nowMs = this.options.now()
    this.tell(id, customer, this.recordOf(id, customer).tool(tool, args, value, failed, nowMs), nowMs)
  }

  private reply(id: string, customer: string | undefined, text: string): Checked {
    let checked: Checked = { text, broken: [], held: false }
    this.safely(() => {
      checked = this.check(id, customer, text)
    })
    return checked
  }

  private check(id: string, customer: string | undefined, text: string): Checked {
    const nowMs = this.options.now()
    const record = this.recordOf(id, customer)
    this.counts.replies += 1
    const event = record.message('agent', text, nowMs)
    const broken = this.brokenBy(record)
    if (broken.length > 0) {
      this.counts.broken += 1
      this.safely(() => this.options.onBroken?.(broken, record.whole()))
    }
    const { guard } = this.options
    if (guard === undefined || !broken.some(({ condition }) => this.guarded.has(condition))) {
      this.tell(id, customer, [event], nowMs)
      return { text, broken, held: false }
    }
    this.counts.held += 1
    record.withdraw()
    this.tell(id, customer, [record.message('agent', guard.instead, nowMs)], nowMs)
    return { text: guard.instead, broken, held: true }
  }

  private brokenBy(record: Record): readonly Broken[] {
    const { timer, withinMs = 5 } = this.options
    const turn = record.turn()
    const reply = record.events.length - 1
    const broken: Broken[] = []
    const untilMs = timer() + withinMs
    for (const [index, condition] of this.conditions.entries()) {
      if (timer() > untilMs) {
        this.counts.late += this.conditions.length - index
        break
      }
      try {
        if (condition.check(turn).outcome !== 'violated') continue
        // Something said earlier may excuse it.
        const found = condition.check(record.whole())
        if (found.outcome !== 'violated' || !found.at.includes(reply)) continue
        broken.push({ condition: condition.id, severity: condition.severity, because: found.because })
      } catch {
        this.counts.failed += 1
      }
    }
    return broken
  }

  private end(id: string): void {
    const record = this.records.get(id)
    this.records.delete(id)
    if (record === undefined) return
    this.options.queue?.add({ id, events: [], ended: true, endedAt: isoOf(this.options.now()) })
  }

  private recordOf(id: string, customer: string | undefined): Record {
    const known = this.records.get(id)
    if (known !== undefined) {
      this.records.delete(id)
      this.records.set(id, known)
      return known
    }
    const { agent, channel = 'chat', remembered = 10_000 } = this.options
    const nowMs = this.options.now()
    const about = {
      id,
      origin: 'production' as const,
      agent,
      channel,
      ...(customer !== undefined && { customerId: customer }),
    }
    const record = new Record(about, isoOf(nowMs), nowMs)
    this.records.set(id, record)
    for (const oldest of this.records.keys()) {
      if (this.records.size <= remembered) break
      this.records.delete(oldest)
    }
    return record
  }

  private tell(id: string, customer: string | undefined, events: readonly object[], nowMs: number): void {
    const { queue, agent, channel = 'chat' } = this.options
    if (queue === undefined) return
    const at = isoOf(nowMs)
    const dated = events.map((event) => {
      this.told += 1
      return { ...event, at, id: `${this.began}-${this.told}` }
    })
    queue.add({ id, agent, channel, ...(customer !== undefined && { customerId: customer }), events: dated })
  }

  /** Nothing of ours reaches the agent. */
  private safely(work: () => void): void {
    try {
      work()
    } catch {
      this.counts.failed += 1
    }
  }
}
