/**
 * The backend does what it was asked, and its reply never arrives: commit, then lose the reply.
 *
 * The agent cannot know whether it was done. One that tries again does it twice; one that says it failed is wrong.
 */
import { z } from 'zod'
import { bytesOf, noReply } from '../backends/exchange.ts'
import type { FaultKind } from './fault.ts'

const options = z.strictObject({
  by: z
    .enum(['reset', 'close', 'hang'])
    .default('reset')
    .describe('How the reply is lost: the connection is reset, closed, or never answered. Default reset.'),
})

const ways = { reset: 'the connection is reset', close: 'the connection is closed', hang: 'no answer ever comes' }

export const lostReply: FaultKind<z.output<typeof options>> = {
  kind: 'lost-reply',
  family: 'write',
  summary: 'carries out what it was asked and loses the reply',
  example: 'lost-reply: { by: reset }',
  options,
  writesOnly: true,
  create: ({ by }) => ({
    explain: () => `carries out what it was asked and its reply is lost (${ways[by]})`,
    async meet(call, ask) {
      await bytesOf(await ask(call))
      return noReply(by)
    },
  }),
}
