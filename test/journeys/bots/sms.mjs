/** An SMS bot as people write them: Twilio's library, a webhook, an answer by the REST API. */
import { createServer } from 'node:http'
import twilio from 'twilio'
import { salon, seenBefore } from './book.mjs'

const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, PORT } = process.env
const client = twilio(TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN)
const { bookingsOf, answer } = salon()
const isKnown = seenBefore(process.argv[2] === 'careful')

createServer(async (request, response) => {
  if (request.url.startsWith('/bookings')) return response.end(bookingsOf(request.url))
  let body = ''
  for await (const piece of request) body += piece
  const fields = Object.fromEntries(new URLSearchParams(body))
  const signature = request.headers['x-twilio-signature'] ?? ''
  const url = `http://127.0.0.1:${PORT}${request.url}`
  if (!twilio.validateRequest(TWILIO_AUTH_TOKEN, signature, url, fields)) return response.writeHead(403).end()
  response.writeHead(200, { 'content-type': 'text/xml' }).end('<Response/>')
  if (fields.MessageStatus !== undefined || isKnown(fields.MessageSid)) return
  await client.messages.create({
    to: fields.From,
    from: fields.To,
    body: answer(fields.From, fields.Body),
    statusCallback: `http://127.0.0.1:${PORT}/status`,
  })
}).listen(Number(PORT), '127.0.0.1')
