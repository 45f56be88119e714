/** The line is thin: the body comes no faster than so many bytes a second. */
import { z } from 'zod'
import type { FaultContext, FaultKind } from './fault.ts'

const options = z.strictObject({
  bytesPerSecond: z.number().positive().describe('Bytes of the body per second, at most.'),
})

/** A piece is sent at least this often, so that a slow line is steady and not one long wait. */
const beatMs = 50

export const bandwidth: FaultKind<z.output<typeof options>> = {
  kind: 'bandwidth',
  family: 'transport',
  summary: 'sends its reply no faster than so many bytes a second',
  example: 'bandwidth: { bytesPerSecond: 1000 }',
  options,
  create: ({ bytesPerSecond }) => ({
    explain: () => `sends no more than ${bytesPerSecond} bytes a second`,
    async meet(call, ask, context) {
      const reply = await ask(call)
      return { ...reply, body: throttled(reply.body, bytesPerSecond, context) }
    },
  }),
}

async function* throttled(
  body: AsyncIterable<Uint8Array>,
  bytesPerSecond: number,
  { sleep, nowMs, gone }: FaultContext,
): AsyncIterable<Uint8Array> {
  const startMs = nowMs()
  const size = Math.max(1, Math.floor((bytesPerSecond * beatMs) / 1000))
  let sent = 0
  for await (const piece of body) {
    for (let from = 0; from < piece.length && !gone.aborted; from += size) {
      const part = piece.subarray(from, from + size)
      sent += part.length
      const dueMs = startMs + (sent / bytesPerSecond) * 1000
      const waitMs = dueMs - nowMs()
      if (waitMs > 0) await sleep(waitMs)
      yield part
    }
  }
}
