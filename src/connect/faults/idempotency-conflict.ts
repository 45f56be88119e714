/**
 * The first call is carried out and its reply lost; the same call under the same idempotency key is then refused,
 * so that whoever takes the refusal for a failure tells the customer something false.
 */
import { z } from 'zod'
import { bytesOf, headerOf, jsonReply, noReply } from '../backends/exchange.ts'
import type { FaultKind } from './fault.ts'

const options = z.strictObject({
  code: z
    .union([z.literal(409), z.literal(422)])
    .default(409)
    .describe('How the repeat is refused. Default 409.'),
})

export const idempotencyConflict: FaultKind<z.output<typeof options>> = {
  kind: 'idempotency-conflict',
  family: 'write',
  summary: 'carries out the first call, loses its reply, and refuses the repeat under the same key',
  example: 'idempotency-conflict: { code: 409 }',
  options,
  writesOnly: true,
  create: ({ code }) => ({
    explain: () => `carries out the first call, loses its reply, and answers ${code} to the repeat under the same key`,
    async meet(call, ask, { memory }) {
      const key = headerOf(call.headers, 'idempotency-key')
      const isFirst = memory.size === 0
      if (key !== undefined && memory.has(key)) {
        return jsonReply(code, { error: 'idempotency_conflict', message: 'A request with this key is known already.' })
      }
      memory.set(key ?? `call ${memory.size}`, true)
      const reply = await ask(call)
      if (!isFirst) return reply
      await bytesOf(reply)
      return noReply('reset')
    },
  }),
}
