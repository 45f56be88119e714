/** The backend refuses with a status instead of doing what it was asked. */
import { z } from 'zod'
import type { Json } from '../../conversation/index.ts'
import { type Headers, jsonReply, replyOf } from '../backends/exchange.ts'
import type { FaultKind } from './fault.ts'

const options = z.strictObject({
  code: z
    .int()
    .min(200)
    .max(599)
    .describe(
      'The status: 400, 401, 403, 404, 409, 422, 500, 502, 503, 504; 200 for a failure that calls itself a success.',
    ),
  body: z.json().optional().describe('What it says, as JSON. Default an error as such backends word it.'),
  html: z.boolean().default(false).describe("Answer with a gateway's HTML page instead of JSON. Default false."),
  retryAfter: z.int().min(0).optional().describe('Seconds to wait, in a Retry-After header.'),
})

/** What backends say with each status. */
const usual: Readonly<Record<number, Json>> = {
  200: { success: false, error: { code: 'internal_error', message: 'The request could not be completed.' } },
  400: { error: 'bad_request', message: 'The request could not be read.' },
  401: { error: 'invalid_token', message: 'The access token has expired.' },
  403: { error: 'forbidden', message: 'This account may not do that.' },
  404: { error: 'not_found', message: 'There is no such record.' },
  409: { error: 'conflict', message: 'The record was changed meanwhile.' },
  422: { error: 'unprocessable', message: 'A field has a value that is not allowed.' },
  500: { error: 'internal_error', message: 'Something went wrong on our side.' },
  502: { error: 'bad_gateway', message: 'An upstream service gave no valid answer.' },
  503: { error: 'unavailable', message: 'The service is down for maintenance.' },
  504: { error: 'timeout', message: 'An upstream service did not answer in time.' },
}

export const status: FaultKind<z.output<typeof options>> = {
  kind: 'status',
  family: 'status',
  summary: 'refuses with a status instead of doing what it was asked',
  example: 'status: { code: 503, retryAfter: 2 }',
  options,
  create: ({ code, body, html, retryAfter }) => ({
    explain: () =>
      `answers ${code}${html ? ' with an HTML page' : ''}${code < 300 ? ' with an error inside' : ''} and does nothing${retryAfter === undefined ? '' : `, asking to wait ${retryAfter} s`}`,
    async meet() {
      const headers: Headers = [
        ...(code === 401 ? [['www-authenticate', 'Bearer error="invalid_token"'] as const] : []),
        ...(retryAfter === undefined ? [] : [['retry-after', String(retryAfter)] as const]),
      ]
      if (html) return replyOf(code, 'text/html', page(code), headers)
      const said = (body as Json | undefined) ?? usual[code] ?? { error: code, message: 'The request failed.' }
      return jsonReply(code, said, headers)
    },
  }),
}

const page = (code: number) =>
  `<html>\r\n<head><title>${code} Error</title></head>\r\n<body>\r\n<center><h1>${code} Error</h1></center>\r\n<hr><center>gateway</center>\r\n</body>\r\n</html>\r\n`
