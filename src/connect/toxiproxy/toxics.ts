/** The types of toxics that Toxiproxy has, each with its attributes and units. */
import { z } from 'zod'
import type { AnyToxicType, Passed, ToxicType } from './toxic.ts'

const whole = (bytes: Buffer): Passed => ({ pieces: [{ bytes }] })
const count = z.number().min(0).default(0)

const latencyForm = z.object({ latency: count, jitter: count })
const latency: ToxicType<z.output<typeof latencyForm>> = {
  type: 'latency',
  attributes: latencyForm,
  explain: ({ latency: ms, jitter }) => `answers ${ms} ms later${jitter > 0 ? `, give or take ${jitter} ms` : ''}`,
  async pass({ latency: ms, jitter }, { bytes, cameMs, nowMs, sleep, random }) {
    const late = ms + (jitter === 0 ? 0 : (random.float() * 2 - 1) * jitter)
    // From when it came, so that what follows closely is not delayed twice.
    await sleep(Math.max(0, cameMs + late - nowMs()))
    return whole(bytes)
  },
}

const bandwidthForm = z.object({ rate: count.describe('Kilobytes per second.') })
const beatMs = 100
const bandwidth: ToxicType<z.output<typeof bandwidthForm>> = {
  type: 'bandwidth',
  attributes: bandwidthForm,
  explain: ({ rate }) => `carries ${rate} KB a second`,
  async pass({ rate }, { bytes }) {
    if (rate === 0) return { pieces: [] }
    const size = Math.max(1, Math.floor((rate * 1024 * beatMs) / 1000))
    const pieces = []
    for (let from = 0; from < bytes.length; from += size) {
      const piece = bytes.subarray(from, from + size)
      pieces.push({ bytes: piece, waitMs: (piece.length / (rate * 1024)) * 1000 })
    }
    return { pieces }
  },
}

const slowCloseForm = z.object({ delay: count })
const slowClose: ToxicType<z.output<typeof slowCloseForm>> = {
  type: 'slow_close',
  attributes: slowCloseForm,
  explain: ({ delay }) => `closes ${delay} ms late`,
  holdsEndMs: ({ delay }) => delay,
}

const timeoutForm = z.object({ timeout: count })
const timeout: ToxicType<z.output<typeof timeoutForm>> = {
  type: 'timeout',
  attributes: timeoutForm,
  explain: ({ timeout: ms }) => `carries nothing${ms === 0 ? '' : `, and closes after ${ms} ms`}`,
  async pass({ timeout: ms }, { sleep }) {
    await sleep(ms === 0 ? Number.POSITIVE_INFINITY : ms)
    return { pieces: [], ...(ms > 0 && { ending: 'close' as const }) }
  },
}

const slicerForm = z.object({
  average_size: z.number().min(1).default(64),
  size_variation: count,
  delay: count.describe('Microseconds between pieces.'),
})
const slicer: ToxicType<z.output<typeof slicerForm>> = {
  type: 'slicer',
  attributes: slicerForm,
  explain: ({ average_size: size }) => `carries pieces of about ${size} bytes`,
  async pass({ average_size: size, size_variation: variation, delay }, { bytes, random }) {
    const pieces = []
    for (let from = 0; from < bytes.length; ) {
      const length = Math.max(1, Math.round(size + (random.float() * 2 - 1) * variation))
      pieces.push({ bytes: bytes.subarray(from, from + length), waitMs: delay / 1000 })
      from += length
    }
    return { pieces }
  },
}

const resetPeerForm = z.object({ timeout: count })
const resetPeer: ToxicType<z.output<typeof resetPeerForm>> = {
  type: 'reset_peer',
  attributes: resetPeerForm,
  explain: ({ timeout: ms }) => `is reset${ms === 0 ? '' : ` after ${ms} ms`}`,
  async pass({ timeout: ms }, { sleep }) {
    await sleep(ms)
    return { pieces: [], ending: 'reset' }
  },
}

const limitDataForm = z.object({ bytes: count })
const limitData: ToxicType<z.output<typeof limitDataForm>> = {
  type: 'limit_data',
  attributes: limitDataForm,
  explain: ({ bytes }) => `closes after ${bytes} bytes`,
  async pass({ bytes: most }, { bytes, memory }) {
    const before = memory.get('sent') ?? 0
    const kept = bytes.subarray(0, Math.max(0, most - before))
    memory.set('sent', before + bytes.length)
    return { ...whole(kept), ...(before + bytes.length >= most && { ending: 'close' as const }) }
  },
}

export const toxicTypes: readonly AnyToxicType[] = [
  latency,
  bandwidth,
  slowClose,
  timeout,
  slicer,
  resetPeer,
  limitData,
]
