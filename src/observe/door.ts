/**
 * The door: a request is unpacked, decoded, redacted and on disk before its sender hears that it was taken.
 *
 * A request that was kept within the last day is not kept again: exporters repeat what they have not heard of. While more
 * is on its way through the door than memory should hold, more is turned away with a word that it may come again.
 */
import { createHash } from 'node:crypto'
import { tooLittleRoom } from './log/problems.ts'
import type { SegmentLog } from './log/segment-log.ts'
import { unpacked } from './otlp/unpacked.ts'
import type { Preparing } from './preparing.ts'

/** A request as it came. */
export interface Sent {
  readonly project: string
  /** Name of the reader that understands it. */
  readonly reader: string
  readonly body: Buffer
  readonly contentType?: string
  readonly contentEncoding?: string
}

/** How much of a request was kept. */
export interface TakenIn {
  readonly records: number
  readonly refused: number
  /** Why the first of them was refused. */
  readonly because?: string
}

export interface DoorOptions {
  readonly log: SegmentLog
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Largest body, as sent and unpacked, in bytes. */
  readonly bodyBytes: number
  /** Bytes of bodies that may be on their way at once. Default 64 MiB. */
  readonly underWayBytes?: number
  readonly prepare: Preparing['prepare']
  /** Hears of records that do not reach the log. */
  readonly count: (project: string, counts: Readonly<Record<string, number>>) => void
}

export interface Door {
  /** @throws Problem when nothing of it can be read, there is no room, or the disk does not take it */
  take(request: Sent): Promise<TakenIn>
}

const dayMs = 24 * 60 * 60 * 1000
const mostRemembered = 100_000

export function openDoor(options: DoorOptions): Door {
  const { log, now, bodyBytes, underWayBytes = 64 * 1024 * 1024, prepare, count } = options
  const kept = new Map<string, { readonly atMs: number; readonly taken: Promise<TakenIn> }>()
  let underWay = 0

  async function keep({ body: sent, contentType = '', contentEncoding, ...what }: Sent): Promise<TakenIn> {
    const body = await unpacked(sent, contentEncoding, bodyBytes)
    const { entry, ...taken } = await prepare({ ...what, contentType, receivedMs: now(), body })
    if (entry !== undefined) await log.append(entry)
    else if (taken.records > 0) count(what.project, { received: taken.records, refused: taken.refused })
    return taken
  }

  /** Forgets the oldest, and what is older than a day. Whatever the clock does, memory is bounded. */
  function forget(nowMs: number): void {
    for (const [name, { atMs }] of kept) {
      if (kept.size <= mostRemembered && nowMs - atMs < dayMs) return
      kept.delete(name)
    }
  }

  async function repeated(project: string, before: Promise<TakenIn>): Promise<TakenIn> {
    const taken = await before
    count(project, { received: taken.records, repeated: taken.records })
    return taken
  }

  return {
    async take(sent) {
      const nowMs = now()
      const name = nameOf(sent)
      const before = kept.get(name)
      if (before !== undefined && Math.abs(nowMs - before.atMs) < dayMs) return repeated(sent.project, before.taken)
      if (underWay > 0 && underWay + sent.body.length > underWayBytes) throw tooLittleRoom('waiting', underWay)
      underWay += sent.body.length
      const taken = keep(sent).finally(() => {
        underWay -= sent.body.length
      })
      kept.delete(name)
      kept.set(name, { atMs: nowMs, taken })
      forget(nowMs)
      return taken.catch((thrown) => {
        kept.delete(name)
        throw thrown
      })
    },
  }
}

/** A request by what it is: what is the same twice has the same name. */
function nameOf({ project, reader, body, contentType = '', contentEncoding = '' }: Sent): string {
  const head = JSON.stringify([project, reader, contentType, contentEncoding])
  return createHash('sha256').update(head).update(body).digest('base64')
}
