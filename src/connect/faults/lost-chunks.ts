/** Pieces of the body go missing on the way, and the rest arrives as if nothing were. */
import { z } from 'zod'
import { withHeader } from '../backends/exchange.ts'
import type { FaultKind } from './fault.ts'

const options = z.strictObject({
  every: z.int().min(2).default(20).describe('Every nth piece is lost. Default 20.'),
  bytes: z.int().min(1).default(64).describe('Bytes of one piece. Default 64.'),
})

export const lostChunks: FaultKind<z.output<typeof options>> = {
  kind: 'lost-chunks',
  family: 'transport',
  summary: 'loses every nth piece of its reply',
  example: 'lost-chunks: { every: 20, bytes: 64 }',
  options,
  create: ({ every, bytes }) => ({
    explain: () => `loses ${bytes} bytes of its reply out of every ${every * bytes}`,
    async meet(call, ask) {
      const reply = await ask(call)
      // Without a length the reader cannot see that anything is missing.
      return {
        ...reply,
        headers: withHeader(reply.headers, 'content-length', undefined),
        body: holed(reply.body, every, bytes),
      }
    },
  }),
}

/** Counts bytes and not pieces as they come, so that the same body always loses the same bytes. */
async function* holed(body: AsyncIterable<Uint8Array>, every: number, bytes: number): AsyncIterable<Uint8Array> {
  let at = 0
  for await (const piece of body) {
    const kept = piece.filter((_, index) => (Math.floor((at + index) / bytes) + 1) % every !== 0)
    at += piece.length
    if (kept.length > 0) yield kept
  }
}
