/**
 * Threads that prepare what arrives, so that the one that answers senders has only to answer and to write.
 *
 * Small requests are prepared where they arrived, since handing them over would cost as much. How much waits for a thread
 * is bounded by whoever hands it over. A thread that dies takes along what it had in hand, which its senders send again, and
 * another is begun with the next request.
 */
import { Worker } from 'node:worker_threads'
import { type Arriving, type Prepared, preparation } from './prepared.ts'
import type { RedactionPlan } from './redaction/index.ts'
import { type Failure, thrownBy } from './thread-messages.ts'

/** What a thread is begun with. */
export interface PreparingBeginning {
  readonly plan?: RedactionPlan
}

export interface PreparingOptions extends PreparingBeginning {
  /** Default 0: everything is prepared where it arrives. */
  readonly threads?: number
  /** What a thread begins with, in place of `preparing-thread` beside this file: it must lead there. */
  readonly entry?: string
}

export interface Preparing {
  /** @throws Problem when nothing of it can be read */
  prepare(arriving: Arriving): Promise<Prepared>
  close(): Promise<void>
}

export interface HandedOver {
  readonly id: number
  readonly arriving: Arriving
}

export type HandedBack =
  | { readonly id: number; readonly prepared: Prepared }
  | { readonly id: number; readonly failed: Failure }

/** From so many bytes on a request is handed over. */
const handedOverFrom = 16 * 1024

export function openPreparing({ threads = 0, entry, ...beginning }: PreparingOptions): Preparing {
  const here = preparation(beginning.plan)
  const all = Array.from({ length: threads }, () => new Preparer(beginning, entry))
  return {
    async prepare(arriving) {
      const [first, ...others] = all
      if (first === undefined || arriving.body.length < handedOverFrom) return here(arriving)
      return others.reduce((least, each) => (each.bytes < least.bytes ? each : least), first).prepare(arriving)
    },
    close: async () => void (await Promise.all(all.map((each) => each.close()))),
  }
}

/** What a request leaves behind is of no use to the next, so there is little reason to keep room for much of it. */
const resourceLimits = { maxYoungGenerationSizeMb: 24 }

interface Waiting {
  readonly bytes: number
  readonly done: (prepared: Prepared) => void
  readonly failed: (reason: unknown) => void
}

/** One thread. */
class Preparer {
  /** That it has in hand. */
  bytes = 0
  private readonly beginning: PreparingBeginning
  private readonly entry: string
  private worker: Worker | undefined
  private waiting = new Map<number, Waiting>()
  private asked = 0

  constructor(beginning: PreparingBeginning, entry = besideThis) {
    this.beginning = beginning
    this.entry = entry
    this.worker = this.begun()
  }

  prepare(arriving: Arriving): Promise<Prepared> {
    this.worker ??= this.begun()
    const { worker } = this
    this.asked += 1
    const id = this.asked
    const bytes = arriving.body.length
    this.bytes += bytes
    return new Promise((done, failed) => {
      this.waiting.set(id, { bytes, done, failed })
      // A copy of its own, since the body is still needed where it arrived.
      const body = new Uint8Array(arriving.body)
      worker.postMessage({ id, arriving: { ...arriving, body } } satisfies HandedOver, [body.buffer])
    })
  }

  async close(): Promise<void> {
    await this.worker?.terminate()
  }

  private begun(): Worker {
    const worker = new Worker(new URL(this.entry), { workerData: this.beginning, resourceLimits })
    let reason: unknown
    worker.on('message', (back: HandedBack) => {
      const waits = this.waiting.get(back.id)
      this.waiting.delete(back.id)
      this.bytes -= waits?.bytes ?? 0
      if ('prepared' in back) waits?.done(back.prepared)
      else waits?.failed(thrownBy(back.failed))
    })
    worker.on('error', (thrown) => {
      reason = thrown
    })
    worker.on('exit', (code) => {
      const lost = this.waiting
      this.waiting = new Map()
      this.bytes = 0
      this.worker = undefined
      for (const { failed } of lost.values()) failed(reason ?? new Error(`a preparing thread ended with code ${code}`))
    })
    return worker
  }
}

const besideThis = new URL(
  import.meta.url.endsWith('.ts') ? './preparing-thread.ts' : './preparing-thread.js',
  import.meta.url,
).href
