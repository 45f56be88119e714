/** The server answers late: by a fixed time, or by one drawn. The same words as for HTTP backends. */
import { delay } from '../faults/delay.ts'
import type { McpFaultKind } from './mcp-fault.ts'

type Options = (typeof delay)['options'] extends { _output: infer Output } ? Output : never

export const late: McpFaultKind<Options> = {
  kind: delay.kind,
  family: delay.family,
  summary: delay.summary,
  example: delay.example,
  options: delay.options,
  create: (options) => ({
    explain: () => delay.create(options).explain(),
    async meet(request, ask, { random, sleep }) {
      const ms = 'ms' in options ? options.ms : random.lognormal(options.medianMs, options.spread)
      if (options.before) await sleep(ms)
      const reply = await ask(request)
      if (!options.before) await sleep(ms)
      return reply
    },
  }),
}
