import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import type { MessageForm } from '../../conversation/index.ts'
import { momentAt, providerConformance } from './provider.conformance.ts'
import type { ApiCall, Delivery } from './provider.ts'
import { tappedIn } from './tapped.ts'
import { whatsappCloud } from './whatsapp-cloud.ts'

const settings = whatsappCloud.settings.parse({ webhook: 'http://127.0.0.1:4000/hook' })
const noon = momentAt(Date.UTC(2026, 2, 9, 12))
const ben = '12995550100'

interface Envelope {
  readonly object: string
  readonly entry: readonly [
    {
      readonly changes: readonly [
        {
          readonly field: string
          readonly value: {
            readonly messages?: readonly { readonly from: string; readonly text: { readonly body: string } }[]
            readonly statuses?: readonly { readonly status: string; readonly recipient_id: string }[]
          }
        },
      ]
    },
  ]
}
const valueIn = ({ body }: Delivery) => (JSON.parse(body) as Envelope).entry[0].changes[0].value

const post = (message: unknown): ApiCall => ({
  method: 'POST',
  host: 'graph.facebook.com',
  path: `/v21.0/${settings.phoneNumberId}/messages`,
  query: new URLSearchParams(),
  headers: { authorization: `Bearer ${settings.accessToken}` },
  body: JSON.stringify({ messaging_product: 'whatsapp', to: ben, ...(message as object) }),
})
const answer = (message: unknown) => whatsappCloud.api(post(message), settings, noon)
const detailsOf = (message: unknown) =>
  (answer(message).body as { error?: { code: number; error_data: { details: string } } }).error

providerConformance(whatsappCloud, {
  address: /^1[2-9]9\d{8}$/,
  verifies: ({ headers, body }, { appSecret }) =>
    headers['x-hub-signature-256'] === `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`,
  read: (delivery) => (valueIn(delivery).messages ?? []).map(({ from, text }) => ({ from, text: text.body })),
  tamper: (delivery) => ({ ...delivery, body: delivery.body.replace('whatsapp', 'whatsupp') }),
  sends: (to, body) => post({ to, type: 'text', text: { body } }),
  stranger: (call) => ({ ...call, headers: { authorization: 'Bearer nobody' } }),
  elsewhere: (call) => ({ ...call, path: '/v21.0/1/messages' }),
  codeOf: ({ body }) => (body as { error?: { code: number } }).error?.code,
  refusals: {
    stranger: { status: 401, code: 190 },
    elsewhere: { status: 400, code: 100 },
    tooLong: { status: 400, code: 100 },
    tooMany: { status: 400, code: 131_056 },
  },
  longest: '🙂'.repeat(4096),
  tooLong: '🙂'.repeat(4097),
  shakes({ url }, { verifyToken }) {
    const query = new URL(url).searchParams
    return query.get('hub.verify_token') === verifyToken ? (query.get('hub.challenge') ?? '') : ''
  },
})

test('buttons and lists come with what can be tapped', () => {
  const buttons = answer({
    type: 'interactive',
    interactive: {
      type: 'button',
      header: { type: 'text', text: 'Tuesday' },
      body: { text: 'Which time?' },
      footer: { text: 'Harbour Street 1' },
      action: {
        buttons: [
          { type: 'reply', reply: { id: 'a', title: '9:00' } },
          { type: 'reply', reply: { id: 'b', title: '10:00' } },
        ],
      },
    },
  })
  expect(buttons.sent?.map(({ text, form }) => ({ text, form }))).toEqual([
    {
      text: 'Which time?',
      form: {
        header: 'Tuesday',
        footer: 'Harbour Street 1',
        buttons: [
          { title: '9:00', id: 'a' },
          { title: '10:00', id: 'b' },
        ],
      },
    },
  ])
  const rows = [{ id: 'a', title: 'Cleaning', description: '30 minutes' }]
  const list = { type: 'list', body: { text: 'What?' }, action: { button: 'Services', sections: [{ rows }] } }
  expect(answer({ type: 'interactive', interactive: list }).sent?.[0]?.form).toEqual({
    list: { button: 'Services', sections: [{ rows: [{ title: 'Cleaning', id: 'a', description: '30 minutes' }] }] },
  })
})

test('what WhatsApp does not carry is refused with its code, and says what is wrong', () => {
  const button = (id: string, title: string) => ({ type: 'reply', reply: { id, title } })
  const buttons = (...all: readonly object[]) =>
    detailsOf({ type: 'interactive', interactive: { type: 'button', body: { text: 'x' }, action: { buttons: all } } })
  const list = (...sections: readonly object[]) =>
    detailsOf({
      type: 'interactive',
      interactive: { type: 'list', body: { text: 'x' }, action: { button: 'x', sections } },
    })
  const rows = (n: number) => Array.from({ length: n }, (_, index) => ({ id: `${index}`, title: `row ${index}` }))
  const said = [
    buttons(button('a', 'b'.repeat(20))),
    buttons(button('a', 'b'.repeat(21))),
    buttons(button('a', 'A'), button('b', 'B'), button('c', 'C'), button('d', 'D')),
    buttons(button('a', 'A'), button('a', 'B')),
    list({ rows: rows(10) }),
    list({ rows: rows(11) }),
    list({ rows: rows(1) }, { rows: rows(1) }),
    list({ rows: [{ id: 'a', title: 'A', description: 'd'.repeat(73) }] }),
    detailsOf({ type: 'interactive', interactive: { type: 'button', body: { text: 'x'.repeat(1025) }, action: {} } }),
    detailsOf({ type: 'interactive', interactive: { type: 'carousel' } }),
    detailsOf({ type: 'carrier-pigeon' }),
  ]
  expect(
    said.map((error) => (error === undefined ? 'taken' : `${error.code}: ${error.error_data.details}`)),
  ).toMatchInlineSnapshot(`
    [
      "taken",
      "131009: Button title length invalid. Min length: 1, Max length: 20",
      "131009: Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3",
      "131009: Button ids must be unique",
      "taken",
      "131009: Total row count exceed max allowed count: 10",
      "131009: Every section needs a title where there are several",
      "131009: Row description length invalid. Min length: 1, Max length: 72",
      "131009: Body text length invalid. Min length: 1, Max length: 1024",
      "131009: Unknown interactive type",
      "100: Param type must be one of {TEXT, INTERACTIVE, TEMPLATE, REACTION, IMAGE, VIDEO, AUDIO, DOCUMENT, STICKER, LOCATION, CONTACTS}.",
    ]
  `)
})

test('a message is told as sent, delivered and read, and a mark that a message was read is no message', () => {
  const { afterwards = [] } = answer({ type: 'text', text: { body: 'hi' } })
  expect(
    afterwards.flatMap((delivery) => valueIn(delivery).statuses ?? []).map((each) => [each.status, each.recipient_id]),
  ).toEqual([
    ['sent', ben],
    ['delivered', ben],
    ['read', ben],
  ])
  const read = answer({ status: 'read', message_id: 'wamid.1', typing_indicator: { type: 'text' } })
  expect([read.status, read.body, read.sent]).toEqual([200, { success: true }, undefined])
})

test('letters beyond ASCII are escaped in what is signed, as Meta does', () => {
  const { body } = whatsappCloud.deliver([{ id: '1', text: 'olá 🙂 a/b', from: ben, atMs: 0 }], settings, noon)
  expect(body).toContain('"body":"ol\\u00e1 \\ud83d\\ude42 a\\/b"')
})

test('a choice that was tapped comes as one, of the message that offered it', () => {
  const offered = { to: ben, text: 'When?', id: 'wamid.offer' }
  const buttons = { buttons: [{ title: '9:00', id: 'nine' }, { title: 'Call us' }] }
  const rows = [{ title: 'Cleaning', id: 'c', description: '30 minutes' }]
  const list = { list: { button: 'Services', sections: [{ rows }] } }
  const delivered = (form: MessageForm, text: string) => {
    const tapped = tappedIn({ ...offered, form }, text)
    const message = { id: '1', text, from: ben, atMs: 0, ...(tapped !== undefined && { tapped }) }
    return valueIn(whatsappCloud.deliver([message], settings, noon)).messages?.[0]
  }
  const head = { from: ben, id: 'wamid.1', timestamp: '0' }
  const context = { from: settings.number, id: 'wamid.offer' }
  expect([
    delivered(buttons, ' 9:00'),
    delivered(list, 'cleaning'),
    delivered(buttons, 'Call us'),
    delivered(buttons, '9:00 please'),
  ]).toEqual([
    {
      ...head,
      context,
      type: 'interactive',
      interactive: { type: 'button_reply', button_reply: { id: 'nine', title: '9:00' } },
    },
    { ...head, context, type: 'interactive', interactive: { type: 'list_reply', list_reply: rows[0] } },
    { ...head, type: 'text', text: { body: 'Call us' } },
    { ...head, type: 'text', text: { body: '9:00 please' } },
  ])
})
