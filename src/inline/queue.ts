/**
 * A bounded queue that hands on in the background, in batches. It never throws into whoever adds, never blocks, and never
 * grows beyond its bounds: what does not fit is dropped, the oldest stays, and everything is counted.
 *
 * What is added is written as JSON at once, because it may change afterwards; what is said never to change is written when it
 * is handed on, so that whoever adds it need not wait for that. What cannot be written is dropped alone.
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
  /** @param letters about how many its JSON will have, where the item will never change */
  add(item: unknown, letters?: number): void
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

/** What waits: the item, until it is written. */
interface Entry {
  item: unknown
  json: string | undefined
  letters: number
}

/** A queue that hands on by `send`, for those who tell something else than a server. */
export function queue(options: QueueOptions): Queue {
  return new Waiting(options)
}

class Waiting implements Queue {
  private readonly options: QueueOptions
  private readonly later: (ms: number, work: () => void) => void
  private waiting: Entry[] = []
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

  add(item: unknown, letters?: number): void {
    this.counted.added += 1
    const { atMost = 10_000, lettersAtMost = 32_000_000 } = this.options
    const isFull = this.closed || this.waiting.length >= atMost
    const entry = { item, json: undefined, letters: letters ?? 0 }
    const isReady = !isFull && (letters !== undefined || write(entry))
    if (!isReady || this.letters + entry.letters > lettersAtMost) {
      this.counted.dropped += 1
      return
    }
    this.waiting.push(entry)
    this.letters += entry.letters
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
      const taken = await this.options.send(some.map(({ json = '' }) => json))
      this.handedOn(some, Math.max(0, Math.min(some.length, taken)))
      return true
    } catch {
      this.counted.failures += 1
      this.failuresInRow += 1
      return false
    }
  }

  private handedOn(some: readonly Entry[], taken: number): void {
    this.failuresInRow = 0
    // Closed meanwhile: they were counted as dropped.
    if (this.waiting[0] !== some[0]) return
    this.waiting = this.waiting.slice(some.length)
    this.letters -= lettersOf(some)
    this.counted.sent += taken
    this.counted.refused += some.length - taken
  }

  private next(): readonly Entry[] {
    const { batch = 200, batchLetters = 1_000_000 } = this.options
    this.write(batch)
    let letters = 0
    const some = this.waiting.slice(0, batch)
    const tooMany = some.findIndex((entry) => {
      letters += entry.letters
      return letters > batchLetters
    })
    return tooMany === -1 ? some : some.slice(0, Math.max(1, tooMany))
  }

  /** Writes the first of those that wait; what cannot be written does not wait any more. */
  private write(count: number): void {
    const first = this.waiting.slice(0, count)
    const before = lettersOf(first)
    const written = first.filter(write)
    this.letters += lettersOf(written) - before
    this.counted.dropped += first.length - written.length
    this.waiting.splice(0, first.length, ...written)
  }
}

/** @returns whether it could be written as JSON */
function write(entry: Entry): boolean {
  try {
    entry.json ??= JSON.stringify(entry.item)
  } catch {
    // Then there is no JSON of it.
  }
  entry.item = undefined
  entry.letters = entry.json?.length ?? 0
  return entry.json !== undefined
}

const lettersOf = (entries: readonly Entry[]) => entries.reduce((sum, { letters }) => sum + letters, 0)
