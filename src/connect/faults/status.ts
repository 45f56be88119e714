/** The backend refuses with a status instead of doing what it was asked. */
import { z } from 'zod'
import type { Json } from '../../conversation/index.ts'
import { jsonReply, replyOf } from '../backends/exchange.ts'
import type { FaultKind } from './fault.ts'

const options = z.strictObject({
  code: z.int().min(200).max(599).describe('The status: 500, 401, 404; 200 for a failure that calls itself a success.'),
  body: z.json().optional().describe('What it says, as JSON. Default an error of that status.'),
  html: z.boolean().default(false).describe("Answer with a gateway's HTML page instead of JSON. Default false."),
})

export const status: FaultKind<z.output<typeof options>> = {
  kind: 'status',
  family: 'status',
  summary: 'refuses with a status instead of doing what it was asked',
  example: 'status: { code: 503 }',
  options,
  create: ({ code, body, html }) => ({
    explain: () => `answers ${code}${html ? ' with an HTML page' : ''}${code < 300 ? ' with an error inside' : ''}`,
    async meet() {
      if (html)
        return replyOf(
          code,
          'text/html',
          `<html><head><title>${code}</title></head><body><h1>${code}</h1></body></html>`,
        )
      return jsonReply(
        code,
        (body as Json | undefined) ?? { error: { code, message: 'The request could not be completed.' } },
      )
    },
  }),
}
