import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { instagram } from './instagram.ts'
import type { PageSettings } from './messaging.ts'
import { messenger } from './messenger.ts'
import { momentAt, providerConformance } from './provider.conformance.ts'
import type { ApiCall, Delivery, Provider } from './provider.ts'

const noon = momentAt(Date.UTC(2026, 2, 9, 12))

interface Event {
  readonly sender: { readonly id: string }
  readonly message?: { readonly text: string; readonly is_echo?: boolean }
}
interface Envelope {
  readonly object: string
  readonly entry: readonly { readonly messaging: readonly [Event] }[]
}
const envelope = ({ body }: Delivery) => JSON.parse(body) as Envelope
const eventsIn = (delivery: Delivery) => envelope(delivery).entry.map(({ messaging }) => messaging[0])

function hold(provider: Provider<PageSettings>, longest: string, tooLong: string): void {
  const settings = provider.settings.parse({ webhook: 'http://127.0.0.1:4000/hook' })
  const ben = provider.addressOf('ben')
  const [host = ''] = provider.hosts
  const send = (fields: object, to = ben): ApiCall => ({
    method: 'POST',
    host,
    path: '/v21.0/me/messages',
    query: new URLSearchParams({ access_token: settings.accessToken }),
    headers: {},
    body: JSON.stringify({ recipient: { id: to }, ...fields }),
  })
  const answer = (fields: object) => provider.api(send(fields), settings, noon)

  providerConformance(provider, {
    address: /^9\d{15}$/,
    verifies: ({ headers, body }, { appSecret }) =>
      headers['x-hub-signature-256'] === `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`,
    read: (delivery) =>
      eventsIn(delivery).flatMap(({ sender, message }) => (message ? [{ from: sender.id, text: message.text }] : [])),
    tamper: (delivery) => ({ ...delivery, body: delivery.body.replace('"entry"', '"entries"') }),
    sends: (to, text) => send({ message: { text } }, to),
    stranger: (call) => ({ ...call, query: new URLSearchParams({ access_token: 'nobody' }) }),
    elsewhere: (call) => ({ ...call, path: '/v21.0/1/messages' }),
    codeOf: ({ body }) => (body as { error?: { code: number } }).error?.code,
    refusals: {
      stranger: { status: 400, code: 190 },
      elsewhere: { status: 400, code: 100 },
      tooLong: { status: 400, code: 100 },
      tooMany: { status: 400, code: 613 },
    },
    longest,
    tooLong,
    shakes: ({ url }) => new URL(url).searchParams.get('hub.challenge') ?? '',
  })

  describe(`${provider.kind} alone`, () => {
    test('what can be tapped comes with the message, and too much of it is refused', () => {
      const quick = (n: number) =>
        answer({
          message: {
            text: 'When?',
            quick_replies: Array.from({ length: n }, (_, index) => ({
              content_type: 'text',
              title: `${index}`,
              payload: 'p',
            })),
          },
        })
      expect([quick(2).sent?.[0]?.form, quick(13).status, quick(14).status]).toEqual([
        {
          quickReplies: [
            { title: '0', id: 'p' },
            { title: '1', id: 'p' },
          ],
        },
        200,
        400,
      ])
      const buttons = (n: number, text = 'When?') =>
        answer({
          tag: 'HUMAN_AGENT',
          message: {
            attachment: {
              type: 'template',
              payload: {
                template_type: 'button',
                text,
                buttons: Array.from({ length: n }, () => ({ type: 'postback', title: 'Now', payload: 'now' })),
              },
            },
          },
        })
      expect([buttons(1).sent?.[0], buttons(4).status, buttons(1, 'x'.repeat(641)).status]).toEqual([
        {
          to: ben,
          text: 'When?',
          id: expect.stringMatching(/^m_/),
          form: { buttons: [{ title: 'Now', id: 'now' }], tag: 'HUMAN_AGENT' },
        },
        400,
        400,
      ])
    })

    test('a choice that was tapped comes with its payload: of a button as a postback', () => {
      const taps = (how: 'button' | 'quick-reply') => {
        const tapped = { how, title: 'Now', id: 'now', of: 'm_offer' }
        const [event] = eventsIn(
          provider.deliver([{ id: '1', text: 'Now', from: ben, atMs: 7, tapped }], settings, noon),
        )
        return event
      }
      const head = { sender: { id: ben }, recipient: { id: settings.accountId }, timestamp: 7 }
      expect([taps('button'), taps('quick-reply')]).toEqual([
        { ...head, postback: { mid: 'm_1', title: 'Now', payload: 'now' } },
        { ...head, message: { mid: 'm_1', text: 'Now', quick_reply: { payload: 'now' } } },
      ])
    })

    test('that it types is taken and no message; a customer whom nobody knows is refused', () => {
      expect([answer({ sender_action: 'typing_on' }).body, answer({ sender_action: 'typing_on' }).sent]).toEqual([
        { recipient_id: ben },
        undefined,
      ])
      expect(provider.api(send({ message: { text: 'hi' } }, 'ben'), settings, noon).body).toMatchObject({
        error: { code: 100, error_subcode: 2_018_001 },
      })
    })

    test('its own message comes back as an echo where the account has them', () => {
      const echoesWith = (echoes: boolean) =>
        provider
          .api(send({ message: { text: 'hi' } }), { ...settings, echoes }, noon)
          .afterwards?.flatMap(eventsIn)
          .flatMap(({ sender, message }) => (message?.is_echo === true ? [sender.id] : []))
      expect([echoesWith(true), echoesWith(false)]).toEqual([[settings.accountId], []])
    })

    test('several messages are one entry each', () => {
      const messages = ['one', 'two'].map((text, index) => ({ id: `${index}`, text, from: ben, atMs: noon.nowMs }))
      const { object, entry } = envelope(provider.deliver(messages, settings, noon))
      expect([object, entry.length]).toEqual([provider === messenger ? 'page' : 'instagram', 2])
    })
  })
}

hold(messenger, '🙂'.repeat(2000), '🙂'.repeat(2001))
hold(instagram, 'я'.repeat(500), `${'я'.repeat(500)}a`)
