/** A verifier that asks the backend itself, over HTTP. It only ever sends GET, or a search by POST. */
import { z } from 'zod'
import type { Json } from '../../conversation/index.ts'
import { Problem, reasonOf } from '../../problem.ts'
import { type Selector, selector } from '../select.ts'
import { fill, fillAddress } from '../template.ts'
import { recordSettings, recordsOf, settleSettings } from './records.ts'
import type { VerifierKind } from './verifier.ts'
import { VerifierFailure } from './verifier.ts'

const settings = z.strictObject({
  url: z
    .string()
    .describe('Address of the records, for example {{start.backend}}/patients/{{prepare.patient}}/appointments.'),
  method: z.enum(['GET', 'POST']).default('GET').describe('POST only for searches that change nothing.'),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.json().optional().describe('Sent as JSON with POST.'),
  records: z.string().default('$[*]').describe('Selector of the records in the answer.'),
  ...recordSettings,
  timeoutMs: z.number().int().positive().default(10_000),
  settle: settleSettings,
})

export const httpVerifier: VerifierKind<z.infer<typeof settings>> = {
  kind: 'http',
  settings,
  create(id, options) {
    const { url, method, headers, body, records, timeoutMs, settle } = options
    const select = selector(records)
    return {
      id,
      settle,
      explain: () => `${method} ${url}, records at ${records}`,
      close: async () => {},
      async read(values, signal) {
        const address = fillAddress(url, values)
        const answer = await ask(id, address, {
          method,
          headers: {
            accept: 'application/json',
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...(fill(headers, values) as Record<string, string>),
          },
          ...(body !== undefined && { body: JSON.stringify(fill(body as Json, values)) }),
          signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        })
        return recordsOf(id, found(id, select, answer), options)
      },
    }
  },
}

/** @throws Problem that names the verifier, since a project has several */
function found(id: string, select: Selector, answer: Json): readonly Json[] {
  try {
    return select.need(answer)
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown
    const { code, message, hint } = thrown
    throw new Problem({
      code,
      message: `Verifier ${id}: ${message}`,
      hint: `Correct its "records". ${hint}`,
      cause: thrown,
    })
  }
}

async function ask(id: string, address: string, request: RequestInit): Promise<Json> {
  try {
    const response = await fetch(address, request)
    const text = await response.text()
    if (!response.ok) throw new Error(`status ${response.status}: ${text.slice(0, 200)}`)
    return JSON.parse(text) as Json
  } catch (thrown) {
    const cause = thrown instanceof Error && thrown.cause !== undefined ? `: ${reasonOf(thrown.cause)}` : ''
    throw new VerifierFailure(id, `${request.method} ${address}: ${reasonOf(thrown)}${cause}`, thrown)
  }
}
