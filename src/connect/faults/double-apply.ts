/** The backend carries out twice what it was asked once, as a queue does that delivers at least once. */
import { z } from 'zod'
import { bytesOf, once } from '../backends/exchange.ts'
import type { FaultKind } from './fault.ts'

const options = z.strictObject({})

export const doubleApply: FaultKind<z.output<typeof options>> = {
  kind: 'double-apply',
  family: 'write',
  summary: 'carries out twice what it was asked once',
  example: 'double-apply: {}',
  options,
  writesOnly: true,
  create: () => ({
    explain: () => 'carries out twice what it was asked once',
    async meet(call, ask) {
      const first = await ask(call)
      const bytes = await bytesOf(first)
      await bytesOf(await ask(call))
      return { ...first, body: once(bytes) }
    },
  }),
}
