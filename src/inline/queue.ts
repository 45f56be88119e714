/**
 * A bounded queue that hands on in the background, in batches. It never throws into whoever adds, never blocks, and never
 * grows beyond its bound: what does not fit is dropped, the oldest stays, and everything is counted.
 */

/** Hands one batch on. Rejects when it could not: it is tried again. */
export type Send = (batch: readonly unknown[]) => Promise<void>

export interface QueueOptions {
  readonly send: Send
  /** Items that may wait. Default 10,000. */
  readonly atMost?: number
  /** Items in a batch. Default 200. */
  readonly batch?: number
  /** Waits so long for more before a batch is sent, and after a failure longer each time, in milliseconds. Default 200. */
  readonly everyMs?: number
  /** Longest wait after failures, in milliseconds. Default 30,000. */
  readonly everyMsAtMost?: number
  /** Calls back later, without keeping the process alive. */
  readonly later: (ms: number, work: () => void) => void
}

export interface QueueCounts {
  readonly added: number
  readonly sent: number
  /** There was no room. */
  readonly dropped: number
  /** Batches that could not be handed on, each time counted. */
  readonly failures: number
  readonly waiting: number
}

export interface Queue {
  add(item: unknown): void
  readonly counts: QueueCounts
  /** Resolves once everything that waits was handed on, or one try of it failed. Never rejects. */
  flush(): Promise<void>
}

export function queue(options: QueueOptions): Queue {
  const { send, atMost = 10_000, batch = 200, everyMs = 200, everyMsAtMost = 30_000, later } = options
  let waiting: unknown[] = []
  let sending: Promise<boolean> | undefined
  let scheduled = false
  let failuresInRow = 0
  const counts = { added: 0, sent: 0, dropped: 0, failures: 0 }

  async function handOn(): Promise<boolean> {
    const some = waiting.slice(0, batch)
    try {
      await send(some)
    } catch {
      counts.failures += 1
      failuresInRow += 1
      return false
    }
    waiting = waiting.slice(some.length)
    counts.sent += some.length
    failuresInRow = 0
    return true
  }

  /** One batch at a time, whoever asks. */
  function once(): Promise<boolean> {
    sending ??= handOn().finally(() => {
      sending = undefined
    })
    return sending
  }

  function schedule(): void {
    if (scheduled || waiting.length === 0) return
    scheduled = true
    later(Math.min(everyMsAtMost, everyMs * 2 ** failuresInRow), async () => {
      scheduled = false
      await once()
      schedule()
    })
  }

  return {
    add(item) {
      counts.added += 1
      if (waiting.length >= atMost) counts.dropped += 1
      else waiting.push(item)
      schedule()
    },
    get counts() {
      return { ...counts, waiting: waiting.length }
    },
    async flush() {
      while (waiting.length > 0) if (!(await once())) return
    },
  }
}
