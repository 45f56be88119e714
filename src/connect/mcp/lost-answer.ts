/** The server does what it was asked, and its response never arrives. The same words as for HTTP backends. */
import { lostReply } from '../faults/lost-reply.ts'
import type { McpFaultKind } from './mcp-fault.ts'

type Options = (typeof lostReply)['options'] extends { _output: infer Output } ? Output : never

export const lostAnswer: McpFaultKind<Options> = {
  kind: lostReply.kind,
  family: lostReply.family,
  summary: lostReply.summary,
  example: 'lost-reply: { by: hang }',
  options: lostReply.options,
  writesOnly: true,
  create: (options) => ({
    explain: () => lostReply.create(options).explain(),
    async meet(request, ask) {
      await ask(request)
      return { none: options.by === 'hang' ? 'silence' : 'closed' }
    },
  }),
}
