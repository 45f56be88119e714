/**
 * The backend answers 429, says how long to wait, and means it: until then every call that the rule meets is refused.
 *
 * The time is said in seconds, as a date, or not at all. A backend that punishes impatience starts the wait anew.
 */
import { z } from 'zod'
import { type Headers, jsonReply } from '../backends/exchange.ts'
import { seconds } from './delay.ts'
import type { FaultKind } from './fault.ts'

const options = z.strictObject({
  waitMs: z.number().positive().default(2000).describe('How long it refuses, in milliseconds. Default 2000.'),
  says: z
    .enum(['seconds', 'date', 'nothing'])
    .default('seconds')
    .describe('How Retry-After tells the wait. Seconds are rounded up. Default seconds.'),
  penalty: z
    .boolean()
    .default(false)
    .describe('Whether a call that comes too early starts the wait anew. Default false.'),
})

const words = { seconds: ' in seconds', date: ' as a date', nothing: '' }

export const rateLimit: FaultKind<z.output<typeof options>> = {
  kind: 'rate-limit',
  family: 'status',
  summary: 'answers 429 until the wait that it asks for is over',
  example: 'rate-limit: { waitMs: 2000, says: seconds }',
  options,
  create: ({ waitMs, says, penalty }) => ({
    explain: () =>
      `answers 429 for ${seconds(waitMs)}${says === 'nothing' ? ' without saying for how long' : `, said in Retry-After${words[says]}`}${penalty ? ', and starts anew when asked too early' : ''}`,
    async meet(call, ask, { nowMs, date, memory }) {
      const now = nowMs()
      const known = memory.get('until') as number | undefined
      if (known !== undefined && now >= known) return ask(call)
      const until = known === undefined || penalty ? now + waitMs : known
      memory.set('until', until)
      const leftMs = until - now
      const said: Headers =
        says === 'nothing'
          ? []
          : [['retry-after', says === 'seconds' ? String(Math.ceil(leftMs / 1000)) : httpDate(date(), leftMs)]]
      return jsonReply(429, { error: 'rate_limited', message: 'Too many requests.' }, said)
    },
  }),
}

/** HTTP dates have whole seconds; the next one, so that nobody who waits for it comes too early. */
function httpDate(now: Date, leftMs: number): string {
  return new Date(Math.ceil((now.getTime() + leftMs) / 1000) * 1000).toUTCString()
}
