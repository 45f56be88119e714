/**
 * The signatures of providers: what each puts in a head of what it delivers. Both sides use them: who stands in for a
 * provider signs with them, and who is sent copies of a provider's deliveries verifies with them.
 */
import { createHash, type KeyObject, sign, timingSafeEqual, verify } from 'node:crypto'
import { hmac } from './signing.ts'

/**
 * `X-Twilio-Signature`: of the address that Twilio called and the fields of the form, by name.
 *
 * @param address as Twilio knows it, query included
 * @see https://www.twilio.com/docs/usage/security
 */
export function twilioSignature(token: string, address: string, fields: Readonly<Record<string, string>>): string {
  const inOrder = Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return hmac('sha1', token, address + inOrder.map(([name, value]) => name + value).join(''), 'base64')
}

/**
 * The address by which Twilio signs a delivery that is no form: the body's hash stands in it, and there are no fields.
 *
 * @param address as it is set at Twilio
 */
export function twilioJsonAddress(address: string, body: string | Buffer): string {
  const hash = createHash('sha256').update(body).digest('hex')
  return `${address}${address.includes('?') ? '&' : '?'}bodySHA256=${hash}`
}

/**
 * The head that HighLevel signs with, and its signature of the bytes of the body: by an Ed25519 key that only HighLevel has.
 *
 * @see https://marketplace.gohighlevel.com/docs/webhook/WebhookIntegrationGuide
 */
export function highLevelSignature(privateKey: KeyObject, body: string | Buffer): Readonly<Record<string, string>> {
  return { 'x-ghl-signature': sign(null, Buffer.from(body), privateKey).toString('base64') }
}

/** Whether HighLevel signed it, with this key or, in the older head, with an RSA one. */
export function isHighLevelSigned(
  headers: Readonly<Record<string, string | undefined>>,
  body: Buffer,
  publicKey: KeyObject,
): boolean {
  const [name, hash] = publicKey.asymmetricKeyType === 'rsa' ? ['x-wh-signature', 'sha256'] : ['x-ghl-signature', null]
  const given = headers[name]
  return given !== undefined && verify(hash, body, publicKey, Buffer.from(given, 'base64'))
}

/**
 * `X-Hub-Signature-256` of WhatsApp, Messenger and Instagram: of the bytes of the body.
 *
 * @see https://developers.facebook.com/docs/graph-api/webhooks/getting-started
 */
export function metaSignature(appSecret: string, body: string | Buffer): string {
  return `sha256=${hmac('sha256', appSecret, body, 'hex')}`
}

/**
 * `X-Slack-Signature`: of the bytes of the body and of when they were signed.
 *
 * @param timestamp seconds since 1970, as in `X-Slack-Request-Timestamp`
 * @see https://api.slack.com/authentication/verifying-requests-from-slack
 */
export function slackSignature(signingSecret: string, timestamp: string, body: string | Buffer): string {
  const signed = Buffer.concat([Buffer.from(`v0:${timestamp}:`), Buffer.from(body)])
  return `v0=${hmac('sha256', signingSecret, signed, 'hex')}`
}

/** Whether a signature is the right one; how long that takes tells nothing of where they differ. */
export function isSignature(given: string | undefined, right: string): boolean {
  const [a, b] = [Buffer.from(given ?? ''), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
