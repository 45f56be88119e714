import { generateKeyPairSync, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { highLevel } from './highlevel.ts'
import { momentAt, providerConformance } from './provider.conformance.ts'
import type { ApiCall, Delivery } from './provider.ts'

const webhook = 'http://127.0.0.1:4000/hook'
const settings = highLevel.settings.parse({ webhook })
const noon = momentAt(Date.UTC(2026, 2, 9, 12))
const ben = highLevel.addressOf('ben')
const inbound = ({ body }: Delivery) => JSON.parse(body) as { body: string; contactId: string; messageType: string }

const call = (method: string, path: string, fields: object = {}, given = settings): ApiCall => ({
  method,
  host: 'services.leadconnectorhq.com',
  path,
  query: new URLSearchParams(),
  headers: { authorization: `Bearer ${given.accessToken}`, version: '2021-04-15' },
  body: JSON.stringify(fields),
})
const send = (fields: object) => highLevel.api(call('POST', '/conversations/messages', fields), settings, noon)

const verifies = ({ headers, body }: Delivery, publicKey: string) =>
  verify(null, Buffer.from(body), publicKey, Buffer.from(headers['x-ghl-signature'] ?? '', 'base64'))

providerConformance(highLevel, {
  address: /^simulated\d{11}$/,
  verifies: (delivery, given) => verifies(delivery, highLevel.env(given).HIGHLEVEL_PUBLIC_KEY ?? ''),
  read: (delivery) => [{ text: inbound(delivery).body, from: inbound(delivery).contactId }],
  tamper: (delivery) => ({ ...delivery, body: `${delivery.body} ` }),
  sends: (contactId, message) => call('POST', '/conversations/messages', { type: 'SMS', contactId, message }),
  stranger: (given) => ({ ...given, headers: { ...given.headers, authorization: 'Bearer nobody' } }),
  elsewhere: (given) => ({ ...given, path: '/conversations/letters' }),
  codeOf: ({ body }) => (body as { statusCode?: number }).statusCode,
  refusals: {
    stranger: { status: 401, code: 401 },
    elsewhere: { status: 404, code: 404 },
    tooLong: { status: 400, code: 400 },
    tooMany: { status: 429, code: 429 },
  },
  longest: 'a'.repeat(1600),
  tooLong: 'a'.repeat(1601),
})

test('a key of one’s own signs, and the agent is given its public half', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const signingKey = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const given = highLevel.settings.parse({ webhook, signingKey })
  const told = highLevel.env(given).HIGHLEVEL_PUBLIC_KEY ?? ''
  const delivery = highLevel.deliver([{ id: 'a', text: 'hi', from: ben, atMs: 0 }], given, noon)
  expect([told, verifies(delivery, told)]).toEqual([publicKey.export({ type: 'spki', format: 'pem' }).toString(), true])
  const filled = { ...given, signingKey: 'no key at all' }
  expect(() => highLevel.env(filled)).toThrow('The signingKey of highlevel is not a private Ed25519 key')
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' })
  const wrong = highLevel.settings.safeParse({ webhook, signingKey: `${rsa}` })
  expect(wrong.error?.issues.map(({ message }) => message)).toEqual([
    'Not a private Ed25519 key as PEM text (PKCS #8).',
  ])
})

test('what a message lacks is said as HighLevel says it', () => {
  const said = [
    send({}),
    send({ type: 'Pigeon', contactId: ben, message: 'hi' }),
    send({ type: 'SMS', contactId: ben }),
    highLevel.api(
      { ...call('GET', '/contacts/1'), headers: { authorization: `Bearer ${settings.accessToken}` } },
      settings,
      noon,
    ),
  ]
  expect(said.map(({ status, body }) => [status, (body as { message: unknown }).message])).toEqual([
    [
      422,
      [
        'type must be one of the following values: SMS, Email, WhatsApp, IG, FB, Custom, Live_Chat',
        'contactId should not be empty',
      ],
    ],
    [422, ['type must be one of the following values: SMS, Email, WhatsApp, IG, FB, Custom, Live_Chat']],
    [400, 'There is no message or attachments for this message.'],
    [401, 'version header was not found.'],
  ])
})

test('a mail is read without its markup, which is kept beside it with the subject', () => {
  const html = '<p>You are <b>booked</b>.</p><p>See you!</p>'
  expect(
    send({ type: 'Email', contactId: ben, html, subject: 'Your visit' }).sent?.map(({ text, form }) => ({
      text,
      form,
    })),
  ).toEqual([{ text: 'You are booked.\nSee you!', form: { html, subject: 'Your visit' } }])
})

test('the contact of a conversation can be read, written and tagged, and a token be refreshed', () => {
  const asked = [
    call('GET', `/contacts/${ben}`),
    call('PUT', `/contacts/${ben}`, { firstName: 'Ben' }),
    call('POST', `/contacts/${ben}/tags`, { tags: ['booked'] }),
    call('GET', '/conversations/search'),
    call('POST', '/oauth/token'),
  ].map((each) => highLevel.api(each, settings, noon))
  expect(asked.map(({ status, body }) => [status, Object.keys(body as object)])).toEqual([
    [200, ['contact']],
    [200, ['succeded', 'contact']],
    [201, ['tags']],
    [200, ['total', 'conversations']],
    [200, ['access_token', 'token_type', 'expires_in', 'refresh_token', 'userType', 'locationId']],
  ])
})
