import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import twilioSdk from 'twilio'
import { afterEach, expect, test } from 'vitest'
import { momentAt, providerConformance } from './provider.conformance.ts'
import type { ApiCall, Delivery } from './provider.ts'
import { twilio } from './twilio.ts'
import { runUnmodified } from './unmodified.sample.ts'

const settings = twilio.settings.parse({ webhook: 'http://127.0.0.1:4000/sms' })
const noon = momentAt(Date.UTC(2026, 2, 9, 12))
const fields = ({ body }: Delivery) => Object.fromEntries(new URLSearchParams(body))

const call = (to: string, text: string, more: Readonly<Record<string, string>> = {}): ApiCall => ({
  method: 'POST',
  host: 'api.twilio.com',
  path: `/2010-04-01/Accounts/${settings.accountSid}/Messages.json`,
  query: new URLSearchParams(),
  headers: {
    authorization: `Basic ${Buffer.from(`${settings.accountSid}:${settings.authToken}`).toString('base64')}`,
  },
  body: new URLSearchParams({ To: to, From: settings.number, Body: text, ...more }).toString(),
})

providerConformance(twilio, {
  address: /^\+1[2-9]9\d{8}$/,
  // The signature as Twilio's own library sees it.
  verifies: (delivery, { authToken }) =>
    twilioSdk.validateRequest(authToken, delivery.headers['x-twilio-signature'] ?? '', delivery.url, fields(delivery)),
  read: (delivery) => [{ text: fields(delivery).Body ?? '', from: fields(delivery).From ?? '' }],
  tamper: (delivery) => ({ ...delivery, body: `${delivery.body}&Body2=more` }),
  sends: (to, text) => call(to, text),
  stranger: (given) => ({ ...given, headers: { authorization: 'Basic bm9ib2R5' } }),
  elsewhere: (given) => ({ ...given, path: '/2010-04-01/Accounts/AC1/Messages.json' }),
  codeOf: ({ body }) => (body as { code?: number }).code,
  refusals: {
    stranger: { status: 401, code: 20_003 },
    elsewhere: { status: 404, code: 20_404 },
    tooLong: { status: 400, code: 21_617 },
    tooMany: { status: 429, code: 20_429 },
  },
  longest: 'a'.repeat(1600),
  tooLong: 'a'.repeat(1601),
})

test('status callbacks are told in order, and only to the server of the webhook', () => {
  const statusesOf = (callback: string, given = settings) =>
    twilio
      .api(call('+12995550100', 'hi', { StatusCallback: callback }), given, noon)
      .afterwards?.map((delivery) => [delivery.url, fields(delivery).MessageStatus])
  expect(statusesOf('http://127.0.0.1:4000/status')).toEqual([
    ['http://127.0.0.1:4000/status', 'sent'],
    ['http://127.0.0.1:4000/status', 'delivered'],
  ])
  expect(statusesOf('https://bot.example.com/status')).toBe(undefined)
  expect(statusesOf('nonsense')).toBe(undefined)
  const behindProxy = twilio.settings.parse({
    webhook: 'http://127.0.0.1:4000/sms',
    signedUrl: 'https://bot.example.com/sms',
  })
  expect(statusesOf('https://bot.example.com/status?of=1', behindProxy)?.map(([url]) => url)).toEqual([
    'http://127.0.0.1:4000/status?of=1',
    'http://127.0.0.1:4000/status?of=1',
  ])
})

test('a sender that is not the agent’s is refused, on each of the two channels', () => {
  const codeOf = (answer: { readonly body: unknown }) => (answer.body as { code: number }).code
  const whatsapp = twilio.settings.parse({ webhook: 'http://127.0.0.1:4000/wa', carries: 'whatsapp' })
  const other = call('+12995550100', 'hi', { From: '+15005550001' })
  expect([codeOf(twilio.api(other, settings, noon)), codeOf(twilio.api(other, whatsapp, noon))]).toEqual([
    21_606, 63_007,
  ])
  const mixed = call('whatsapp:+12995550100', 'hi')
  expect([codeOf(twilio.api(mixed, settings, noon)), codeOf(twilio.api(mixed, whatsapp, noon))]).toEqual([
    21_910, 21_910,
  ])
  const both = call('whatsapp:+12995550100', 'hi', { From: `whatsapp:${settings.number}` })
  expect([twilio.api(both, settings, noon).status, twilio.api(both, whatsapp, noon).status]).toEqual([400, 201])
})

test('an agent that answers by TwiML is read as Twilio reads it', () => {
  const said = (body: string) =>
    twilio
      .answered?.(`<?xml version="1.0"?><Response>${body}</Response>`, 'text/xml', '+12995550100', noon)
      .map(({ text }) => text)
  expect(said('<Message>Hi &amp; welcome &#128578;</Message>')).toEqual(['Hi & welcome 🙂'])
  expect(said('<Message><Body>one</Body></Message><Message to="+1">two</Message>')).toEqual(['one', 'two'])
  expect(said('<Message><![CDATA[a < b]]></Message>')).toEqual(['a < b'])
  expect(said('')).toEqual([])
  const written = new twilioSdk.twiml.MessagingResponse()
  written.message('5 < 6 & "7"')
  expect(twilio.answered?.(written.toString(), 'text/xml', '+12995550100', noon).map(({ text }) => text)).toEqual([
    '5 < 6 & "7"',
  ])
})

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

test('Twilio’s own library talks to the stand-in without knowing, and to nobody else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fieldproof-twilio-'))
  folders.push(folder)
  const said = await runUnmodified(
    { id: 'desk', twilio: settings },
    folder,
    `
    const twilio = require('twilio')
    const client = twilio(process.env.TWILIO_ACCOUNT_SID, process.env.TWILIO_AUTH_TOKEN)
    const send = (body, to = '+12995550100') =>
      client.messages.create({ to, from: process.env.TWILIO_PHONE_NUMBER, body })
        .then(({ status, direction, to }) => ({ status, direction, to }), ({ status, code, message }) => ({ status, code, message }))
    const elsewhere = fetch('https://example.com/').then(() => 'reached', (error) => error.cause.code)
    Promise.all([send('hello'), send('a'.repeat(1601)), send('hello', 'nobody'), elsewhere])
      .then((all) => console.log(JSON.stringify(all)))
    `,
  )
  expect(said).toEqual([
    { status: 'queued', direction: 'outbound-api', to: '+12995550100' },
    { status: 400, code: 21_617, message: 'The concatenated message body exceeds the 1600 character limit.' },
    { status: 400, code: 21_211, message: "The 'To' number nobody is not valid." },
    'EFIELDPROOF',
  ])
})
