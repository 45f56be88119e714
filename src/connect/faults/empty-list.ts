/** An empty list comes where it was said that there is nothing: a failure that now looks like a success. */
import { z } from 'zod'
import { bytesOf, jsonReply } from '../backends/exchange.ts'
import type { FaultKind } from './fault.ts'

const options = z.strictObject({})

export const emptyList: FaultKind<z.output<typeof options>> = {
  kind: 'empty-list',
  family: 'drift',
  summary: 'answers an empty list where it answered 404',
  example: 'empty-list: {}',
  options,
  applicable: ({ method, status }) =>
    method === 'GET' && status === 404 ? [{ path: '$', settings: { 'empty-list': {} } }] : [],
  create: () => ({
    explain: () => 'answers an empty list where it answered 404',
    async meet(call, ask) {
      const reply = await ask(call)
      if (reply.status !== 404 || call.method !== 'GET') return reply
      await bytesOf(reply)
      return jsonReply(200, [])
    },
  }),
}
