/** The length that the headers promise is not the length of the body. */
import { z } from 'zod'
import { bytesOf, once, withHeader } from '../backends/exchange.ts'
import type { FaultKind } from './fault.ts'

const options = z.strictObject({
  by: z
    .int()
    .refine((by) => by !== 0, 'Must not be 0.')
    .default(10)
    .describe('How many bytes more (or, negative, fewer) the header promises than there are. Default 10.'),
})

export const wrongLength: FaultKind<z.output<typeof options>> = {
  kind: 'wrong-length',
  family: 'transport',
  summary: 'promises another length in its headers than its body has',
  example: 'wrong-length: { by: 10 }',
  options,
  create: ({ by }) => ({
    explain: () => `promises ${Math.abs(by)} bytes ${by > 0 ? 'more' : 'fewer'} than it sends`,
    async meet(call, ask) {
      const reply = await ask(call)
      const bytes = await bytesOf(reply)
      const bare = withHeader(reply.headers, 'transfer-encoding', undefined)
      const headers = withHeader(bare, 'content-length', String(Math.max(0, bytes.length + by)))
      // Nothing can follow on a connection whose framing is wrong.
      return { ...reply, headers, body: once(bytes), ending: 'close' }
    },
  }),
}
