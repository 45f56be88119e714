/** The reply says that it is compressed, and its end is missing. */
import { gzipSync } from 'node:zlib'
import { z } from 'zod'
import { bytesOf, decoded, withBytes } from '../backends/exchange.ts'
import type { FaultKind } from './fault.ts'

const options = z.strictObject({
  share: z
    .number()
    .min(0)
    .max(0.95)
    .default(0.6)
    .describe('How much of the compressed body arrives, 0..0.95. Default 0.6.'),
})

export const brokenGzip: FaultKind<z.output<typeof options>> = {
  kind: 'broken-gzip',
  family: 'transport',
  summary: 'sends a compressed reply whose end is missing',
  example: 'broken-gzip: { share: 0.6 }',
  options,
  create: ({ share }) => ({
    explain: () => 'sends a compressed reply whose end is missing',
    async meet(call, ask) {
      const reply = await ask(call)
      const zipped = gzipSync(decoded(await bytesOf(reply), reply.headers))
      const broken = withBytes(reply, zipped.subarray(0, Math.floor(zipped.length * share)))
      return { ...broken, headers: [...broken.headers, ['content-encoding', 'gzip']] }
    },
  }),
}
