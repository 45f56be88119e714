/**
 * The connection is reset: before anything is asked, instead of the reply, or in the middle of its body.
 *
 * `refused` is as near to a refused connection as anything can come that has accepted one already.
 */
import { z } from 'zod'
import { bytesOf, noReply, type Reply } from '../backends/exchange.ts'
import type { FaultKind } from './fault.ts'

const options = z.strictObject({
  when: z
    .enum(['refused', 'reply', 'body'])
    .default('refused')
    .describe(
      'refused: before the backend is asked. reply: the backend is asked, and nothing of its reply arrives. body: after the first bytes of the body. Default refused.',
    ),
  afterBytes: z.int().min(0).default(20).describe('With `body`: how much of the body arrives first. Default 20.'),
})

export const reset: FaultKind<z.output<typeof options>> = {
  kind: 'reset',
  family: 'transport',
  summary: 'resets the connection: refused, instead of a reply, or in the middle of one',
  example: 'reset: { when: body, afterBytes: 20 }',
  options,
  create: ({ when, afterBytes }) => ({
    explain: () =>
      ({
        refused: 'refuses the connection',
        reply: 'resets the connection instead of replying',
        body: `resets the connection after ${afterBytes} bytes of its reply`,
      })[when],
    async meet(call, ask) {
      if (when === 'refused') return noReply('reset')
      const reply = await ask(call)
      if (when === 'body') return { ...reply, body: firstOf(reply.body, afterBytes), ending: 'reset' }
      await bytesOf(reply)
      return noReply('reset')
    },
  }),
}

/** The first bytes of a body; the rest is read and dropped, so that the backend is not left hanging. */
async function* firstOf(body: Reply['body'], bytes: number): AsyncIterable<Uint8Array> {
  let left = bytes
  for await (const piece of body) {
    if (left > 0) yield piece.subarray(0, left)
    left -= piece.length
  }
}
