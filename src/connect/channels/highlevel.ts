/**
 * HighLevel: what customers write on any of its channels comes as an InboundMessage, and the conversations API answers.
 *
 * HighLevel signs with a key that only it has, so the agent has to be given another public key to verify with.
 *
 * @see https://marketplace.gohighlevel.com/docs/webhook/InboundMessage
 * @see https://highlevel.stoplight.io/docs/integrations (conversations, contacts)
 */
import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import type { Json } from '../../conversation/index.ts'
import { Problem } from '../../problem.ts'
import type { ApiAnswer, ApiCall, Delivery, Incoming, Moment, Provider } from './provider.ts'
import { type Fields, sentFields, textIn } from './sent-fields.ts'
import { highLevelSignature } from './signatures.ts'
import { digitsOf, phoneOf } from './signing.ts'

const types = ['SMS', 'Email', 'WhatsApp', 'IG', 'FB', 'Custom', 'Live_Chat'] as const

const settings = z.strictObject({
  webhook: z.string().describe("The agent's webhook: http://127.0.0.1:3000/highlevel."),
  locationId: z.string().default('simulatedLocation001').describe('The sub-account. Default one that does not exist.'),
  accessToken: z.string().default('pit-simulated').describe('Opens the API.'),
  carries: z.enum(types).default('SMS').describe('The channel that customers write on. Default SMS.'),
  echoes: z
    .boolean()
    .default(false)
    .describe("Whether the agent's own messages are delivered to it too, as OutboundMessage. Default false."),
  signingKey: z
    .string()
    .refine((pem) => pem.includes('{{') || keyOf(pem) !== undefined, 'Not a private Ed25519 key as PEM text (PKCS #8).')
    .optional()
    .describe(
      "Private Ed25519 key, as PEM, that signs what is delivered. The agent is given its public key as HIGHLEVEL_PUBLIC_KEY, and has to verify with that instead of HighLevel's own. Default one made for simulations.",
    ),
})

type Settings = z.output<typeof settings>

export const highLevel: Provider<Settings> = {
  kind: 'highlevel',
  summary: 'An agent behind HighLevel, on any channel that it carries.',
  example: `highlevel: { webhook: 'http://127.0.0.1:3000/highlevel', carries: SMS }`,
  settings,
  hosts: ['services.leadconnectorhq.com'],
  patienceMs: 15_000,
  retries: { waitsMs: Array.from({ length: 6 }, () => 600_000), after: ['rate-limited'] },
  env: (given) => ({
    HIGHLEVEL_ACCESS_TOKEN: given.accessToken,
    HIGHLEVEL_LOCATION_ID: given.locationId,
    HIGHLEVEL_PUBLIC_KEY: publicKeyOf(given),
    GHL_ACCESS_TOKEN: given.accessToken,
    GHL_LOCATION_ID: given.locationId,
    GHL_PUBLIC_KEY: publicKeyOf(given),
  }),
  addressOf: (conversation) => `simulated${digitsOf(conversation, 11)}`,

  deliver: ([message], given) => signed(inboundOf(message, given), given),

  tooMany: () => refused(429, 'Too Many Requests', 'Too Many Requests'),

  api(call, given, moment) {
    if (call.path === '/oauth/token' && call.method === 'POST') return token(given)
    if (call.headers.authorization !== `Bearer ${given.accessToken}`) {
      return { ...refused(401, 'Invalid JWT', 'Unauthorized'), unknown: true }
    }
    if (call.headers.version === undefined) return refused(401, 'version header was not found.', 'Unauthorized')
    return (
      routed(call, given, moment) ?? {
        ...refused(404, `Cannot ${call.method} ${call.path}`, 'Not Found'),
        unknown: true,
      }
    )
  },
}

function routed(call: ApiCall, given: Settings, moment: Moment): ApiAnswer | undefined {
  const [room, id, more] = call.path.split('/').filter((piece) => piece !== '')
  if (room === 'contacts' && id !== undefined) return contacts(call, id, more, given)
  if (room !== 'conversations' || more !== undefined) return undefined
  if (call.method === 'POST' && id === 'messages') return sent(sentFields(call), given, moment)
  if (call.method !== 'GET' || id !== 'search') return undefined
  const contactId = call.query.get('contactId') ?? ''
  const found = { id: talkOf(contactId), contactId, locationId: given.locationId }
  return { status: 200, body: { total: 1, conversations: [found] } }
}

/** Contacts are taken as they are written and forgotten: each is a customer of whom nothing else is known. */
function contacts(
  { method, body }: ApiCall,
  id: string,
  more: string | undefined,
  given: Settings,
): ApiAnswer | undefined {
  if (more === 'tags') return { status: method === 'POST' ? 201 : 200, body: { tags: [] } }
  if (more !== undefined) return undefined
  if (id === 'upsert') {
    const contact = contactOf(`simulated${digitsOf(body, 11)}`, given)
    return method === 'POST' ? { status: 200, body: { new: false, contact } } : undefined
  }
  const contact = contactOf(id, given)
  if (method === 'GET') return { status: 200, body: { contact } }
  return method === 'PUT' ? { status: 200, body: { succeded: true, contact } } : undefined
}

const known: ReadonlySet<unknown> = new Set(types)

function sent(fields: Fields, given: Settings, moment: Moment): ApiAnswer {
  const [to, message, html] = [textIn(fields.contactId), textIn(fields.message), textIn(fields.html)]
  const wrong = [
    known.has(fields.type) ? [] : `type must be one of the following values: ${types.join(', ')}`,
    to === undefined ? 'contactId should not be empty' : [],
  ].flat()
  if (wrong.length > 0 || to === undefined) return refused(422, wrong, 'Unprocessable Entity')
  const text = message ?? (html === undefined ? undefined : wordsOf(html))
  if (text === undefined)
    return { ...refused(400, 'There is no message or attachments for this message.', 'Bad Request'), refusedTo: to }
  const most = longest[fields.type as (typeof types)[number]]
  if ([...text].length > most) {
    return { ...refused(400, `Message length exceeds the limit of ${most} characters`, 'Bad Request'), refusedTo: to }
  }
  const messageId = `message${moment.id('message').slice(0, 13)}`
  const subject = textIn(fields.subject)
  const form = { ...(html !== undefined && { html }), ...(subject !== undefined && { subject }) }
  return {
    status: 201,
    body: { conversationId: talkOf(to), messageId, msg: 'Message queued successfully.' },
    sent: [{ to, text, id: messageId, ...(Object.keys(form).length > 0 && { form }) }],
    ...(given.echoes && { afterwards: [signed(outboundOf({ to, text, messageId, fields }, given, moment), given)] }),
  }
}

function signed(notice: Json, given: Settings): Delivery {
  const body = JSON.stringify(notice)
  const headers = { 'content-type': 'application/json', ...highLevelSignature(signerOf(given), body) }
  return { url: given.webhook, headers, body }
}

/** In characters: what the carried channels take. HighLevel's own documents say no limits. */
const longest: Readonly<Record<(typeof types)[number], number>> = {
  SMS: 1600,
  Email: 100_000,
  WhatsApp: 4096,
  IG: 1000,
  FB: 2000,
  Custom: 100_000,
  Live_Chat: 10_000,
}

function inboundOf(message: Incoming | undefined, { locationId, carries }: Settings): Json {
  const { id = '', text = '', from = '', atMs = 0 } = message ?? {}
  const messageId = `message${id.slice(0, 13)}`
  return {
    type: 'InboundMessage',
    ...aboutMessage({ locationId, contactId: from, text, messageId, atMs }),
    direction: 'inbound',
    messageType: carries,
    status: 'delivered',
    webhookId: id,
  }
}

/** A message of the agent's, as everybody who listens to the sub-account hears of it. */
function outboundOf(
  { to, text, messageId, fields }: { to: string; text: string; messageId: string; fields: Fields },
  { locationId }: Settings,
  { nowMs, id }: Moment,
): Json {
  const subject = textIn(fields.subject)
  return {
    type: 'OutboundMessage',
    ...aboutMessage({ locationId, contactId: to, text, messageId, atMs: nowMs }),
    direction: 'outbound',
    messageType: textIn(fields.type) ?? 'Custom',
    status: 'sent',
    ...(subject !== undefined && { subject }),
    webhookId: id('echo'),
  }
}

interface AboutMessage {
  readonly locationId: string
  readonly contactId: string
  readonly text: string
  readonly messageId: string
  readonly atMs: number
}

function aboutMessage({ locationId, contactId, text, messageId, atMs }: AboutMessage) {
  return {
    locationId,
    attachments: [],
    body: text,
    contactId,
    contentType: 'text/plain',
    conversationId: talkOf(contactId),
    dateAdded: new Date(atMs).toISOString(),
    messageId,
    timestamp: new Date(atMs).toISOString(),
  }
}

function contactOf(id: string, { locationId }: Settings): Json {
  return {
    id,
    locationId,
    firstName: 'Customer',
    lastName: '',
    phone: phoneOf(id),
    email: null,
    tags: [],
    customFields: [],
  }
}

const talkOf = (contactId: string) => `conversation${digitsOf(contactId, 8)}`

function token({ accessToken, locationId }: Settings): ApiAnswer {
  const body = {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: 86_399,
    refresh_token: 'simulated',
    userType: 'Location',
    locationId,
  }
  return { status: 200, body }
}

function refused(statusCode: number, message: Json, error: string): ApiAnswer {
  return { status: statusCode, body: { statusCode, message, error } }
}

/** The text of a small HTML message, for who reads it. */
function wordsOf(html: string): string {
  const lines = html.replace(/<(?:\/(?:p|div|h\d|li|tr)|br\s?\/?)>/gi, '\n').replace(/<[^<>]*>/g, '')
  return lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')
}

/** The head of an Ed25519 key as PKCS #8, which its 32 bytes follow. */
const head = Buffer.from('302e020100300506032b657004220420', 'hex')
const made = createHash('sha256').update('a key for simulations, which protects nothing').digest()

function signerOf({ signingKey }: Settings): KeyObject {
  if (signingKey !== undefined) return keyOf(signingKey) ?? noKey()
  return createPrivateKey({ key: Buffer.concat([head, made]), format: 'der', type: 'pkcs8' })
}

function publicKeyOf(given: Settings): string {
  return createPublicKey(signerOf(given)).export({ type: 'spki', format: 'pem' }).toString()
}

function noKey(): never {
  throw new Problem({
    code: 'connect/agent-settings',
    message: 'The signingKey of highlevel is not a private Ed25519 key as PEM text (PKCS #8).',
    hint: 'Make one with "openssl genpkey -algorithm ed25519", or leave it out.',
  })
}

function keyOf(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(pem)
    return key.asymmetricKeyType === 'ed25519' ? key : undefined
  } catch {
    return undefined
  }
}
