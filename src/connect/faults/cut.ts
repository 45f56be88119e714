/** The connection is closed in an orderly way where it should go on: before the reply, or in the middle of its body. */
import { z } from 'zod'
import { bytesOf, noReply, once, withBytes } from '../backends/exchange.ts'
import type { FaultKind } from './fault.ts'

const options = z.strictObject({
  share: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('How much of the body arrives, a fraction 0..1; 0 closes before anything is sent. Default 0.5.'),
})

export const cut: FaultKind<z.output<typeof options>> = {
  kind: 'cut',
  family: 'transport',
  summary: 'closes the connection in the middle of its reply, or before it (half-close)',
  example: 'cut: { share: 0.5 }',
  options,
  create: ({ share }) => ({
    explain: () =>
      share === 0
        ? 'closes the connection without a word'
        : `closes the connection after ${Math.round(share * 100)} % of its reply`,
    async meet(call, ask) {
      const reply = await ask(call)
      const bytes = await bytesOf(reply)
      if (share === 0) return noReply('close')
      const kept = bytes.subarray(0, Math.floor(bytes.length * share))
      const whole = withBytes(reply, bytes)
      // The length is still that of the whole, so that the reader knows that something is missing.
      return { ...whole, headers: keepEncoding(reply.headers, whole.headers), body: once(kept), ending: 'close' }
    },
  }),
}

function keepEncoding(
  before: readonly (readonly [string, string])[],
  after: readonly (readonly [string, string])[],
): readonly (readonly [string, string])[] {
  return [...after, ...before.filter(([name]) => name.toLowerCase() === 'content-encoding')]
}
