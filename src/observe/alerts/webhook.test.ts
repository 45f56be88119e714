import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { alertKindConformance } from './alert-kind.conformance.ts'
import { httpReceiver, notice, outside } from './receivers.sample.ts'
import { webhook } from './webhook.ts'

alertKindConformance({ kind: webhook, open: () => httpReceiver(202), settings: (url, secret) => ({ url, secret }) })

const secret = 'sixteen-or-more-characters'

test('a receiver can check who sent a notice and when, over the very bytes of the body', async () => {
  const receiver = await httpReceiver()
  await webhook.send({ url: receiver.url, secret }, notice(), outside())
  await receiver.close()
  const { headers, body = '' } = receiver.got[0] ?? {}
  const [, seconds, hex] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers?.['fieldproof-signature'])) ?? []
  expect(seconds).toBe('1772445600')
  expect(hex).toBe(createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex'))
  expect(JSON.parse(body)).toMatchObject({
    id: 'n0000000000000001',
    summary: 'Alarm: booked-means-booked is kept less often (default)',
    alarms: [{ what: 'raised', alarm: 'a1', evidence: { before: 0.99, since: 0.9 } }],
  })
})

test('a secret that can be guessed is refused for good', async () => {
  const sending = webhook.send({ url: 'http://127.0.0.1:1', secret: 'short' }, notice(), outside())
  await expect(sending).rejects.toMatchObject({
    forGood: true,
    message: 'the secret of the webhook is shorter than 16 characters',
  })
})

test('a redirect is not followed', async () => {
  const receiver = await httpReceiver(302)
  const sending = webhook.send({ url: receiver.url, secret }, notice(), outside())
  await expect(sending).rejects.toMatchObject({ forGood: true, message: 'the receiver answered 302' })
  await receiver.close()
})
