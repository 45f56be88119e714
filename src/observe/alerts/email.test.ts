import { expect, test } from 'vitest'
import { alertKindConformance } from './alert-kind.conformance.ts'
import { email } from './email.ts'
import { mailReceiver, notice, outside } from './receivers.sample.ts'

const from = 'fieldproof@example.com'

alertKindConformance({
  kind: email,
  open: mailReceiver,
  settings: (server) => ({ server, from, to: ['desk@example.com'] }),
})

test('a mail says in its subject what happened, and a line break in an alarm adds no header', async () => {
  const receiver = await mailReceiver()
  const [first] = notice().told
  const told = first === undefined ? [] : [{ ...first, title: 'slower\r\nBcc: all@example.com' }]
  await email.send({ server: receiver.url, from, to: ['a@example.com', 'b@example.com'] }, notice({ told }), outside())
  await receiver.close()
  const { headers, body = '' } = receiver.got[0] ?? {}
  expect(headers).toEqual({ to: ['a@example.com', 'b@example.com'] })
  expect(/^subject: (.*)$/im.exec(body)?.[1]).toBe('[Fieldproof] Alarm: slower Bcc: all@example.com (default)')
  expect(body).not.toMatch(/^bcc:/im)
})

test('what is no mail server is refused for good', async () => {
  const sending = email.send({ server: 'https://example.com', from, to: [from] }, notice(), outside())
  await expect(sending).rejects.toMatchObject({ forGood: true })
})
