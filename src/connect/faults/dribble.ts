/** The body comes a few bytes at a time, so that no read ever waits long and the whole never seems to end. */
import { z } from 'zod'
import type { FaultContext, FaultKind } from './fault.ts'

const options = z.strictObject({
  bytes: z.int().min(1).default(16).describe('Bytes at a time. Default 16.'),
  everyMs: z.number().min(0).default(100).describe('Milliseconds between them. Default 100.'),
})

export const dribble: FaultKind<z.output<typeof options>> = {
  kind: 'dribble',
  family: 'time',
  summary: 'sends its reply a few bytes at a time',
  example: 'dribble: { bytes: 16, everyMs: 100 }',
  options,
  create: ({ bytes, everyMs }) => ({
    explain: () => `sends its reply ${bytes} bytes at a time, one piece every ${everyMs} ms`,
    async meet(call, ask, context) {
      const reply = await ask(call)
      return { ...reply, body: inPieces(reply.body, bytes, everyMs, context) }
    },
  }),
}

async function* inPieces(
  body: AsyncIterable<Uint8Array>,
  bytes: number,
  everyMs: number,
  { sleep, gone }: FaultContext,
): AsyncIterable<Uint8Array> {
  for await (const piece of body) {
    for (let from = 0; from < piece.length && !gone.aborted; from += bytes) {
      yield piece.subarray(from, from + bytes)
      await sleep(everyMs)
    }
  }
}
