/**
 * Twilio: SMS and WhatsApp by its messaging webhook, answered by TwiML or by the REST API.
 *
 * @see https://www.twilio.com/docs/messaging/guides/webhook-request
 * @see https://www.twilio.com/docs/usage/security (signatures)
 */
import { z } from 'zod'
import type { Json } from '../../conversation/index.ts'
import type { ApiAnswer, ApiCall, Delivery, Moment, Provider } from './provider.ts'
import { twilioSignature } from './signatures.ts'
import { phoneOf } from './signing.ts'
import { twimlTexts } from './twiml.ts'

const settings = z.strictObject({
  webhook: z.string().describe("The agent's messaging webhook: http://127.0.0.1:3000/sms."),
  signedUrl: z
    .string()
    .optional()
    .describe('The address that is signed, where the agent believes to be reached at another. Default the webhook.'),
  number: z.string().default('+15005550006').describe("The agent's number. Default Twilio's test number."),
  carries: z.enum(['sms', 'whatsapp']).default('sms').describe('Default sms.'),
  accountSid: z
    .string()
    .regex(/^AC[0-9a-f]{32}$/)
    .default(`AC${'0'.repeat(32)}`)
    .describe('The account; the agent is given it as TWILIO_ACCOUNT_SID. Default one that does not exist.'),
  authToken: z
    .string()
    .default('simulated-token')
    .describe('Signs the webhook and opens the API; the agent is given it as TWILIO_AUTH_TOKEN.'),
})

type Settings = z.output<typeof settings>

/** Longest body that the API takes, in characters. */
const longest = 1600

export const twilio: Provider<Settings> = {
  kind: 'twilio',
  summary: 'An agent behind a Twilio number, for SMS or WhatsApp.',
  example: `twilio: { webhook: 'http://127.0.0.1:3000/sms' }`,
  settings,
  hosts: ['api.twilio.com'],
  patienceMs: 15_000,
  retries: { waitsMs: [] },
  env: ({ accountSid, authToken, number }) => ({
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_PHONE_NUMBER: number,
  }),
  addressOf: phoneOf,
  plain: (address) => address.replace(/^whatsapp:|[^\d+]/g, ''),

  deliver([message], given, moment) {
    const { text = '', from = '' } = message ?? {}
    const id = `SM${message?.id ?? ''}`
    return signed(given.signedUrl ?? given.webhook, given.webhook, given.authToken, {
      MessageSid: id,
      SmsMessageSid: id,
      SmsSid: id,
      AccountSid: given.accountSid,
      From: addressed(from, given),
      To: addressed(given.number, given),
      Body: text,
      NumMedia: '0',
      NumSegments: '1',
      SmsStatus: 'received',
      ApiVersion: '2010-04-01',
      ...(given.carries === 'whatsapp' && { WaId: from.replace('+', ''), ProfileName: 'Customer' }),
      ...(given.carries === 'sms' && { FromCountry: 'US', ToCountry: 'US', OptOutType: '' }),
      _: moment.id('delivery'),
    })
  },

  answered(text, contentType, to, moment) {
    if (!/xml/i.test(contentType)) return []
    return twimlTexts(text).map((body, index) => ({ to, text: body, id: `SM${moment.id(`twiml ${index}`)}` }))
  },

  tooMany: () => refused(429, 20_429, 'Too Many Requests'),

  api(call, given, moment) {
    const [account, rest] = /^\/2010-04-01\/Accounts\/([^/]+)\/(.*)$/.exec(call.path)?.slice(1) ?? []
    if (!isKnown(call, given)) return { ...refused(401, 20_003, 'Authenticate'), unknown: true }
    if (account !== given.accountSid || rest !== 'Messages.json' || call.method !== 'POST')
      return { ...refused(404, 20_404, `The requested resource ${call.path} was not found`), unknown: true }
    return sent(new URLSearchParams(call.body), given, moment)
  },
}

function sent(form: URLSearchParams, given: Settings, moment: Moment): ApiAnswer {
  const to = form.get('To') ?? ''
  const text = form.get('Body') ?? ''
  const from = form.get('From') ?? addressed(given.number, given)
  if (to === '') return refused(400, 21_604, "A 'To' phone number is required.")
  if (!form.has('From') && !form.has('MessagingServiceSid'))
    return refused(400, 21_603, "A 'From' phone number is required.")
  if (!/^(?:whatsapp:)?\+\d{7,15}$/.test(to)) return refused(400, 21_211, `The 'To' number ${to} is not valid.`)
  const refusedTo = bare(to)
  if (isWhatsApp(from) !== isWhatsApp(to)) {
    const message = 'Invalid From and To pair. From and To should be of the same channel'
    return { ...refused(400, 21_910, message), refusedTo, unknown: true }
  }
  if (!isOurs(from, given)) return { ...noSender(from, given), refusedTo, unknown: true }
  if (text === '' && !form.has('MediaUrl')) return { ...refused(400, 21_602, 'Message body is required.'), refusedTo }
  if ([...text].length > longest) {
    const message = `The concatenated message body exceeds the ${longest} character limit.`
    return { ...refused(400, 21_617, message), refusedTo }
  }
  const id = `SM${moment.id('message')}`
  const callback = form.get('StatusCallback')
  const reached = callback === null ? undefined : reachable(callback, given)
  const status = (word: string, error: Readonly<Record<string, string>> = {}) =>
    signed(callback ?? '', reached ?? '', given.authToken, {
      MessageSid: id,
      SmsSid: id,
      AccountSid: given.accountSid,
      From: from,
      To: to,
      MessageStatus: word,
      SmsStatus: word,
      ApiVersion: '2010-04-01',
      ...error,
    })
  return {
    status: 201,
    body: {
      sid: id,
      account_sid: given.accountSid,
      api_version: '2010-04-01',
      body: text,
      from,
      to,
      status: 'queued',
      direction: 'outbound-api',
      num_segments: '1',
      num_media: '0',
      price: null,
      price_unit: 'USD',
      error_code: null,
      error_message: null,
      date_created: new Date(moment.nowMs).toUTCString(),
      date_updated: new Date(moment.nowMs).toUTCString(),
      date_sent: null,
      messaging_service_sid: form.get('MessagingServiceSid'),
      subresource_uris: { media: `/2010-04-01/Accounts/${given.accountSid}/Messages/${id}/Media.json` },
      uri: `/2010-04-01/Accounts/${given.accountSid}/Messages/${id}.json`,
    },
    sent: [{ to: bare(to), text, id }],
    ...(reached !== undefined && {
      afterwards: [status('sent'), status('delivered')],
      // Unreachable destination handset.
      lost: [status('sent'), status('undelivered', { ErrorCode: '30003' })],
    }),
  }
}

/** Whether this sender is the one that the settings describe, so that an account can have two. */
function isOurs(from: string, { number, carries }: Settings): boolean {
  return bare(from) === number && isWhatsApp(from) === (carries === 'whatsapp')
}

function noSender(from: string, { carries }: Settings): ApiAnswer {
  return carries === 'whatsapp'
    ? refused(400, 63_007, 'Twilio could not find a Channel with the specified From address')
    : refused(400, 21_606, `The 'From' phone number ${from} is not a valid message-capable Twilio phone number.`)
}

/**
 * Where a status callback is delivered: on this machine, or at the webhook's own server where the agent believes to be
 * reached at another address. Nowhere else.
 */
function reachable(callback: string, { webhook, signedUrl }: Settings): string | undefined {
  try {
    const url = new URL(callback)
    if (url.origin === new URL(webhook).origin) return callback
    if (signedUrl === undefined || url.origin !== new URL(signedUrl).origin) return undefined
    return new URL(url.pathname + url.search, webhook).href
  } catch {
    return undefined
  }
}

const isWhatsApp = (address: string) => address.startsWith('whatsapp:')
const bare = (address: string) => address.replace('whatsapp:', '')

/** A form with the signature that Twilio makes of the address and the sorted fields. */
function signed(address: string, url: string, token: string, fields: Readonly<Record<string, string>>): Delivery {
  const kept = Object.entries(fields).filter(([name]) => name !== '_')
  return {
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      'x-twilio-signature': twilioSignature(token, address, Object.fromEntries(kept)),
      'i-twilio-idempotency-token': fields._ ?? fields.MessageSid ?? '',
      'user-agent': 'TwilioProxy/1.1',
    },
    body: new URLSearchParams(kept).toString(),
  }
}

const addressed = (number: string, { carries }: Settings) => (carries === 'whatsapp' ? `whatsapp:${number}` : number)

function isKnown({ headers }: ApiCall, { accountSid, authToken }: Settings): boolean {
  const given = /^Basic (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? ''
  return Buffer.from(given, 'base64').toString('utf8') === `${accountSid}:${authToken}`
}

function refused(status: number, code: number, message: string): ApiAnswer {
  const body: Json = { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }
  return { status, body }
}
