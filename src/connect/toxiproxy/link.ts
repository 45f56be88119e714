/**
 * One direction of a connection: bytes from one socket to the other, through the toxics that are there when they come.
 *
 * Toxics may be added and removed while the connection lives. Bytes keep their order.
 */
import type { Socket } from 'node:net'
import { keyedRandom } from '../../stats/index.ts'
import type { Clock } from '../clock.ts'
import type { Passed, Toxic } from './toxic.ts'
import { toxicTypes } from './toxics.ts'

export interface LinkOptions {
  readonly from: Socket
  readonly to: Socket
  /** Those of this direction, as they are now. */
  toxics(): readonly Toxic[]
  readonly clock: Clock
  /** Decides which toxics strike this connection, and every draw of theirs. */
  readonly seed: number
  /** Number of the connection. */
  readonly connection: number
  /** Aborted, and made anew, whenever toxics change, so that nobody waits for one that is gone. */
  changed(): AbortSignal
}

/** Data that waits for a slow toxic beyond this makes its sender wait, in bytes. */
const waitingAtMost = 1_000_000

/** Resolves when everything has passed or the connection is gone. */
export async function link(options: LinkOptions): Promise<void> {
  const { from, to, clock } = options
  const memories = new Map<string, Map<string, number>>()
  const queue: { bytes: Buffer; cameMs: number }[] = []
  let waiting = 0
  let ended = false
  let wake = () => {}
  from.on('data', (bytes: Buffer) => {
    queue.push({ bytes, cameMs: clock.nowMs() })
    waiting += bytes.length
    if (waiting > waitingAtMost) from.pause()
    wake()
  })
  const end = () => {
    ended = true
    wake()
  }
  from.once('end', end).once('close', end).once('error', end)
  for (let piece = 0; ; piece += 1) {
    while (queue.length === 0 && !ended) await new Promise<void>((ready) => (wake = ready))
    const next = queue.shift()
    if (next === undefined) break
    waiting -= next.bytes.length
    if (waiting <= waitingAtMost) from.resume()
    const ending = await through(next, piece, options, memories)
    if (to.destroyed) return
    if (ending !== undefined) return close(from, to, ending)
  }
  const holdMs = Math.max(0, ...striking(options).map((toxic) => holdOf(toxic)))
  if (holdMs > 0) await clock.sleep(holdMs, options.changed()).catch(() => {})
  to.end()
}

function close(from: Socket, to: Socket, how: 'close' | 'reset'): void {
  for (const socket of [from, to]) {
    if (how === 'reset') socket.resetAndDestroy()
    else socket.end(() => socket.destroy())
  }
}

async function through(
  { bytes, cameMs }: { readonly bytes: Buffer; readonly cameMs: number },
  piece: number,
  options: LinkOptions,
  memories: Map<string, Map<string, number>>,
): Promise<Passed['ending']> {
  const { clock, seed, connection } = options
  let pieces: { readonly bytes: Buffer; readonly waitMs?: number }[] = [{ bytes }]
  let ending: Passed['ending']
  for (const toxic of striking(options)) {
    const memory = memories.get(toxic.name) ?? new Map<string, number>()
    memories.set(toxic.name, memory)
    const type = toxicTypes.find((each) => each.type === toxic.type)
    if (type?.pass === undefined) continue
    const attributes = type.attributes.parse(toxic.attributes) as never
    const passed: typeof pieces = []
    for (const [index, each] of pieces.entries()) {
      const random = keyedRandom(seed, 'toxic', toxic.name, connection, piece, index)
      const sleep = (ms: number) => clock.sleep(ms, options.changed()).catch(() => {})
      const result = await type.pass(attributes, {
        cameMs,
        bytes: each.bytes,
        random,
        memory,
        nowMs: () => clock.nowMs(),
        sleep,
      })
      passed.push(...result.pieces.map((one) => ({ bytes: one.bytes, waitMs: (one.waitMs ?? 0) + (each.waitMs ?? 0) })))
      ending ??= result.ending
    }
    pieces = passed
  }
  for (const each of pieces) await send(each, options)
  return ending
}

async function send(
  { bytes, waitMs = 0 }: { readonly bytes: Buffer; readonly waitMs?: number },
  { to, clock, changed }: LinkOptions,
): Promise<void> {
  if (waitMs > 0) await clock.sleep(waitMs, changed()).catch(() => {})
  if (to.destroyed || bytes.length === 0) return
  if (to.write(bytes)) return
  await new Promise<void>((ready) => to.once('drain', ready).once('close', ready))
}

function striking({ toxics, seed, connection }: LinkOptions): readonly Toxic[] {
  return toxics().filter(
    ({ name, toxicity }) => toxicity === 1 || keyedRandom(seed, 'toxicity', name, connection).float() < toxicity,
  )
}

function holdOf({ type, attributes }: Toxic): number {
  const found = toxicTypes.find((each) => each.type === type)
  return found?.holdsEndMs?.(found.attributes.parse(attributes) as never) ?? 0
}
