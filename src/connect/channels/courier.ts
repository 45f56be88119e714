/**
 * Brings what is sent to where it goes: at once or late, once or twice, in order or swapped, and tried again where that
 * was asked for.
 *
 * Nothing is brought after `close`, and what was being brought then is waited for.
 */
import { type AgentFailure, cancelled } from '../agents/agent.ts'
import type { Clock } from '../clock.ts'
import { type DeliverySettings, fateOf } from './delivery.ts'

export interface CourierOptions<Item> {
  readonly delivery: DeliverySettings
  readonly seed: number
  readonly clock: Clock
  /** Aborted when the conversation ends: nothing more sets out. */
  readonly signal: AbortSignal
  /** @throws AgentFailure */
  bring(item: Item): Promise<void>
  /** Whether bringing it again later may go better. */
  isWorthAnotherTry(failure: unknown): boolean
  /** Something failed that nobody waits for. */
  fail(failure: unknown): void
}

export class Courier<Item> {
  private readonly options: CourierOptions<Item>
  private readonly underway = new Set<Promise<void>>()
  private held: { readonly item: Item; readonly how: 'to-come-after' | 'to-come-with'; release(): void } | undefined
  private sent = 0

  constructor(options: CourierOptions<Item>) {
    this.options = options
  }

  /** Resolves when it is there, or cannot be stopped any more. @throws AgentFailure */
  async send(item: Item): Promise<void> {
    const { delivery, seed, clock, signal } = this.options
    if (signal.aborted) throw cancelled()
    this.sent += 1
    const fate = fateOf(delivery, seed, this.sent)
    const before = this.held
    this.held = undefined
    if (before === undefined && fate.waits !== undefined) return this.hold(item, fate.waits)
    before?.release()
    if (fate.lateMs > 0) await clock.sleep(fate.lateMs, signal).catch(() => Promise.reject(cancelled()))
    const order =
      before === undefined ? [item] : before.how === 'to-come-with' ? [before.item, item] : [item, before.item]
    for (const each of order) await this.carry(each)
    if (fate.againAfterMs !== undefined) this.later(fate.againAfterMs, () => this.options.bring(item))
  }

  /** Does something without anybody waiting for it. */
  later(ms: number, deed: () => Promise<void>): void {
    const { clock, signal, fail } = this.options
    const done = clock
      .sleep(ms, signal)
      .then(deed)
      .catch((thrown: unknown) => {
        if (!signal.aborted) fail(thrown)
      })
      .finally(() => this.underway.delete(done))
    this.underway.add(done)
  }

  /** Waits for the next, and for no longer than is usual. */
  private hold(item: Item, how: 'to-come-after' | 'to-come-with'): void {
    let isReleased = false
    const release = () => {
      isReleased = true
    }
    this.held = { item, how, release }
    this.later(this.options.delivery.holdMs, async () => {
      if (isReleased) return
      this.held = undefined
      await this.carry(item)
    })
  }

  /** Brings it; where that fails and tries are left, goes on trying while nobody waits. */
  private async carry(item: Item): Promise<void> {
    const { delivery, signal, bring, isWorthAnotherTry } = this.options
    const waits = delivery.retryMs ?? []
    const first = bring(item).catch((thrown: unknown) => {
      if (waits.length === 0 || !isWorthAnotherTry(thrown)) throw thrown
      this.later(0, () => this.tryAgain(item, waits))
    })
    this.keep(first)
    // What is on its way when the conversation ends goes on, and nobody waits for it.
    await Promise.race([first, aborted(signal)])
  }

  private async tryAgain(item: Item, waits: readonly number[]): Promise<void> {
    const { clock, signal, bring, isWorthAnotherTry } = this.options
    let last: unknown
    for (const ms of waits) {
      await clock.sleep(ms, signal)
      try {
        return await bring(item)
      } catch (thrown) {
        if (!isWorthAnotherTry(thrown)) throw thrown
        last = thrown
      }
    }
    throw last as AgentFailure
  }

  private keep(bringing: Promise<void>): void {
    const done: Promise<void> = bringing.catch(() => {}).finally(() => this.underway.delete(done))
    this.underway.add(done)
  }

  /** Resolves when nothing is under way any more. */
  async close(): Promise<void> {
    while (this.underway.size > 0) await Promise.allSettled(this.underway)
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done()
    signal.addEventListener('abort', () => done(), { once: true })
  })
}
