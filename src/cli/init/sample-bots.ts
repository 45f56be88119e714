/**
 * The bots that `fieldproof init` writes where none is at hand: each is reached as its provider reaches it, and hands
 * what customers write to the same small receptionist. They need nothing but Node, save the one that answers mails.
 */
import type { ProviderKind } from './answers.ts'

interface Pieces {
  readonly imports: string
  /** Constants and settings. */
  readonly head: string
  /** Answers a request that is no message; empty where there is none. */
  readonly asked: string
  /** `isSigned`, `messagesIn` and `say`. */
  readonly functions: string
}

const meta = (secret: string, token: string): Pick<Pieces, 'imports' | 'asked'> & { readonly isSigned: string } => ({
  imports: `import { createHmac } from 'node:crypto'`,
  asked: `
  // Asked once, before anything is delivered.
  if (request.method === 'GET') {
    const isMeta = url.searchParams.get('hub.verify_token') === process.env.${token}
    return response.writeHead(isMeta ? 200 : 403).end(isMeta ? url.searchParams.get('hub.challenge') : '')
  }`,
  isSigned: `function isSigned({ headers }, body) {
  const signature = createHmac('sha256', process.env.${secret}).update(body).digest('hex')
  return headers['x-hub-signature-256'] === 'sha256=' + signature
}`,
})

const whatsappMeta = meta('WHATSAPP_APP_SECRET', 'WHATSAPP_VERIFY_TOKEN')

/** Messenger and Instagram. */
function pageBot(kind: 'MESSENGER' | 'INSTAGRAM', token: string): Pieces {
  const { isSigned, ...rest } = meta(`${kind}_APP_SECRET`, `${kind}_VERIFY_TOKEN`)
  return {
    ...rest,
    head: `const { ${token} } = process.env`,
    functions: `${isSigned}

/** One request may bring several. What the bot itself has said comes too, marked as an echo. */
function messagesIn(body) {
  const events = JSON.parse(body).entry.flatMap(({ messaging }) => messaging ?? [])
  return events.flatMap(({ sender, message }) =>
    message === undefined || message.is_echo ? [] : [{ id: message.mid, from: sender.id, text: message.text ?? '' }],
  )
}

async function say({ from }, text) {
  await fetch('https://graph.facebook.com/v21.0/me/messages', {
    method: 'POST',
    headers: { authorization: 'Bearer ' + ${token}, 'content-type': 'application/json' },
    body: JSON.stringify({ recipient: { id: from }, messaging_type: 'RESPONSE', message: { text } }),
  })
}`,
  }
}

const pieces: Readonly<Record<Exclude<ProviderKind, 'email'>, Pieces>> = {
  twilio: {
    imports: `import { createHmac } from 'node:crypto'`,
    head: `const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_PHONE_NUMBER } = process.env`,
    asked: '',
    functions: `function isSigned({ headers, url }, body) {
  const fields = [...new URLSearchParams(body)].sort(([a], [b]) => (a < b ? -1 : 1)).flat().join('')
  const address = 'http://' + headers.host + url
  return headers['x-twilio-signature'] === createHmac('sha1', TWILIO_AUTH_TOKEN).update(address + fields).digest('base64')
}

function messagesIn(body) {
  const fields = new URLSearchParams(body)
  return [{ id: fields.get('MessageSid'), from: fields.get('From'), text: fields.get('Body') }]
}

async function say({ from }, text) {
  const key = Buffer.from(TWILIO_ACCOUNT_SID + ':' + TWILIO_AUTH_TOKEN).toString('base64')
  await fetch('https://api.twilio.com/2010-04-01/Accounts/' + TWILIO_ACCOUNT_SID + '/Messages.json', {
    method: 'POST',
    headers: { authorization: 'Basic ' + key },
    body: new URLSearchParams({ To: from, From: TWILIO_PHONE_NUMBER, Body: text }),
  })
}`,
  },
  'whatsapp-cloud': {
    imports: whatsappMeta.imports,
    head: `const { WHATSAPP_TOKEN, WHATSAPP_PHONE_NUMBER_ID } = process.env`,
    asked: whatsappMeta.asked,
    functions: `${whatsappMeta.isSigned}

/** One request may bring several, or none: what became of the bot's own messages comes here too. */
function messagesIn(body) {
  const changes = JSON.parse(body).entry.flatMap((entry) => entry.changes)
  const messages = changes.flatMap(({ value }) => value.messages ?? [])
  return messages.map(({ id, from, text }) => ({ id, from, text: text?.body ?? '' }))
}

async function say({ from }, text) {
  await fetch('https://graph.facebook.com/v21.0/' + WHATSAPP_PHONE_NUMBER_ID + '/messages', {
    method: 'POST',
    headers: { authorization: 'Bearer ' + WHATSAPP_TOKEN, 'content-type': 'application/json' },
    body: JSON.stringify({ messaging_product: 'whatsapp', to: from, type: 'text', text: { body: text } }),
  })
}`,
  },
  messenger: pageBot('MESSENGER', 'MESSENGER_PAGE_ACCESS_TOKEN'),
  instagram: pageBot('INSTAGRAM', 'INSTAGRAM_ACCESS_TOKEN'),
  slack: {
    imports: `import { createHmac } from 'node:crypto'`,
    head: `const { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET } = process.env`,
    asked: '',
    functions: `function isSigned({ headers }, body) {
  const signed = 'v0:' + headers['x-slack-request-timestamp'] + ':' + body
  return headers['x-slack-signature'] === 'v0=' + createHmac('sha256', SLACK_SIGNING_SECRET).update(signed).digest('hex')
}

/** The bot's own messages come too, and say which bot they are of. */
function messagesIn(body) {
  const { event_id, event } = JSON.parse(body)
  if (event === undefined || event.bot_id !== undefined) return []
  return [{ id: event_id, from: event.user, channel: event.channel, text: event.text }]
}

async function say({ channel }, text) {
  await fetch('https://slack.com/api/chat.postMessage', {
    method: 'POST',
    headers: { authorization: 'Bearer ' + SLACK_BOT_TOKEN, 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ channel, text }),
  })
}`,
  },
  highlevel: {
    imports: `import { verify } from 'node:crypto'`,
    head: `const { HIGHLEVEL_ACCESS_TOKEN, HIGHLEVEL_PUBLIC_KEY } = process.env`,
    asked: '',
    functions: `/** In production the key is HighLevel's own, as it stands in its documents. */
function isSigned({ headers }, body) {
  const signature = Buffer.from(headers['x-ghl-signature'] ?? '', 'base64')
  return verify(null, Buffer.from(body), HIGHLEVEL_PUBLIC_KEY, signature)
}

function messagesIn(body) {
  const { type, direction, messageId, contactId, messageType, body: text } = JSON.parse(body)
  if (type !== 'InboundMessage' || direction !== 'inbound') return []
  return [{ id: messageId, from: contactId, messageType, text }]
}

async function say({ from, messageType }, text) {
  await fetch('https://services.leadconnectorhq.com/conversations/messages', {
    method: 'POST',
    headers: {
      authorization: 'Bearer ' + HIGHLEVEL_ACCESS_TOKEN,
      version: '2021-04-15',
      'content-type': 'application/json',
    },
    body: JSON.stringify({ type: messageType, contactId: from, message: text }),
  })
}`,
  },
}

/** What Slack asks first comes as a signed request like any other. */
const challenged = `
  const { challenge } = JSON.parse(body)
  if (challenge !== undefined) return response.end(challenge)`

function webhookBot(kind: Exclude<ProviderKind, 'email'>): string {
  const { imports, head, asked, functions } = pieces[kind]
  return `/** A bot behind a webhook, to begin with: it hands what customers write to the receptionist in agent.mjs. */
${imports}
import { createServer } from 'node:http'
import { readBookings, reply } from './agent.mjs'

${head}
const seen = new Set()

createServer(async (request, response) => {
  const url = new URL(request.url, 'http://bot')
  if (url.pathname === '/bookings') {
    const bookings = readBookings({ conversation: url.searchParams.get('customer') })
    return response.end(JSON.stringify({ bookings }))
  }${asked}
  let body = ''
  for await (const piece of request.setEncoding('utf8')) body += piece
  if (!isSigned(request, body)) return response.writeHead(401).end()${kind === 'slack' ? challenged : ''}
  // Acknowledged at once: what takes too long is delivered again.
  response.end()
  for (const message of messagesIn(body)) {
    // Delivered at least once: without these two lines a message that comes twice is answered twice.
    if (seen.has(message.id)) continue
    seen.add(message.id)
    const answer = reply(message.text, { conversationId: message.from, values: { now: new Date() } })
    await say(message, answer.messages ?? answer)
  }
}).listen(Number(process.env.PORT), '127.0.0.1')

${functions}
`
}

const mailBot = `/**
 * A bot that answers mails, to begin with: it hands what customers write to the receptionist in agent.mjs.
 *
 * It needs three packages: npm install nodemailer smtp-server postal-mime
 */
import { createServer } from 'node:http'
import { createTransport } from 'nodemailer'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { readBookings, reply } from './agent.mjs'

const { SMTP_URL, SMTP_FROM } = process.env
const transport = createTransport(SMTP_URL)
const seen = new Set()

const mails = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  async onData(stream, _session, done) {
    const pieces = []
    for await (const piece of stream) pieces.push(piece)
    done()
    await answer(await PostalMime.parse(Buffer.concat(pieces)))
  },
})
mails.on('error', () => {})

async function answer(mail) {
  const isAutomatic = mail.headers.some(({ key, value }) => key === 'auto-submitted' && value !== 'no')
  // Delivered at least once: a mail that comes twice is answered once. One that a program sent is not answered.
  if (isAutomatic || seen.has(mail.messageId)) return
  seen.add(mail.messageId)
  const customer = mail.from.address
  const answer = reply(ownWords(mail.text ?? ''), { conversationId: customer, values: { now: new Date() } })
  await transport.sendMail({
    from: SMTP_FROM,
    to: customer,
    subject: 'Re: ' + (mail.subject ?? '').replace(/^Re: /i, ''),
    inReplyTo: mail.messageId,
    references: [mail.references ?? [], mail.messageId].flat(),
    text: answer.messages ?? answer,
  })
}

/** Without what is quoted below, and without the signature. */
function ownWords(text) {
  return text.split(/^(?:On .* wrote:|>.*|-- ?)$/m)[0].trim()
}

const bookings = createServer((request, response) => {
  const customer = new URL(request.url, 'http://bot').searchParams.get('customer')
  response.end(JSON.stringify({ bookings: readBookings({ conversation: customer }) }))
})

// Fieldproof is told where both are, in one line of JSON.
mails.listen(0, '127.0.0.1', () => {
  bookings.listen(0, '127.0.0.1', () => {
    const url = 'http://127.0.0.1:' + bookings.address().port
    console.log(JSON.stringify({ url, smtp: 'smtp://127.0.0.1:' + mails.server.address().port }))
  })
})
`

/** The program, as a module for Node. */
export function sampleBot(kind: ProviderKind): string {
  return kind === 'email' ? mailBot : webhookBot(kind)
}
