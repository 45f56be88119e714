/** A WhatsApp bot as people write them: no library, one webhook, fetch to the Cloud API. */
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import { salon, seenBefore } from './book.mjs'

const { WHATSAPP_TOKEN, WHATSAPP_PHONE_NUMBER_ID, WHATSAPP_APP_SECRET, WHATSAPP_VERIFY_TOKEN, PORT } = process.env
const careful = process.argv[2] === 'careful'
const { bookingsOf, answer } = salon()
const isKnown = seenBefore(careful)

createServer(async (request, response) => {
  if (request.url.startsWith('/bookings')) return response.end(bookingsOf(request.url))
  if (request.method === 'GET') return response.end(challengeOf(new URL(request.url, 'http://bot').searchParams))
  const pieces = []
  for await (const piece of request) pieces.push(piece)
  const bytes = Buffer.concat(pieces)
  const signature = createHmac('sha256', WHATSAPP_APP_SECRET).update(bytes).digest('hex')
  if (request.headers['x-hub-signature-256'] !== `sha256=${signature}`) return response.writeHead(401).end()
  response.end()
  for (const message of messagesIn(JSON.parse(bytes))) {
    if (!isKnown(message.id)) await say(message.from, answer(message.from, message.text.body))
  }
}).listen(Number(PORT), '127.0.0.1')

function challengeOf(query) {
  return query.get('hub.verify_token') === WHATSAPP_VERIFY_TOKEN ? query.get('hub.challenge') : ''
}

/** The careless one looks at the first message, which is nearly always the only one. */
function messagesIn({ entry }) {
  const all = entry.flatMap(({ changes }) => changes.flatMap(({ value }) => value.messages ?? []))
  return careful ? all : all.slice(0, 1)
}

async function say(to, body) {
  // biome-ignore lint/style/noRestrictedGlobals: this is somebody's bot
  await fetch(`https://graph.facebook.com/v21.0/${WHATSAPP_PHONE_NUMBER_ID}/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${WHATSAPP_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ messaging_product: 'whatsapp', to, type: 'text', text: { body } }),
  })
}
