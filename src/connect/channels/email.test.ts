import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { MessageForm } from '../../conversation/index.ts'
import { Problem } from '../../problem.ts'
import { agentConformance } from '../agents/agent.conformance.ts'
import type { Agent, AgentSession } from '../agents/agent.ts'
import type { Readied } from '../agents/agent-kind.ts'
import { failureOf, type Heard, opening } from '../agents/opening.sample.ts'
import { emailAgent } from './email.ts'
import { type Desk, startDesk } from './email-desk.sample.ts'
import type { MailForm } from './mail-reading.ts'
import { runUnmodified } from './unmodified.sample.ts'

const given = (settings: object) => emailAgent.settings.parse(settings)

async function stands(settings: object = {}): Promise<Readied> {
  const readied = await emailAgent.ready?.(given({ to: '', ...settings }), { folder: '.', env: {}, allow: [] })
  if (readied === undefined) throw new Error('nothing stands')
  return readied
}

agentConformance(
  'an agent that answers mails',
  async () => {
    const readied = await stands()
    const desk = await startDesk(() => Number(readied.env.SMTP_PORT))
    return {
      agent: (timeoutMs) => agentAt(desk.to, readied, { delivery: { patienceMs: timeoutMs } }),
      received: () => desk.received,
      async stop() {
        await desk.stop()
        await readied.close()
      },
    }
  },
  { tools: false, rateLimits: false },
)

function agentAt(to: string, readied: Readied, settings: object): Agent {
  return emailAgent.create(given({ to, ...settings }), { id: 'desk', folder: '.', env: {}, readied })
}

interface Post {
  readonly agent: Agent
  readonly desk: Desk
  readonly readied: Readied
  /** Opens a conversation. */
  talk(changes?: Parameters<typeof opening>[0]): Promise<Heard & { readonly session: AgentSession }>
  /** Sends as any program with these settings does, and gives the server's code. */
  post(mail: object, auth?: { readonly user: string; readonly pass: string }): Promise<number>
}

async function postal(settings: object = {}): Promise<Post> {
  const readied = await stands(settings)
  const port = Number(readied.env.SMTP_PORT)
  const desk = await startDesk(() => port)
  const agent = agentAt(desk.to, readied, settings)
  onTestFinished(async () => {
    await desk.stop()
    await readied.close()
  })
  return {
    agent,
    desk,
    readied,
    async talk(changes) {
      const heard = opening(changes)
      const session = await agent.open(heard.opening)
      onTestFinished(() => session.close())
      return { ...heard, session }
    },
    async post(mail, auth) {
      const transport = createTransport({ host: '127.0.0.1', port, ...(auth && { auth }) })
      return transport.sendMail({ from: 'desk@agent.example.com', text: 'Hello.', ...mail }).then(
        () => 250,
        ({ responseCode }) => responseCode as number,
      )
    },
  }
}

/** Until so many mails have come to the desk. */
const came = (desk: Desk, n: number) => vi.waitFor(() => expect(desk.mails.length).toBe(n), { timeout: 60_000 })
const addressOf = (desk: Desk) => desk.received[0]?.split(': ')[0] ?? ''

test('the agent is told where it sends its mails, and reaches no other host', async () => {
  const { readied } = await postal({
    user: 'me',
    pass: 'p@ss',
    mailbox: 'hello@salon.example',
    env: { MAIL: '{{SMTP_HOST}}' },
  })
  const port = readied.env.SMTP_PORT
  expect([readied.env, readied.hosts]).toEqual([
    {
      SMTP_HOST: '127.0.0.1',
      SMTP_PORT: port,
      SMTP_USER: 'me',
      SMTP_PASS: 'p@ss',
      SMTP_SECURE: 'false',
      SMTP_URL: `smtp://me:p%40ss@127.0.0.1:${port}`,
      SMTP_FROM: 'hello@salon.example',
      MAIL: '127.0.0.1',
    },
    {},
  ])
})

test('an unmodified program sends by the server that it is told of, and reaches no other', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fieldproof-email-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const program = `
    const { createTransport } = require('nodemailer')
    const mail = { from: 'desk@x.example', to: 'ana@y.example', text: 'Hello.' }
    const outcome = (server) => createTransport(server).sendMail(mail).then(() => 'sent', ({ message }) => message)
    Promise.all([outcome(process.env.SMTP_URL), outcome('smtp://192.0.2.1:25')]).then((all) => console.log(JSON.stringify(all)))`
  const refused =
    'Fieldproof keeps simulated conversations on this machine: 192.0.2.1 was not reached. If the agent needs it, name it under start, allow.'
  const email = given({ to: '' })
  expect(await runUnmodified({ id: 'desk', email }, folder, program)).toEqual(['sent', refused])
  expect(await runUnmodified({ id: 'desk', channels: { email: { email } } }, folder, program)).toEqual([
    'sent',
    refused,
  ])
})

test('its login is taken and another is not; without one mails are taken as by a relay', async () => {
  const { post, readied } = await postal()
  const { SMTP_USER: user = '', SMTP_PASS: pass = '' } = readied.env
  expect([
    await post({ to: 'x@y.example' }, { user, pass }),
    await post({ to: 'x@y.example' }, { user, pass: 'wrong' }),
    await post({ to: 'x@y.example' }),
  ]).toEqual([250, 535, 250])
})

test('a mail that is too long is refused', async () => {
  const { post } = await postal({ maxBytes: 5000 })
  expect([await post({ to: 'x@y.example', text: 'x'.repeat(6000) }), await post({ to: 'x@y.example' })]).toEqual([
    552, 250,
  ])
})

test('mails to nobody in a conversation are taken, counted and told', async () => {
  const { agent, post, talk, desk } = await postal()
  expect(agent.told?.()).toEqual([])
  const { session, events } = await talk()
  await session.send({ text: 'nothing' })
  await came(desk, 1)
  const to = addressOf(desk)
  await post({ to, cc: 'boss@salon.example', bcc: 'archive@salon.example' })
  await vi.waitFor(() => expect(events).toHaveLength(1))
  expect((events[0] as unknown as { readonly form: MailForm }).form.others).toEqual([
    'boss@salon.example',
    'archive@salon.example',
  ])
  await session.close()
  await post({ to })
  await vi.waitFor(() => expect(agent.told?.()).toHaveLength(2))
  expect(agent.told?.()).toEqual([
    "2 mails of the agent's went to addresses that are in no conversation, such as boss@salon.example: taken, counted, and passed on to nobody.",
    "1 mail of the agent's came when their conversation had ended.",
  ])
})

test('customers answer the last mail, in its thread, and quote it', async () => {
  const { talk, desk } = await postal()
  const { session, events } = await talk()
  await session.send({ text: 'say At three?' })
  await vi.waitFor(() => expect(events).toHaveLength(1))
  await session.send({ text: 'nothing more. Thanks!' })
  await session.send({ text: 'nothing else' })
  await came(desk, 3)
  const heard = (events[0] as { readonly form: MessageForm }).form
  const [first, second, third] = desk.mails
  expect([first, second, third].map((mail) => [mail?.subject, mail?.inReplyTo, mail?.references])).toEqual([
    ['say At three', undefined, undefined],
    ['Re: say At three', heard.messageId, `${first?.messageId} ${heard.messageId}`],
    ['Re: say At three', second?.messageId, `${first?.messageId} ${heard.messageId} ${second?.messageId}`],
  ])
  expect(second?.text?.replace(/On .* at \d\d:\d\d,/, 'On … at …,')).toBe(
    'nothing more. Thanks!\n\nOn … at …, desk@agent.example.com wrote:\n> At three?\n',
  )
  expect(third?.text).toBe('nothing else\n')
})

test('the customer’s own form is told before the mail is on its way', async () => {
  const { talk, desk } = await postal({ subject: 'About {{customer.pet}}' })
  const { session } = await talk({ customer: { pet: 'Bruno' } })
  const forms: MessageForm[] = []
  await session.send({ text: 'nothing', formed: (form) => forms.push(form) })
  await came(desk, 1)
  expect(forms).toEqual([{ subject: 'About Bruno', messageId: desk.mails[0]?.messageId }])
})

test('answers go to where the agent asks for them, and still nowhere but to its own server', async () => {
  const { talk, desk, post } = await postal()
  const { session, events } = await talk({ customer: { name: 'Ana "A" Reis' } })
  await session.send({ text: 'nothing' })
  await came(desk, 1)
  await post({ to: addressOf(desk), replyTo: 'tickets+17@elsewhere.example', subject: 'Ticket 17' })
  await vi.waitFor(() => expect(events).toHaveLength(1))
  await session.send({ text: 'nothing' })
  await came(desk, 2)
  expect(desk.mails.map(({ to, from, subject }) => [to?.[0]?.address, from?.name, subject])).toEqual([
    ['desk@agent.example.com', 'Ana A Reis', 'nothing'],
    ['tickets+17@elsewhere.example', 'Ana A Reis', 'Re: Ticket 17'],
  ])
})

test('some sign and some write HTML, the same ones under the same seed', async () => {
  const { talk, desk } = await postal({ signature: 1, html: 1 })
  const { session } = await talk({ values: { seed: 3 }, customer: { name: 'Ana Reis' } })
  await session.send({ text: 'nothing <b>' })
  await came(desk, 1)
  expect([desk.mails[0]?.text, desk.mails[0]?.html]).toMatchInlineSnapshot(`
    [
      "nothing <b>

    Sent from my phone
    ",
      "<html><body><div dir="ltr">nothing &lt;b&gt;</div><br><div class="signature">Sent from my phone</div></body></html>
    ",
    ]
  `)
})

test('an out-of-office reply comes from nobody, says so, and answers no other automatic mail', async () => {
  const { talk, desk, post } = await postal({ autoReply: 1, autoReplies: 2 })
  const { session, events } = await talk()
  await session.send({ text: 'nothing' })
  await came(desk, 1)
  const to = addressOf(desk)
  await post({ to, subject: 'Re: nothing', headers: { 'Auto-Submitted': 'auto-generated' } })
  for (const text of ['One.', 'Two.', 'Three.']) await post({ to, subject: 'Re: nothing', text })
  await vi.waitFor(() => expect(events).toHaveLength(4))
  await came(desk, 3)
  const header = (name: string) => desk.mails.map(({ headers }) => headers.find(({ key }) => key === name)?.value)
  expect([header('auto-submitted'), desk.mails.map(({ subject }) => subject), desk.received.slice(1)]).toEqual([
    [undefined, 'auto-replied', 'auto-replied'],
    ['nothing', 'Automatic reply: nothing', 'Automatic reply: nothing'],
    Array.from({ length: 2 }, () => expect.stringMatching(/^: Thank you for your message\. I am out of the office/)),
  ])
})

test('a mail that is delivered twice is the same to the byte; one that is overtaken comes second', async () => {
  const twice = await postal({ delivery: { duplicate: 1, duplicateAfterMs: 10 } })
  const { session } = await twice.talk()
  await session.send({ text: 'nothing' })
  await came(twice.desk, 2)
  expect(twice.desk.raw[1]).toBe(twice.desk.raw[0])

  const swapped = await postal({ delivery: { swapped: 1 } })
  const other = await swapped.talk()
  await other.session.send({ text: 'nothing one' })
  await other.session.send({ text: 'nothing two' })
  await came(swapped.desk, 2)
  expect(swapped.desk.mails.map(({ text }) => text)).toEqual(['nothing two\n', 'nothing one\n'])
})

test('a mail that is not taken for now is offered again as it is', async () => {
  const { talk, desk } = await postal()
  const { session } = await talk()
  const limited = { culprit: 'agent', code: 'rate-limited' }
  expect(await failureOf(session.send({ text: 'limited' }))).toMatchObject(limited)
  expect(await failureOf(session.send({ text: 'limited' }))).toMatchObject(limited)
  expect(desk.raw[1]).toBe(desk.raw[0])

  const patient = await postal({ delivery: { retryMs: [5, 5] } })
  const waiting = await patient.talk()
  await waiting.session.send({ text: 'limited' })
  await vi.waitFor(() => expect(waiting.failures).toHaveLength(1))
  expect([patient.desk.mails.length, waiting.failures[0]?.code]).toEqual([3, 'rate-limited'])
})

test('a mail server that is not there, or says no, is the agent’s failure', async () => {
  const { readied } = await postal()
  const agent = agentAt('smtp://127.0.0.1:1', readied, {})
  const session = await agent.open(opening().opening)
  expect(await failureOf(session.send({ text: 'Hello' }))).toEqual({
    culprit: 'agent',
    code: 'refused',
    message: 'The mail server at 127.0.0.1:1 did not take the mail: connect ECONNREFUSED 127.0.0.1:1',
  })
  await session.close()
})

test('a conversation that ends waits for no mail server', async () => {
  const { talk } = await postal()
  const { session, end } = await talk()
  const sending = session.send({ text: 'never' })
  end()
  await sending
  await session.close()
})

function problemIn(settings: object): string {
  try {
    emailAgent.create(given(settings), { id: 'desk', folder: '.', env: {} })
    return 'none'
  } catch (thrown) {
    return (thrown as Problem).code
  }
}

test('mails are delivered on this machine alone', () => {
  const elsewhere = [
    'smtp://mail.example.com',
    'smtp://127.0.0.1.example.com:25',
    'http://127.0.0.1:25',
    'smtp://10.0.0.1',
    'x',
  ]
  expect(elsewhere.map((to) => problemIn({ to }))).toEqual(elsewhere.map(() => 'connect/mail-elsewhere'))
  const here = ['smtp://127.0.0.1:2525', 'smtp://localhost', 'smtp://[::1]:25', 'smtps://127.0.0.1']
  expect(here.map((to) => problemIn({ to }))).toEqual(here.map(() => 'none'))
})

test('two conversations at once with the same address are refused, and what is no address too', async () => {
  const { agent } = await postal({ customer: 'Ana Reis <{{customer.email}}>' })
  const openWith = (email: string) => agent.open(opening({ customer: { email } }).opening)
  const first = await openWith('Ana@x.example')
  const codeOf = async (email: string) =>
    openWith(email).then(
      () => 'open',
      (thrown) => (thrown instanceof Problem ? thrown.code : thrown),
    )
  expect([await codeOf('ana@x.example'), await codeOf('ana'), await codeOf('a@x.example>, <b@x.example')]).toEqual([
    'connect/address-taken',
    'connect/no-address',
    'connect/no-address',
  ])
  await first.close()
  const again = await openWith('ana@x.example')
  await again.close()
})
