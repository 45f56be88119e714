/**
 * A bounded queue that hands on in the background, in batches. It never throws into whoever adds, never blocks, and never
 * grows beyond its bounds: what does not fit is dropped, the oldest stays, and everything is counted.
 *
 * What is added is written as JSON at once: it may change afterwards, and what cannot be written is dropped alone.
 */
import { processLater } from './process.ts'

/**
 * Hands one batch on, each item as JSON. Rejects when it could not: it is tried again.
 *
 * @returns how many were taken; the rest is refused for good, and not sent again
 */
export type Send = (batch: readonly string[]) => Promise<number>

/** Bounds of a queue, and how it hands on. */
export interface QueueOptions {
  readonly send: Send
  /** Items that may wait. Default 10,000. */
  readonly atMost?: number
  /** Letters of JSON that may wait. Default 32 million. */
  readonly lettersAtMost?: number
  /** Items in a batch. Default 200. */
  readonly batch?: number
  /** Letters of JSON in a batch, unless one item alone has more. Default 1 million. */
  readonly batchLetters?: number
  /** Waits so long for more before a batch is sent, and after a failure longer each time, in milliseconds. Default 200. */
  readonly everyMs?: number
  /** Longest wait after failures, in milliseconds. Default 30,000. */
  readonly everyMsAtMost?: number
  /** Calls back later, without keeping the process alive. Default: the process's timers. */
  readonly later?: (ms: number, work: () => void) => void
}

/** `added` is always `sent + refused + dropped + waiting`. */
export interface QueueCounts {
  readonly added: number
  readonly sent: number
  /** The other side will never take them. */
  readonly refused: number
  /** There was no room, or it could not be written as JSON, or the queue was closed. */
  readonly dropped: number
  /** Batches that could not be handed on, each time counted. */
  readonly failures: number
  readonly waiting: number
}

/** Takes what is added at once, and hands it on when there is time. */
export interface Queue {
  add(item: unknown): void
  readonly counts: QueueCounts
  /**
   * Resolves once everything that waits was handed on, or one try of it failed, or the time is up. Never rejects.
   *
   * @param withinMs default 5,000
   */
  flush(withinMs?: number): Promise<void>
  /** Flushes, and takes nothing more. What could not be handed on is dropped, and counted. */
  close(withinMs?: number): Promise<void>
}

/** A queue that hands on by `send`, for those who tell something else than a server. */
export function queue(options: QueueOptions): Queue {
  return new Waiting(options)
}

class Waiting implements Queue {
  private readonly options: QueueOptions
  private readonly later: (ms: number, work: () => void) => void
  private waiting: string[] = []
  private letters = 0
  private sending: Promise<boolean> | undefined
  private scheduled = false
  private closed = false
  private failuresInRow = 0
  private readonly counted = { added: 0, sent: 0, refused: 0, dropped: 0, failures: 0 }

  constructor(options: QueueOptions) {
    this.options = options
    this.later = options.later ?? processLater
  }

  get counts(): QueueCounts {
    return { ...this.counted, waiting: this.waiting.length }
  }

  add(item: unknown): void {
    this.counted.added += 1
    const { atMost = 10_000, lettersAtMost = 32_000_000 } = this.options
    const json = this.closed || this.waiting.length >= atMost ? undefined : written(item)
    if (json === undefined || this.letters + json.length > lettersAtMost) {
      this.counted.dropped += 1
      return
    }
    this.waiting.push(json)
    this.letters += json.length
    this.schedule()
  }

  async flush(withinMs = 5000): Promise<void> {
    let isLate = false
    const late = new Promise<false>((resolve) => {
      this.later(withinMs, () => {
        isLate = true
        resolve(false)
      })
    })
    while (this.waiting.length > 0 && !isLate) if (!(await Promise.race([this.once(), late]))) return
  }

  async close(withinMs?: number): Promise<void> {
    this.closed = true
    await this.flush(withinMs)
    this.counted.dropped += this.waiting.length
    this.waiting = []
    this.letters = 0
  }

  private schedule(): void {
    if (this.scheduled || this.waiting.length === 0) return
    this.scheduled = true
    const { everyMs = 200, everyMsAtMost = 30_000 } = this.options
    this.later(Math.min(everyMsAtMost, everyMs * 2 ** this.failuresInRow), async () => {
      this.scheduled = false
      await this.once()
      this.schedule()
    })
  }

  /** One batch at a time, whoever asks. */
  private once(): Promise<boolean> {
    this.sending ??= this.handOn().finally(() => {
      this.sending = undefined
    })
    return this.sending
  }

  private async handOn(): Promise<boolean> {
    const some = this.next()
    if (some.length === 0) return true
    try {
      const taken = await this.options.send(some)
      this.handedOn(some, Math.max(0, Math.min(some.length, taken)))
      return true
    } catch {
      this.counted.failures += 1
      this.failuresInRow += 1
      return false
    }
  }

  private handedOn(some: readonly string[], taken: number): void {
    this.failuresInRow = 0
    // Closed meanwhile: they were counted as dropped.
    if (this.waiting[0] !== some[0] || this.waiting.length < some.length) return
    this.waiting = this.waiting.slice(some.length)
    this.letters -= lettersOf(some)
    this.counted.sent += taken
    this.counted.refused += some.length - taken
  }

  private next(): readonly string[] {
    const { batch = 200, batchLetters = 1_000_000 } = this.options
    let letters = 0
    const some = this.waiting.slice(0, batch)
    const tooMany = some.findIndex((json) => {
      letters += json.length
      return letters > batchLetters
    })
    return tooMany === -1 ? some : some.slice(0, Math.max(1, tooMany))
  }
}

function written(item: unknown): string | undefined {
  try {
    return JSON.stringify(item)
  } catch {
    return undefined
  }
}

const lettersOf = (items: readonly string[]) => items.reduce((sum, { length }) => sum + length, 0)
