/**
 * Recording: a backend is asked as ever, and every exchange is written to a HAR file as it ends.
 *
 * The file is whole after every write: the end of the archive is written behind the newest entry and overwritten by the
 * next. Nothing but the writes under way is held in memory.
 */
import { mkdir, open } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { Problem, reasonOf } from '../../problem.ts'
import type { Source } from '../backends/source.ts'
import type { Clock } from '../clock.ts'
import { entryOf, archiveHead as head, type Recorded, archiveTail as tail } from './har.ts'

export const recordSettings = z.strictObject({
  to: z.string().min(1).describe('The file: recordings/practice.har. What was recorded there before is replaced.'),
})

/** Longer bodies are kept as their beginning, in bytes. */
const keptBytes = 5_000_000

/** @param now the moment, as ISO 8601 */
export function recordSource(
  live: Source,
  { to }: z.output<typeof recordSettings>,
  { folder, clock, now }: { readonly folder: string; readonly clock: Clock; readonly now: () => string },
): Source {
  const file = archive(resolve(folder, to), to)
  const upstream = live.explain()
  return {
    explain: () => `${upstream}, recorded to ${to}`,
    async ask(call, context) {
      const startedAt = now()
      const startMs = clock.nowMs()
      const reply = await live.ask(call, context)
      const keep = (bytes: Buffer) => {
        const tookMs = Math.round(clock.nowMs() - startMs)
        const { trial, isLook } = context
        return file.add({
          call,
          reply,
          bytes,
          upstream,
          startedAt,
          tookMs,
          ...(trial !== undefined && { conversation: trial }),
          ...(isLook !== undefined && { isLook }),
        })
      }
      return { ...reply, body: passing(reply.body, keep) }
    },
    ...(live.forget !== undefined && { forget: (trial: string) => live.forget?.(trial) }),
    async close() {
      await file.close()
      await live.close()
    },
  }
}

async function* passing(
  body: AsyncIterable<Uint8Array>,
  keep: (bytes: Buffer) => Promise<void>,
): AsyncIterable<Uint8Array> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of body) {
    if (size < keptBytes) pieces.push(Buffer.from(piece).subarray(0, keptBytes - size))
    size += piece.length
    yield piece
  }
  // On disk before the agent has the end of it: what it may act on is kept.
  await keep(Buffer.concat(pieces))
}

interface Archive {
  add(recorded: Recorded): Promise<void>
  close(): Promise<void>
}

/** Entries that come while a write is under way share the next one. */
function archive(path: string, shown: string): Archive {
  let waiting: { readonly text: string; done(): void; failed(thrown: unknown): void }[] = []
  let writing: Promise<void> | undefined
  const opened = opening(path)
  // Whoever adds first is told of a file that cannot be written.
  opened.catch(() => {})
  let position = Buffer.byteLength(head)
  let isFirst = true

  async function write(): Promise<void> {
    const handle = await opened
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      const text = `${isFirst ? '' : ',\n'}${batch.map((entry) => entry.text).join(',\n')}`
      isFirst = false
      await handle.write(text + tail, position)
      position += Buffer.byteLength(text)
      for (const { done } of batch) done()
    }
  }

  return {
    add(recorded) {
      return new Promise<void>((done, failed) => {
        waiting.push({ text: JSON.stringify(entryOf(recorded)), done, failed })
        writing ??= write()
          .catch((thrown: unknown) => {
            for (const entry of waiting.splice(0)) entry.failed(cannotWrite(shown, thrown))
          })
          .finally(() => {
            writing = undefined
          })
      })
    },
    async close() {
      await writing
      await opened.then((handle) => handle.close()).catch(() => {})
    },
  }
}

async function opening(path: string) {
  await mkdir(dirname(path), { recursive: true })
  const handle = await open(path, 'w')
  await handle.write(head + tail, 0)
  return handle
}

function cannotWrite(shown: string, thrown: unknown): Problem {
  return new Problem({
    code: 'recordings/cannot-write',
    message: `The recording ${shown} cannot be written: ${reasonOf(thrown)}`,
    hint: 'Name a file in a folder that can be written to, under "mode: { record: { to: … } }".',
    cause: thrown,
  })
}
