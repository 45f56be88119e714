/**
 * One conversation by a provider: the customer's messages are delivered to the agent's webhook as the provider delivers
 * them, tried again included, and what the agent sends to this customer comes back.
 */
import { hash128, keyedRandom } from '../../stats/index.ts'
import { AgentFailure, type AgentSession, cancelled, type Opening } from '../agents/agent.ts'
import type { HttpPool } from '../agents/http-exchange.ts'
import { causeHeaders } from '../caused.ts'
import { type Fate, fateOf } from './delivery.ts'
import type { Delivery, Incoming, Outgoing, Provider } from './provider.ts'
import { type Sending, sendingOf } from './sending.ts'
import type { Listener, Switchboard } from './switchboard.ts'
import { tappedIn } from './tapped.ts'

/** A message that waits for the next one. */
interface Held {
  readonly message: Incoming
  readonly fate: Fate
  /** The next one is there, and this one is delivered after it or with it. */
  goesWith(sending: Promise<void>): void
}

export class ProviderSession implements AgentSession, Listener {
  readonly pushes = true
  private readonly provider: Provider
  private readonly board: Switchboard
  private readonly pool: HttpPool
  private readonly opening: Opening
  private readonly address: string
  private readonly ended = new AbortController()
  private readonly signal: AbortSignal
  private readonly seed: number
  private readonly underway = new Set<Promise<void>>()
  private held: Held | undefined
  private sent = 0
  /** Messages that the agent has asked its provider to take. */
  private tried = 0
  /** The agent's last message. */
  private offered: Outgoing | undefined
  /** Messages of the agent since the customer's last. */
  private unasked = 0

  /** @param address the customer's, by which `board` knows this session until it is closed */
  constructor(provider: Provider, board: Switchboard, pool: HttpPool, opening: Opening, address: string) {
    this.provider = provider
    this.board = board
    this.pool = pool
    this.opening = opening
    this.address = address
    this.signal = AbortSignal.any([opening.signal, this.ended.signal])
    const { seed } = opening.values
    this.seed = typeof seed === 'number' ? seed : keyedRandom(0, opening.conversationId).int(2 ** 31)
    board.join(address, this)
  }

  async send({ text }: { readonly text: string }): Promise<void> {
    if (this.signal.aborted) throw cancelled()
    this.sent += 1
    this.unasked = 0
    const message = this.message(text)
    const fate = fateOf(this.board.given.delivery, this.seed, this.sent)
    const before = this.held
    this.held = undefined
    const sending =
      before === undefined && fate.waits !== undefined ? this.hold(message, fate) : this.go(message, fate, before)
    before?.goesWith(sending)
    await sending.catch((thrown) => {
      // What the end of a trial cuts short has been written all the same.
      if (!this.signal.aborted) throw thrown
    })
  }

  private message(text: string): Incoming {
    const id = this.board.id(`${this.opening.conversationId} ${this.sent}`)
    const tapped = tappedIn(this.offered, text)
    return { id, text, from: this.address, atMs: Date.now(), ...(tapped !== undefined && { tapped }) }
  }

  private async go(message: Incoming, fate: Fate, before?: Held): Promise<void> {
    if (fate.lateMs > 0) await this.opening.clock.sleep(fate.lateMs, this.signal)
    await this.carry(before?.fate.waits === 'to-come-with' ? [before.message, message] : [message])
    if (before?.fate.waits === 'to-come-after') await this.carry([before.message])
    if (before !== undefined) this.repeat(before)
    this.repeat({ message, fate })
  }

  private repeat({ message, fate }: Pick<Held, 'message' | 'fate'>): void {
    if (this.provider.isOnce?.(message) === true) return
    if (fate.againAfterMs !== undefined) this.later(fate.againAfterMs, 'extra', () => this.again(message))
  }

  /** Waits for the next message, and for no longer than is usual. */
  private async hold(message: Incoming, fate: Fate): Promise<void> {
    const waiting = new AbortController()
    let finish: (sending: Promise<void>) => void = () => {}
    const withNext = new Promise<void>((resolve) => {
      finish = resolve
    })
    this.held = {
      message,
      fate,
      goesWith(sending) {
        waiting.abort()
        finish(sending.catch(() => {}))
      },
    }
    const either = AbortSignal.any([this.signal, waiting.signal])
    await this.opening.clock.sleep(this.board.given.delivery.holdMs, either).catch(() => {})
    if (waiting.signal.aborted) return withNext
    this.held = undefined
    await this.go(message, fate)
  }

  /** Together where the provider batches, else one after another. */
  private async carry(messages: readonly Incoming[]): Promise<void> {
    if (this.provider.batches === true) return this.deliver(messages)
    for (const message of messages) await this.deliver([message])
  }

  /** Delivers; while it is not acknowledged, tries again as often as the provider does, though nobody waits for that. */
  private async deliver(messages: readonly Incoming[]): Promise<void> {
    try {
      await this.attempt(messages, 0)
    } catch (thrown) {
      const failure = unacknowledged(thrown)
      if (failure === undefined) throw thrown
      const isOnce = messages.some((message) => this.provider.isOnce?.(message) === true)
      if (isOnce || !this.isTriedAgain(failure)) throw asStatus(failure)
      this.fail(asStatus(failure))
      this.later(0, 'needed', () => this.tryAgain(messages, failure))
    }
  }

  private isTriedAgain({ code }: AgentFailure): boolean {
    return this.waitsMs.length > 0 && (this.provider.retries.after?.includes(code) ?? true)
  }

  private get waitsMs(): readonly number[] {
    return this.board.given.delivery.retryMs ?? this.provider.retries.waitsMs
  }

  private async tryAgain(messages: readonly Incoming[], failure: AgentFailure): Promise<void> {
    let last = failure
    for (const [index, ms] of this.waitsMs.entries()) {
      await this.opening.clock.sleep(ms, this.signal)
      try {
        return await this.attempt(messages, index + 1, last)
      } catch (thrown) {
        const next = unacknowledged(thrown)
        if (next === undefined) throw thrown
        if (!this.isTriedAgain(next)) throw asStatus(next)
        last = next
      }
    }
    throw asStatus(last)
  }

  /** A message that was acknowledged already. */
  private again(message: Incoming): Promise<void> {
    return this.attempt([message], 1)
  }

  private async attempt(messages: readonly Incoming[], nth: number, before?: AgentFailure): Promise<void> {
    const { provider, board } = this
    const about = messages.map(({ id }) => id).join(' ')
    const delivery = provider.deliver(messages, board.given, board.moment(about))
    const headers = nth === 0 ? {} : provider.retries.headers?.(nth, before?.code)
    const all = { ...causeHeaders(this.opening.values), ...delivery.headers, ...headers }
    await this.post({ ...delivery, headers: all }, `${about} ${nth}`)
  }

  private async post(delivery: Delivery, about: string): Promise<void> {
    const { text, type } = await answerTo(delivery, this.pool, {
      timeoutMs: this.board.given.delivery.patienceMs ?? this.provider.patienceMs,
      signal: this.signal,
    })
    const sent = this.provider.answered?.(text, type, this.address, this.board.moment(about)) ?? []
    for (const each of sent) this.hear(each)
  }

  /**
   * Does something without anybody waiting for it.
   *
   * @param which `extra`: a webhook may refuse it, as it may have no use for it
   */
  private later(ms: number, which: 'needed' | 'extra', deed: () => Promise<void>): void {
    const done = this.opening.clock
      .sleep(ms, this.signal)
      .then(deed)
      .catch((thrown) => {
        const isTold = which === 'needed' || (thrown instanceof AgentFailure && thrown.culprit === 'agent')
        if (thrown instanceof AgentFailure && isTold) this.fail(thrown)
      })
      .finally(() => this.underway.delete(done))
    this.underway.add(done)
  }

  fateOf(): Sending {
    this.tried += 1
    return sendingOf(this.board.given.sending, this.seed, this.tried)
  }

  hear(sent: Outgoing): void {
    if (this.signal.aborted) return
    const { text, form } = sent
    this.offered = sent
    this.unasked += 1
    if (this.unasked <= mostUnasked)
      this.opening.onEvent({ type: 'message', text, ...(form !== undefined && { form }) })
    else if (this.unasked === mostUnasked + 1) this.fail(endless())
  }

  tell(afterwards: readonly Delivery[]): void {
    // An agent that answers what it is told of its own messages would go on for ever.
    if (afterwards.length === 0 || this.signal.aborted || this.unasked > mostUnasked) return
    this.later(0, 'extra', async () => {
      for (const each of afterwards) await this.post(each, hash128(each.body))
    })
  }

  fail(failure: AgentFailure): void {
    if (!this.signal.aborted) this.opening.onFailure?.(failure)
  }

  async close(): Promise<void> {
    this.ended.abort()
    this.board.leave(this.address, this)
    await Promise.allSettled(this.underway)
  }
}

/** More messages in a row are no answer, and are left out of the record. */
const mostUnasked = 40

function endless(): AgentFailure {
  const message = `The agent sent more than ${mostUnasked} messages in a row, as one does that answers its own echoes; the rest is left out.`
  return new AgentFailure({ culprit: 'agent', code: 'garbage', message })
}

/** Asks the agent's webhook, and gives what it answered. @throws AgentFailure */
export async function answerTo(
  { url, method = 'POST', headers, body }: Delivery,
  pool: HttpPool,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<{ readonly text: string; readonly type: string }> {
  let [text, type] = ['', '']
  await pool.exchange({
    url,
    method,
    headers: { ...headers },
    ...(method === 'POST' && { body }),
    timeoutMs,
    maxBytes: 1_000_000,
    signal,
    onHead: (received) => {
      type = received['content-type'] ?? ''
    },
    onText: (piece) => {
      text += piece
    },
  })
  return { text, type }
}

const unanswered = new Set(['timeout', 'status', 'disconnected', 'refused', 'rate-limited'])

/** A delivery that the provider cannot take for acknowledged, where that is the agent's doing. */
function unacknowledged(thrown: unknown): AgentFailure | undefined {
  return thrown instanceof AgentFailure && thrown.culprit === 'agent' && unanswered.has(thrown.code)
    ? thrown
    : undefined
}

/** A provider reads no Retry-After, and no customer writes the same again because of it. */
function asStatus(failure: AgentFailure): AgentFailure {
  if (failure.code !== 'rate-limited') return failure
  return new AgentFailure({ culprit: 'agent', code: 'status', message: failure.message }, failure)
}
