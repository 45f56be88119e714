/**
 * A read answers what the same read answered before, as a replica or a cache does that is behind.
 *
 * The first read of its kind is answered as it is: there is nothing older to tell.
 */
import { z } from 'zod'
import { asItCame, bytesOf, once, type Reply } from '../backends/exchange.ts'
import { seconds } from './delay.ts'
import type { FaultKind } from './fault.ts'

const options = z.strictObject({
  forMs: z
    .number()
    .positive()
    .optional()
    .describe('How long an answer is repeated, in milliseconds. Default for ever.'),
})

interface Kept {
  readonly reply: Reply
  readonly bytes: Buffer
  readonly atMs: number
}

export const staleRead: FaultKind<z.output<typeof options>> = {
  kind: 'stale-read',
  family: 'data',
  summary: 'answers a read with what it answered before, whatever has been written since',
  example: 'stale-read: { forMs: 30000 }',
  options,
  create: ({ forMs }) => ({
    explain: () =>
      `answers reads with what it answered ${forMs === undefined ? 'first' : `up to ${seconds(forMs)} before`}, whatever has been written since`,
    async meet(call, ask, { memory, nowMs }) {
      if (call.method !== 'GET') return ask(call)
      const kept = memory.get(call.target) as Kept | undefined
      if (kept !== undefined && nowMs() - kept.atMs < (forMs ?? Number.POSITIVE_INFINITY)) {
        // The backend is asked all the same, so that the ledger knows what it would have said.
        const fresh = await ask(call)
        const bytes = await bytesOf(fresh)
        const isStale = fresh.status !== kept.reply.status || !Buffer.from(bytes).equals(kept.bytes)
        return isStale ? { ...kept.reply, body: once(kept.bytes) } : asItCame(fresh, bytes)
      }
      const reply = await ask(call)
      const bytes = await bytesOf(reply)
      memory.set(call.target, { reply, bytes, atMs: nowMs() } satisfies Kept)
      return asItCame(reply, bytes)
    },
  }),
}
