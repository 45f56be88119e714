/**
 * An agent that answers mails: customers' mails are delivered to its own mail server, and it sends by one that stands
 * here in place of its own.
 *
 * Everything stays on this machine. An agent that fetches its mails from a mailbox (IMAP, POP) cannot be reached this way.
 */
import { z } from 'zod'
import { Problem } from '../../problem.ts'
import { hash64 } from '../../stats/index.ts'
import type { Agent, Opening } from '../agents/agent.ts'
import type { AgentKind, Readied, Surroundings } from '../agents/agent-kind.ts'
import { messageValues } from '../agents/message-values.ts'
import { maxBytes } from '../agents/settings.ts'
import { fillText } from '../template.ts'
import { deliverySettings, explainDelivery } from './delivery.ts'
import { placeOf } from './mail-sender.ts'
import { MailSession } from './mail-session.ts'
import type { Address } from './mail-writing.ts'
import { PostOffice } from './post-office.ts'

const share = (words: string) => z.number().min(0).max(1).default(0).describe(`${words}, a fraction 0..1. Default 0.`)

const settings = z.strictObject({
  to: z
    .string()
    .describe("The agent's mail server on this machine: smtp://127.0.0.1:2525, or 'smtp://127.0.0.1:{{start.port}}'."),
  mailbox: z
    .string()
    .default('desk@agent.example.com')
    .describe("The agent's address, which customers write to. Default desk@agent.example.com."),
  customer: z
    .string()
    .optional()
    .describe(
      "The customer's address, such as '{{customer.email}}' or 'Ana Reis <{{prepare.email}}>', where the agent has to know it. Default one for each conversation that nobody has.",
    ),
  subject: z
    .string()
    .optional()
    .describe('Subject of the first mail; may hold placeholders. Default how its text begins.'),
  quotes: z.boolean().default(true).describe('Whether answers quote the mail that they answer. Default true.'),
  signature: share('Customers who sign'),
  html: share('Customers who write HTML, with the same as text beside it'),
  autoReply: share('Customers whose mailbox answers by itself that they are away'),
  autoReplies: z
    .int()
    .min(1)
    .max(20)
    .default(1)
    .describe('How often such a mailbox answers in one conversation: more than once shows loops. Default 1.'),
  user: z.string().min(1).default('desk').describe('Login of the server that the agent sends by, given as SMTP_USER.'),
  pass: z.string().min(1).default('simulated-password').describe('Its password, given as SMTP_PASS.'),
  env: z
    .record(z.string(), z.string())
    .default({})
    .describe(
      "Further environment for the agent, which may name what it is given anyway: { MAIL_HOST: '{{SMTP_HOST}}' }.",
    ),
  delivery: deliverySettings.describe('How mails are delivered: twice, late, in another order.'),
  maxBytes,
})

export type EmailSettings = z.output<typeof settings>

export const emailAgent: AgentKind<EmailSettings> = {
  kind: 'email',
  summary: 'An agent that answers mails: SMTP in and out.',
  example: `email: { to: 'smtp://127.0.0.1:2525', mailbox: desk@agent.example.com }`,
  settings,
  async ready(given): Promise<Readied> {
    const office = new PostOffice()
    const port = await office.listen(given)
    const env = await Promise.resolve(port)
      .then((at) => environment(given, at))
      .catch(async (thrown: unknown) => {
        await office.close()
        throw thrown
      })
    return {
      state: office,
      env,
      // None is answered here, and none is reached: an agent under test writes to nobody real.
      hosts: {},
      close: () => office.close(),
    }
  },
  create(given, { id, readied }: Surroundings): Agent {
    const office = (readied?.state as PostOffice | undefined) ?? new PostOffice()
    const place = placeOf(given.to)
    const mailbox = given.mailbox.toLowerCase()
    const ways = explainDelivery(given.delivery)
    return {
      id,
      time: 'wall',
      explain: () => `mail to ${given.mailbox} by ${given.to}${ways === '' ? '' : `, ${ways}`}`,
      async open(opening) {
        const customer = customerOf(given, opening)
        if (office.open.has(customer.address)) throw taken(customer.address)
        const values = messageValues(opening, undefined)
        const subject = given.subject === undefined ? {} : { subject: oneLine(fillText(given.subject, values)) }
        return new MailSession({ office, given, place, customer, mailbox, ...subject }, opening)
      },
      addressOf: (conversation) => (given.customer === undefined ? addressOf(conversation) : undefined),
      told: () => office.told(),
      close: async () => {},
    }
  },
}

/** What mail programs are usually told by, so that an unmodified one starts. */
function environment({ user, pass, mailbox, env }: EmailSettings, port: number): Readonly<Record<string, string>> {
  const usual = {
    SMTP_HOST: '127.0.0.1',
    SMTP_PORT: `${port}`,
    SMTP_USER: user,
    SMTP_PASS: pass,
    SMTP_SECURE: 'false',
    SMTP_URL: `smtp://${encodeURIComponent(user)}:${encodeURIComponent(pass)}@127.0.0.1:${port}`,
    SMTP_FROM: mailbox,
  }
  return { ...usual, ...Object.fromEntries(Object.entries(env).map(([name, text]) => [name, fillText(text, usual)])) }
}

/** Domains under example.com belong to nobody. @see RFC 2606 */
/** An address that nobody has. */
function addressOf(conversation: string): string {
  return `customer-${hash64(conversation)}@customers.example.com`
}

function customerOf({ customer }: EmailSettings, opening: Opening): Address {
  const { name } = opening.customer
  const known = typeof name === 'string' ? oneLine(name) : ''
  if (customer === undefined) {
    return { name: known, address: addressOf(opening.conversationId) }
  }
  const text = fillText(customer, messageValues(opening, undefined)).trim()
  const [, shown = known, address = ''] = /^(?:([^<>]*)<)?\s*([^<>\s"]+@[^<>\s"]+)\s*>?$/.exec(text) ?? []
  if (address === '') {
    throw new Problem({
      code: 'connect/no-address',
      message: `The customer's address would be "${text}", which is no mail address.`,
      hint: 'Give "customer:" an address that each conversation has, such as \'{{prepare.email}}\', or leave it out.',
    })
  }
  return { name: oneLine(shown), address: address.toLowerCase() }
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\s"<>]+/gu, ' ').trim()
}

function taken(address: string): Problem {
  return new Problem({
    code: 'connect/address-taken',
    message: `Two conversations at once would be with the customer ${address}, and the agent could not tell them apart.`,
    hint: 'Give each its own address in "customer:", or play one at a time with "runs: { concurrency: 1 }".',
  })
}
