/**
 * What WhatsApp, Messenger and Instagram have in common: signed JSON, the challenge by which a webhook is verified, and
 * how the Graph API asks who calls and says no.
 *
 * @see https://developers.facebook.com/docs/graph-api/webhooks/getting-started
 * @see https://developers.facebook.com/docs/graph-api/guides/error-handling
 */
import { z } from 'zod'
import type { Json } from '../../conversation/index.ts'
import type { ApiAnswer, ApiCall, Delivery, Handshake, Moment, Retries } from './provider.ts'
import { metaSignature } from './signatures.ts'
import { digitsOf } from './signing.ts'

export const metaSettings = {
  webhook: z.string().describe("The agent's webhook: http://127.0.0.1:3000/webhook."),
  appSecret: z.string().default('simulated-app-secret').describe('Signs what is delivered to the webhook.'),
  verifyToken: z
    .string()
    .default('simulated-verify-token')
    .describe('What the webhook is asked for before the first message.'),
}

export interface MetaSettings {
  readonly webhook: string
  readonly appSecret: string
  readonly verifyToken: string
}

/** At once, and then less and less often; Meta says no times. */
export const metaRetries: Retries = { waitsMs: [0, 60_000, 600_000] }

/** Signed as Meta does: over the bytes that are sent, in which every letter beyond ASCII is escaped. */
export function signedJson(body: Json, { webhook, appSecret }: MetaSettings): Delivery {
  const text = JSON.stringify(body)
    .replaceAll('/', '\\/')
    .replace(/[\u007f-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return {
    url: webhook,
    headers: {
      'content-type': 'application/json',
      'x-hub-signature-256': metaSignature(appSecret, text),
      'user-agent': 'facebookexternalua',
    },
    body: text,
  }
}

/** A GET with a challenge, which the webhook says after it when it knows the token. */
export function metaHandshake({ webhook, verifyToken }: MetaSettings, moment: Moment): Handshake {
  const challenge = digitsOf(moment.id('challenge'), 10)
  const url = new URL(webhook)
  url.searchParams.set('hub.mode', 'subscribe')
  url.searchParams.set('hub.challenge', challenge)
  url.searchParams.set('hub.verify_token', verifyToken)
  return {
    delivery: { url: url.href, method: 'GET', headers: { 'user-agent': 'facebookplatform/1.0' }, body: '' },
    isPassed: (text) => text.trim() === challenge,
  }
}

/** The account and what is asked of it: `/v21.0/1055/messages` gives `['1055', 'messages']`. */
export function placeOf({ path }: ApiCall): readonly string[] {
  return path.split('/').filter((piece) => piece !== '' && !/^v\d+\.\d+$/.test(piece))
}

export function tokenOf({ headers, query }: ApiCall): string | undefined {
  return /^(?:Bearer|OAuth) (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? query.get('access_token') ?? undefined
}

interface Refusal {
  readonly status?: number
  readonly code: number
  readonly message: string
  readonly type?: string
  readonly more?: Readonly<Record<string, Json>>
}

export function refusedByMeta(
  { status = 400, code, message, type = 'OAuthException', more }: Refusal,
  moment: Moment,
): ApiAnswer {
  const fbtrace_id = `A${moment.id('trace').slice(0, 22)}`
  return { status, body: { error: { message, type, code, ...more, fbtrace_id } } }
}

export function strangerToMeta(status: number, moment: Moment): ApiAnswer {
  const message = 'Invalid OAuth access token - Cannot parse access token'
  return { ...refusedByMeta({ status, code: 190, message }, moment), unknown: true }
}

export function nothingThere({ method, path }: ApiCall, moment: Moment): ApiAnswer {
  const message = `Unsupported ${method.toLowerCase()} request. Object with ID '${path}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`
  const refusal = { code: 100, type: 'GraphMethodException', message, more: { error_subcode: 33 } }
  return { ...refusedByMeta(refusal, moment), unknown: true }
}
