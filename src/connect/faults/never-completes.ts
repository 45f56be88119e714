/** The backend takes the work, gives a place to ask for it, and answers there "pending" for ever. */
import { z } from 'zod'
import { jsonReply, pathOf } from '../backends/exchange.ts'
import type { FaultKind } from './fault.ts'

const options = z.strictObject({})
const operations = '/fieldproof-operations/'

export const neverCompletes: FaultKind<z.output<typeof options>> = {
  kind: 'never-completes',
  family: 'write',
  summary: 'answers 202 with a place to ask for the outcome, which stays pending for ever',
  example: 'never-completes: {}',
  options,
  create: () => ({
    explain: () => 'answers 202 and the work stays pending for ever',
    owns: (path) => path.startsWith(operations),
    async meet(call, ask, { nth }) {
      if (pathOf(call).startsWith(operations)) return jsonReply(200, { status: 'pending' })
      // Reading goes on as before; only the work is taken and never done.
      if (/^(?:GET|HEAD|OPTIONS)$/.test(call.method)) return ask(call)
      const place = `${operations}${nth}`
      return jsonReply(202, { status: 'pending', operation: place }, [['location', place]])
    },
  }),
}
