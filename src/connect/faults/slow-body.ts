/** Status and headers come at once, the body late: whoever measures time to the first byte sees nothing. */
import { z } from 'zod'
import { seconds } from './delay.ts'
import type { FaultContext, FaultKind } from './fault.ts'

const options = z.strictObject({ ms: z.number().min(0).describe('Milliseconds between headers and body.') })

export const slowBody: FaultKind<z.output<typeof options>> = {
  kind: 'slow-body',
  family: 'time',
  summary: 'sends status and headers at once and the body late',
  example: 'slow-body: { ms: 5000 }',
  options,
  create: ({ ms }) => ({
    explain: () => `sends its status at once and its body ${seconds(ms)} later`,
    async meet(call, ask, context) {
      const reply = await ask(call)
      return { ...reply, headFirst: true, body: later(reply.body, ms, context) }
    },
  }),
}

async function* later(body: AsyncIterable<Uint8Array>, ms: number, { sleep }: FaultContext): AsyncIterable<Uint8Array> {
  await sleep(ms)
  yield* body
}
