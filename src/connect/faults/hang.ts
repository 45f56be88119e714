/** The backend is asked and never answers; the agent waits until it gives up. */
import { z } from 'zod'
import { bytesOf, noReply } from '../backends/exchange.ts'
import type { FaultKind } from './fault.ts'

const options = z.strictObject({
  asked: z
    .boolean()
    .default(false)
    .describe('Whether the backend gets to see the call, and may carry it out. Default false.'),
})

export const hang: FaultKind<z.output<typeof options>> = {
  kind: 'hang',
  family: 'time',
  summary: 'never answers',
  example: 'hang: {}',
  options,
  create: ({ asked }) => ({
    explain: () => (asked ? 'carries out what it was asked and never answers' : 'never answers'),
    async meet(call, ask) {
      if (asked) await bytesOf(await ask(call))
      return noReply('hang')
    },
  }),
}
