/**
 * Alerts to any address, signed.
 *
 * `fieldproof-signature: t=<seconds since 1970>,v1=<hex>`, where the hex is the HMAC-SHA256 of `<t>.<body>` under the
 * shared secret. A receiver that also refuses old times cannot be fooled by a recorded one; `fieldproof-delivery` is the
 * same for each try, so that a repeat is known.
 */
import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { type AlertKind, NotDelivered } from './alert-kind.ts'
import { post } from './posting.ts'
import { subjectOf } from './wording.ts'

const settings = z.strictObject({
  url: z.string().min(1).describe('Where notices are posted as JSON.'),
  secret: z
    .string()
    .min(1)
    .describe("What notices are signed with, at least 16 characters, such as '{{env.ALERT_SECRET}}'."),
})

const shortestSecret = 16

export const webhook: AlertKind<z.infer<typeof settings>> = {
  kind: 'webhook',
  settings,
  knowsRepeats: true,
  explain: ({ url }) => (URL.canParse(url) ? `a webhook of ${new URL(url).host}` : 'a webhook'),
  async send({ url, secret }, notice, outside) {
    if (secret.length < shortestSecret) {
      throw new NotDelivered(`the secret of the webhook is shorter than ${shortestSecret} characters`, {
        forGood: true,
      })
    }
    const { id, project, told } = notice
    const body = JSON.stringify({ id, project, summary: subjectOf(notice), alarms: told })
    const headers = { 'fieldproof-delivery': id, 'fieldproof-signature': signature(body, secret, outside.now()) }
    await post({ url, body, headers }, outside)
  },
}

/** @param nowMs milliseconds since 1970 */
function signature(body: string, secret: string, nowMs: number): string {
  const seconds = Math.floor(nowMs / 1000)
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`
}
