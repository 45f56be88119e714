/**
 * Watching an agent from inside its process.
 *
 * A reply is checked by the conditions whose violations prove themselves, on the turn at hand, and only what they find is
 * checked again on the whole conversation: the time of a check does not grow with the conversation. Everything else is
 * judged where the conversation is kept. A condition that a guard names may be about more than the turn; those that do not
 * prove themselves are checked on the whole conversation.
 *
 * Only what a guard needs is checked while the customer waits. All else is checked once the reply has gone.
 */
import { type Event, isoOf, type Json, type MessageEvent } from '../conversation/index.ts'
import { Afterwards } from './afterwards.ts'
import { Checks } from './checks.ts'
import { Memory } from './memory.ts'
import { guardsNothing } from './problems.ts'
import { processLater, processNow, processTimer } from './process.ts'
import { type Queue, type QueueCounts, queue } from './queue.ts'
import { sender } from './sender.ts'
import type { AsOf, Broken, Checked, Record, Talk } from './talk.ts'
import type { InlineOptions, Watch } from './watch.ts'

/** Replies that may wait to be checked. */
const waitingAtMost = 1000
/** Letters that a message takes besides its text, once it is written. */
const aboutLetters = 200

/**
 * Watches an agent.
 *
 * @throws Problem `inline/guards-nothing` when a guard names a condition that the pact does not have
 */
export function inline(options: InlineOptions): Watch {
  return new Watching(options)
}

class Watching implements Watch {
  private readonly tally = { replies: 0, broken: 0, held: 0, failed: 0 }
  private readonly options: InlineOptions
  private readonly now: () => number
  private readonly queue: Queue | undefined
  private readonly guarded: ReadonlySet<string>
  private readonly before: Checks
  private readonly after: Checks
  private readonly afterwards: Afterwards
  private readonly memory: Memory
  /** Names events: two processes that begin in the same millisecond would have to speak of the same conversation to collide. */
  private readonly began: number
  private toldOf = 0
  private calls = 0

  constructor(options: InlineOptions) {
    const { pact, guard, server, now = processNow, timer = processTimer, later = processLater } = options
    refuseIdleGuard(options)
    this.options = options
    this.now = now
    this.began = now()
    this.queue = options.queue ?? (server && queue({ send: sender(server), later }))
    this.guarded = new Set(guard?.conditions)
    const isBefore = (id: string) => options.check === 'before' || this.guarded.has(id)
    const checked = pact.conditions.filter(({ id, selfEvident }) => selfEvident || this.guarded.has(id))
    const { withinMs = 5, remembered = 10_000, rememberedEvents = 200_000 } = options
    this.before = new Checks(
      checked.filter(({ id }) => isBefore(id)),
      timer,
      withinMs,
    )
    this.after = new Checks(
      checked.filter(({ id }) => !isBefore(id)),
      timer,
      withinMs,
    )
    this.afterwards = new Afterwards(later, timer, waitingAtMost)
    this.memory = new Memory(remembered, rememberedEvents)
  }

  get counts() {
    const { before, after, tally } = this
    return {
      ...tally,
      waiting: this.afterwards.waiting,
      late: before.late + after.late,
      failed: tally.failed + before.failed + after.failed,
      tooSlow: [...before.tooSlow, ...after.tooSlow],
    }
  }

  get told(): QueueCounts | undefined {
    return this.queue?.counts
  }

  async flush(withinMs = 5000): Promise<void> {
    await Promise.all([this.afterwards.finish(withinMs), this.queue?.flush(withinMs)])
  }

  async close(withinMs = 5000): Promise<void> {
    await Promise.all([this.afterwards.finish(withinMs), this.queue?.close(withinMs)])
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
    this.tellSaid(id, customer, this.recordOf(id, customer, nowMs).message('customer', text, nowMs), nowMs)
  }

  private took(
    id: string,
    customer: string | undefined,
    tool: string,
    args: Json,
    { value, failed = false }: { readonly value: Json; readonly failed?: boolean },
  ): void {
    const nowMs = this.now()
    const record = this.recordOf(id, customer, nowMs)
    const events = record.tool(this.callId(), { tool, args }, { value, failed }, nowMs)
    this.queue?.add(this.telling(id, customer, events, nowMs))
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
    const record = this.recordOf(id, customer, nowMs)
    this.tally.replies += 1
    const event = record.message('agent', text, nowMs)
    const asOf = record.asOf()
    const broken = this.hear(this.before, asOf)
    const { guard } = this.options
    if (guard !== undefined && broken.some(({ condition }) => this.guarded.has(condition))) {
      this.tally.held += 1
      record.withdraw()
      this.tellSaid(id, customer, record.message('agent', guard.instead, nowMs), nowMs)
      return { text: guard.instead, broken, held: true }
    }
    this.tellSaid(id, customer, event, nowMs)
    this.checkAfterwards(asOf)
    return { text, broken, held: false }
  }

  private checkAfterwards(asOf: AsOf): void {
    if (this.after.isEmpty) return
    const isWaiting = this.afterwards.add(() => this.safely(() => this.hear(this.after, asOf)))
    if (!isWaiting) this.after.skip()
  }

  /** Checks the reply that stands last, and says what it breaks to whoever wants to know. */
  private hear(checks: Checks, asOf: AsOf): readonly Broken[] {
    const broken = checks.brokenBy(asOf)
    if (broken.length > 0) {
      this.tally.broken += 1
      this.safely(() => this.options.onBroken?.(broken, asOf.whole()))
    }
    return broken
  }

  private end(id: string): void {
    if (this.memory.forget(id)) this.queue?.add({ id, events: [], ended: true, endedAt: isoOf(this.now()) })
  }

  private recordOf(id: string, customer: string | undefined, nowMs: number): Record {
    return this.memory.known(id) ?? this.memory.begin({ origin: 'production', ...this.about(id, customer) }, nowMs)
  }

  private about(id: string, customer: string | undefined) {
    const { agent, channel = 'chat' } = this.options
    return { id, agent, channel, ...(customer !== undefined && { customerId: customer }) }
  }

  /** A message never changes, so that it may be written later. */
  private tellSaid(id: string, customer: string | undefined, message: MessageEvent, nowMs: number): void {
    this.queue?.add(this.telling(id, customer, [message], nowMs), message.text.length + aboutLetters)
  }

  /** What a server is told of these events, made when it is written. */
  private telling(id: string, customer: string | undefined, events: readonly Event[], nowMs: number) {
    this.memory.grew(events.length)
    const from = this.toldOf + 1
    this.toldOf += events.length
    const dated = () => {
      const at = isoOf(nowMs)
      return events.map((event, index) => ({ ...event, at, id: `${this.began}-${from + index}` }))
    }
    return { toJSON: () => ({ ...this.about(id, customer), events: dated() }) }
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

function refuseIdleGuard({ guard, pact }: InlineOptions): void {
  if (guard === undefined) return
  const ids = pact.conditions.map(({ id }) => id)
  const unknown = guard.conditions.filter((id) => !ids.includes(id))
  if (unknown.length > 0) throw guardsNothing(`The pact has no condition "${unknown[0]}" that could be guarded.`, ids)
}
