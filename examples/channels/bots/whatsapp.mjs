/** A WhatsApp bot: no library, one webhook, fetch to Meta's Cloud API. */
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import { answer, isKnown } from '../salon.mjs'

const { WHATSAPP_TOKEN, WHATSAPP_PHONE_NUMBER_ID, WHATSAPP_APP_SECRET, WHATSAPP_VERIFY_TOKEN, PORT } = process.env

createServer(async (request, response) => {
  const asked = new URL(request.url, 'http://bot').searchParams
  if (request.method === 'GET') {
    return response.end(asked.get('hub.verify_token') === WHATSAPP_VERIFY_TOKEN ? asked.get('hub.challenge') : '')
  }
  const pieces = []
  for await (const piece of request) pieces.push(piece)
  const body = Buffer.concat(pieces)
  const signature = createHmac('sha256', WHATSAPP_APP_SECRET).update(body).digest('hex')
  if (request.headers['x-hub-signature-256'] !== `sha256=${signature}`) return response.writeHead(401).end()
  response.end()
  const changes = JSON.parse(body).entry.flatMap((entry) => entry.changes)
  for (const { id, from, text } of changes.flatMap(({ value }) => value.messages ?? [])) {
    if (!isKnown(id)) await say(from, await answer(from, text.body))
  }
}).listen(Number(PORT), '127.0.0.1')

async function say(to, body) {
  await fetch(`https://graph.facebook.com/v21.0/${WHATSAPP_PHONE_NUMBER_ID}/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${WHATSAPP_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ messaging_product: 'whatsapp', to, type: 'text', text: { body } }),
  })
}
