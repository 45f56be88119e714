import type { AddressInfo } from 'node:net'
import { createServer } from 'node:tls'
import { expect, test } from 'vitest'
import { certified } from '../../connect/backends/certificate.sample.ts'
import { alertKindConformance } from './alert-kind.conformance.ts'
import { email } from './email.ts'
import { outbound } from './outbound.ts'
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

test('mail goes to the address that was looked at, and to no other that its name may have by then', async () => {
  const receiver = await mailReceiver()
  const { port } = new URL(receiver.url)
  let asked = 0
  const { allowed } = outbound({
    allow: ['mail.internal'],
    resolve: async () => {
      asked += 1
      return [{ address: '127.0.0.1', family: 4 }]
    },
  })
  const settings = { server: `smtp://mail.internal:${port}`, from, to: [from] }
  await email.send(settings, notice(), outside({ allowed }))
  await receiver.close()
  expect([asked, receiver.got.length]).toEqual([1, 1])
})

test('where one address of a mail server does not answer, another does', async () => {
  const receiver = await mailReceiver()
  const { port } = new URL(receiver.url)
  const settings = { server: `smtp://mail.internal:${port}`, from, to: [from] }
  await email.send(settings, notice(), outside({ allowed: async () => ['127.0.0.2', '127.0.0.1'] }))
  await receiver.close()
  expect(receiver.got.length).toBe(1)
})

test('a mail server that speaks TLS has to prove its name, whatever address it has', async () => {
  const names: string[] = []
  const server = createServer({ ...certified(), SNICallback: (name, done) => done(null, void names.push(name)) })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const settings = { server: `smtps://mail.internal:${port}`, from, to: [from] }
  await expect(email.send(settings, notice(), outside())).rejects.toMatchObject({
    message: 'the mail server could not be reached: ESOCKET',
    forGood: false,
  })
  server.close()
  expect(names).toEqual(['mail.internal'])
})
