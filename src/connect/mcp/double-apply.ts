/** The server is asked twice where the agent asked once. The same words as for HTTP backends. */
import { doubleApply as overHttp } from '../faults/double-apply.ts'
import type { McpFaultKind } from './mcp-fault.ts'

type Options = (typeof overHttp)['options'] extends { _output: infer Output } ? Output : never

export const doubleApply: McpFaultKind<Options> = {
  kind: overHttp.kind,
  family: overHttp.family,
  summary: overHttp.summary,
  example: overHttp.example,
  options: overHttp.options,
  writesOnly: true,
  create: (options) => ({
    explain: () => overHttp.create(options).explain(),
    async meet(request, ask) {
      const first = await ask(request)
      await ask(request)
      return first
    },
  }),
}
