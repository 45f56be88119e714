import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isValidSlackRequest } from '@slack/bolt'
import { afterEach, expect, test } from 'vitest'
import { momentAt, providerConformance } from './provider.conformance.ts'
import type { ApiCall, Delivery } from './provider.ts'
import { slack } from './slack.ts'
import { runUnmodified } from './unmodified.sample.ts'

const settings = slack.settings.parse({ webhook: 'http://127.0.0.1:4000/slack/events' })
const noon = momentAt(Date.UTC(2026, 2, 9, 12))
const ben = slack.addressOf('ben')

interface Envelope {
  readonly event_id: string
  readonly event: {
    readonly type: string
    readonly text: string
    readonly user: string
    readonly bot_id?: string
    readonly channel: string
  }
}
const envelope = ({ body }: Delivery) => JSON.parse(body) as Envelope
const plain = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')

const call = (method: string, fields: object): ApiCall => ({
  method: 'POST',
  host: 'slack.com',
  path: `/api/${method}`,
  query: new URLSearchParams(),
  headers: { authorization: `Bearer ${settings.botToken}` },
  body: JSON.stringify(fields),
})
const post = (fields: object) => slack.api(call('chat.postMessage', { channel: ben, ...fields }), settings, noon)

providerConformance(slack, {
  address: /^U9\d{9}$/,
  // The signature as Slack's own library sees it, at the moment of the delivery.
  verifies: ({ headers, body }, { signingSecret }) =>
    isValidSlackRequest({
      signingSecret,
      body,
      headers: {
        'x-slack-signature': headers['x-slack-signature'] ?? '',
        'x-slack-request-timestamp': Number(headers['x-slack-request-timestamp']),
      },
      nowMilliseconds: noon.nowMs,
    }),
  read: (delivery) => [{ text: plain(envelope(delivery).event.text), from: envelope(delivery).event.user }],
  tamper: (delivery) => ({ ...delivery, body: `${delivery.body} ` }),
  // As Slack asks for it: three signs are written as entities.
  sends: (channel, text) =>
    call('chat.postMessage', {
      channel,
      text: text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    }),
  stranger: (given) => ({ ...given, headers: { authorization: 'Bearer xoxb-nobody' } }),
  elsewhere: (given) => ({ ...given, path: '/api/chat.shout' }),
  codeOf: ({ body }) => (body as { error?: string }).error,
  refusals: {
    stranger: { status: 200, code: 'invalid_auth' },
    elsewhere: { status: 200, code: 'unknown_method' },
    tooLong: { status: 200, code: 'msg_too_long' },
    tooMany: { status: 429, code: 'ratelimited' },
  },
  longest: 'a'.repeat(40_000),
  tooLong: 'a'.repeat(40_001),
  shakes: ({ body }) => JSON.stringify({ challenge: (JSON.parse(body) as { challenge: string }).challenge }),
})

test('a delivery that is tried again says the how-manieth it is and why, and is the same event', () => {
  const written = { id: 'a'.repeat(32), text: 'hi', from: ben, atMs: noon.nowMs }
  const first = slack.deliver([written], settings, noon)
  const later = slack.deliver([written], settings, momentAt(noon.nowMs + 300_000))
  expect(envelope(later)).toEqual(envelope(first))
  expect(later.headers['x-slack-signature']).not.toBe(first.headers['x-slack-signature'])
  expect([slack.retries.headers?.(1, 'timeout'), slack.retries.headers?.(3, 'status')]).toEqual([
    { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' },
    { 'x-slack-retry-num': '3', 'x-slack-retry-reason': 'http_error' },
  ])
})

test('in a channel the agent is mentioned, and answers there', () => {
  const inChannel = { ...settings, where: 'channel' as const }
  const { event } = envelope(slack.deliver([{ id: 'a', text: 'hi', from: ben, atMs: 0 }], inChannel, noon))
  expect([event.type, event.text, event.channel]).toEqual(['app_mention', '<@U0000000000> hi', `C${ben.slice(1)}`])
  expect(post({ channel: event.channel, text: 'hello', thread_ts: '1.2' }).sent?.[0]?.to).toBe(ben)
})

test('blocks are read as they are shown, with their buttons', () => {
  const section = { type: 'section', text: { type: 'mrkdwn', text: 'Which time? 9 &lt; 10' } }
  const button = (text: string) => ({ type: 'button', action_id: text, text: { type: 'plain_text', text } })
  const { sent } = post({
    text: 'fallback',
    blocks: JSON.stringify([section, { type: 'actions', elements: [button('9:00'), button('10:00')] }]),
  })
  expect(sent?.map(({ text, form }) => ({ text, form }))).toEqual([
    {
      text: 'Which time? 9 < 10',
      form: {
        buttons: [
          { title: '9:00', id: '9:00' },
          { title: '10:00', id: '10:00' },
        ],
      },
    },
  ])
  const long = { type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001) } }
  expect([post({ blocks: [long] }).body, post({}).body, post({ channel: '#general', text: 'hi' }).body]).toEqual([
    { ok: false, error: 'invalid_blocks' },
    { ok: false, error: 'no_text' },
    { ok: false, error: 'channel_not_found' },
  ])
})

test('the agent’s own message comes back to it, marked as its own, unless that is not wanted', () => {
  expect(post({ text: 'hello' }).afterwards?.map((delivery) => envelope(delivery).event.bot_id)).toEqual(['B00000000'])
  const quiet = { ...settings, echoes: false }
  expect(slack.api(call('chat.postMessage', { channel: ben, text: 'hi' }), quiet, noon).afterwards).toBe(undefined)
})

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

test('Slack’s own library talks to the stand-in without knowing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fieldproof-slack-'))
  folders.push(folder)
  const said = await runUnmodified(
    { id: 'desk', slack: settings },
    folder,
    `
    const { App } = require('@slack/bolt')
    const { client } = new App({ token: process.env.SLACK_BOT_TOKEN, signingSecret: process.env.SLACK_SIGNING_SECRET })
    const told = (sending) => sending.then(({ ok, channel, bot_id }) => ({ ok, channel, bot_id }), ({ data }) => data)
    Promise.all([
      told(client.auth.test()),
      told(client.chat.postMessage({ channel: 'U9000000001', text: 'hello' })),
      told(client.chat.postMessage({ channel: 'U9000000001', text: 'a'.repeat(40001) })),
      told(client.chat.update({ channel: 'D9000000001', ts: '1.000001', text: 'hello again' })),
      told(client.admin.users.list()),
    ]).then((all) => console.log(JSON.stringify(all)))
    `,
  )
  expect(said).toEqual([
    { ok: true, bot_id: 'B00000000' },
    { ok: true, channel: 'D9000000001' },
    { ok: false, error: 'msg_too_long', response_metadata: expect.anything() },
    { ok: true, channel: 'D9000000001' },
    { ok: false, error: 'unknown_method', response_metadata: expect.anything() },
  ])
})
