/** The backend says that it will do what it was asked, and never does. */
import { z } from 'zod'
import { isObject, type Json } from '../../conversation/index.ts'
import { jsonIn, jsonReply } from '../backends/exchange.ts'
import type { FaultKind } from './fault.ts'

const options = z.strictObject({
  code: z
    .union([z.literal(200), z.literal(201), z.literal(202)])
    .default(202)
    .describe('The status it accepts with: 202 for later, 200 or 201 as if it were done. Default 202.'),
})

export const acceptThenFail: FaultKind<z.output<typeof options>> = {
  kind: 'accept-then-fail',
  family: 'write',
  summary: 'accepts what it was asked and never does it',
  example: 'accept-then-fail: { code: 202 }',
  options,
  writesOnly: true,
  create: ({ code }) => ({
    explain: () => `answers ${code} and never does what it was asked`,
    async meet({ body, headers }, _, { random }) {
      const asked = body.length === 0 ? {} : jsonIn(body, headers)
      const id = String(100_000 + random.int(900_000))
      const known = isObject(asked) ? asked : {}
      return jsonReply(code, { id, status: code === 202 ? 'accepted' : 'ok', ...known } as Json)
    },
  }),
}
