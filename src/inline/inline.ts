/**
 * Watching an agent from inside its process.
 *
 * A reply is checked by the conditions whose violations prove themselves, on the turn at hand, and only what they find is
 * checked again on the whole conversation: the time of a check does not grow with the conversation. Everything else is
 * judged where the conversation is kept. A condition that a guard names may be about more than the turn; those that do not
 * prove themselves are checked on the whole conversation.
 *
 * Code that runs cannot be interrupted: the time is looked at between checks. What is left when it is up is left out and
 * counted, and the reply goes; a condition that by itself took all of the time three times over is not checked again.
 */
import { type Conversation, isoOf, type Json } from '../conversation/index.ts'
import type { Condition, Pact } from '../pact/index.ts'
import { guardsNothing } from './problems.ts'
import { processLater, processNow, processTimer } from './process.ts'
import { type Queue, type QueueCounts, queue } from './queue.ts'
import { sender } from './sender.ts'
import { type AsOf, type Broken, type Checked, Record, type Talk } from './talk.ts'

/** How an agent is watched: its pact, what is done about a reply that breaks it, and who is told. */
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
  /**
   * `before` checks a reply before it is handed on; `after` hands it on and checks it once nothing else is to be done, which
   * a guard cannot. Default `before`.
   */
  readonly check?: 'before' | 'after'
  /** The server that is told what happened; left out, with no queue, nothing is told to anyone. */
  readonly server?: { readonly url: string; readonly key?: string }
  /** Takes what happened, instead of a server. */
  readonly queue?: Queue
  /** Hears of every promise that a reply breaks. */
  readonly onBroken?: (broken: readonly Broken[], conversation: Conversation) => void
  /** Milliseconds since 1970. Default: the process's clock. */
  readonly now?: () => number
  /** Milliseconds, for measuring how long checks take. Default: the process's. */
  readonly timer?: () => number
  /** Calls back later, without keeping the process alive. Default: the process's timers. */
  readonly later?: (ms: number, work: () => void) => void
  /** Conversations remembered at once; the one unheard of for longest is forgotten first. Default 10,000. */
  readonly remembered?: number
  /** Events remembered at once, of all conversations together. Default 200,000. */
  readonly rememberedEvents?: number
}

/** A watch over an agent: nothing of it throws into the agent, and everything it does is counted. */
export interface Watch {
  /** The conversation of this name, begun when it is not known. */
  talk(id: string, customer?: string): Talk
  /** An agent's handler with the check around it; it may tell of its tools. What the handler throws is thrown on. */
  wrap<Context extends { readonly conversation: string; readonly customer?: string }>(
    handler: (message: string, context: Context, talk: Pick<Talk, 'tool'>) => Promise<string>,
  ): (message: string, context: Context) => Promise<string>
  /** Of what is told to the server; undefined where nobody is told. */
  readonly told: QueueCounts | undefined
  /** Resolves once what waits was told, or could not be. Never rejects. @param withinMs default 5,000 */
  flush(withinMs?: number): Promise<void>
  /** Flushes; what happens afterwards is told to nobody. */
  close(withinMs?: number): Promise<void>
  readonly counts: {
    readonly replies: number
    readonly broken: number
    readonly held: number
    /** Checks left out for want of time. */
    readonly late: number
    /** Checks that failed: mistakes in a check, not of the agent. */
    readonly failed: number
    /** Conditions that are not checked any more because they take too long. */
    readonly tooSlow: readonly string[]
  }
}

/** How often a condition may take all of the time by itself. */
const slowAtMost = 3

/**
 * Watches an agent.
 *
 * @throws Problem `inline/guards-nothing` when a guard names a condition that the pact does not have, or guards replies
 * that are checked after they have gone
 */
export function inline(options: InlineOptions): Watch {
  return new Watching(options)
}

class Watching implements Watch {
  private readonly tally = { replies: 0, broken: 0, held: 0, late: 0, failed: 0 }
  private readonly options: InlineOptions
  private readonly now: () => number
  private readonly timer: () => number
  private readonly queue: Queue | undefined
  private conditions: readonly Condition[]
  private readonly guarded: ReadonlySet<string>
  private readonly slow = new Map<string, number>()
  private readonly records = new Map<string, Record>()
  private events = 0
  /** Names events: two processes that begin in the same millisecond would have to speak of the same conversation to collide. */
  private readonly began: number
  private toldOf = 0
  private calls = 0

  constructor(options: InlineOptions) {
    const { pact, guard, server, now = processNow, timer = processTimer, later = processLater } = options
    refuseIdleGuard(options)
    this.options = options
    this.now = now
    this.timer = timer
    this.began = now()
    this.queue = options.queue ?? (server && queue({ send: sender(server), later }))
    this.guarded = new Set(guard?.conditions)
    this.conditions = pact.conditions.filter(({ id, selfEvident }) => selfEvident || this.guarded.has(id))
  }

  get counts() {
    const tooSlow = [...this.slow].flatMap(([id, times]) => (times >= slowAtMost ? [id] : []))
    return { ...this.tally, tooSlow }
  }

  get told(): QueueCounts | undefined {
    return this.queue?.counts
  }

  async flush(withinMs?: number): Promise<void> {
    await this.queue?.flush(withinMs)
  }

  async close(withinMs?: number): Promise<void> {
    await this.queue?.close(withinMs)
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
    handler: (message: string, context: Context, talk: Pick<Talk, 'tool'>) => Promise<string>,
  ): (message: string, context: Context) => Promise<string> {
    return async (message, context) => {
      const talk = this.talk(context.conversation, context.customer)
      talk.customer(message)
      return talk.reply(await handler(message, context, talk)).text
    }
  }

  private say(id: string, customer: string | undefined, text: string): void {
    const nowMs = this.now()
    this.tell(id, customer, [this.recordOf(id, customer).message('customer', text, nowMs)], nowMs)
  }

  private took(
    id: string,
    customer: string | undefined,
    tool: string,
    args: Json,
    { value, failed = false }: { readonly value: Json; readonly failed?: boolean },
  ): void {
    const nowMs = this.now()
    this.tell(
      id,
      customer,
      this.recordOf(id, customer).tool(this.callId(), { tool, args }, { value, failed }, nowMs),
      nowMs,
    )
  }

  /** Unlike any other, also when a conversation was forgotten and comes back. */
  private callId(): string {
    this.calls += 1
    return `${this.began}-call-${this.calls}`
  }

  private reply(id: string, customer: string | undefined, text: string): Checked {
    let checked: Checked = { text, broken: [], held: false }
    this.safely(() => {
      checked = this.check(id, customer, text)
    })
    return checked
  }

  private check(id: string, customer: string | undefined, text: string): Checked {
    const nowMs = this.now()
    const record = this.recordOf(id, customer)
    this.tally.replies += 1
    const event = record.message('agent', text, nowMs)
    const asOf = record.asOf()
    if (this.options.check === 'after') {
      this.tell(id, customer, [event], nowMs)
      const { later = processLater } = this.options
      later(0, () => this.safely(() => this.hear(asOf)))
      return { text, broken: [], held: false }
    }
    const broken = this.hear(asOf)
    const { guard } = this.options
    if (guard === undefined || !broken.some(({ condition }) => this.guarded.has(condition))) {
      this.tell(id, customer, [event], nowMs)
      return { text, broken, held: false }
    }
    this.tally.held += 1
    record.withdraw()
    this.tell(id, customer, [record.message('agent', guard.instead, nowMs)], nowMs)
    return { text: guard.instead, broken, held: true }
  }

  /** Checks the reply that stands last, and says what it breaks to whoever wants to know. */
  private hear(asOf: AsOf): readonly Broken[] {
    const broken = this.brokenBy(asOf)
    if (broken.length > 0) {
      this.tally.broken += 1
      this.safely(() => this.options.onBroken?.(broken, asOf.whole()))
    }
    return broken
  }

  private brokenBy(asOf: AsOf): readonly Broken[] {
    const { withinMs = 5 } = this.options
    const broken: Broken[] = []
    const conditions = this.conditions
    const beganMs = this.timer()
    let beforeMs = beganMs
    for (const [index, condition] of conditions.entries()) {
      try {
        broken.push(...brokenIn(asOf, condition))
      } catch {
        this.tally.failed += 1
      }
      const afterMs = this.timer()
      if (afterMs - beforeMs > withinMs) this.isSlow(condition.id)
      if (afterMs - beganMs > withinMs) {
        this.tally.late += conditions.length - index - 1
        break
      }
      beforeMs = afterMs
    }
    return broken
  }

  private isSlow(id: string): void {
    const times = (this.slow.get(id) ?? 0) + 1
    this.slow.set(id, times)
    if (times >= slowAtMost) this.conditions = this.conditions.filter((condition) => condition.id !== id)
  }

  private end(id: string): void {
    const record = this.records.get(id)
    if (record === undefined) return
    this.forget(id, record)
    this.queue?.add({ id, events: [], ended: true, endedAt: isoOf(this.now()) })
  }

  private recordOf(id: string, customer: string | undefined): Record {
    const known = this.records.get(id)
    if (known !== undefined) {
      this.records.delete(id)
      this.records.set(id, known)
      return known
    }
    const { agent, channel = 'chat', remembered = 10_000, rememberedEvents = 200_000 } = this.options
    const nowMs = this.now()
    const about = {
      id,
      origin: 'production' as const,
      agent,
      channel,
      ...(customer !== undefined && { customerId: customer }),
    }
    const record = new Record(about, nowMs)
    this.records.set(id, record)
    for (const [oldest, forgotten] of this.records) {
      if (this.records.size <= remembered && this.events <= rememberedEvents) break
      if (forgotten !== record) this.forget(oldest, forgotten)
    }
    return record
  }

  private forget(id: string, record: Record): void {
    this.records.delete(id)
    this.events -= record.length
  }

  private tell(id: string, customer: string | undefined, events: readonly object[], nowMs: number): void {
    this.events += events.length
    const { agent, channel = 'chat' } = this.options
    if (this.queue === undefined) return
    const at = isoOf(nowMs)
    const dated = events.map((event) => {
      this.toldOf += 1
      return { ...event, at, id: `${this.began}-${this.toldOf}` }
    })
    this.queue.add({ id, agent, channel, ...(customer !== undefined && { customerId: customer }), events: dated })
  }

  /** Nothing of ours reaches the agent. */
  private safely(work: () => void): void {
    try {
      work()
    } catch {
      this.tally.failed += 1
    }
  }
}

/** What a condition finds in the reply that stands last. */
function brokenIn(asOf: AsOf, condition: Condition): readonly Broken[] {
  if (condition.selfEvident && condition.check(asOf.turn).outcome !== 'violated') return []
  // Something said earlier may excuse it.
  const found = condition.check(asOf.whole())
  if (found.outcome !== 'violated' || !found.at.includes(asOf.reply)) return []
  return [{ condition: condition.id, severity: condition.severity, because: found.because }]
}

function refuseIdleGuard({ guard, pact, check }: InlineOptions): void {
  if (guard === undefined) return
  const ids = pact.conditions.map(({ id }) => id)
  const unknown = guard.conditions.filter((id) => !ids.includes(id))
  if (unknown.length > 0) throw guardsNothing(`The pact has no condition "${unknown[0]}" that could be guarded.`, ids)
  if (check === 'after') throw guardsNothing('Replies that are checked after they have gone cannot be held back.', ids)
}
