/** An SMS bot: Twilio's own library, its webhook, an answer by its API. */
import { createServer } from 'node:http'
import twilio from 'twilio'
import { answer, isKnown } from '../salon.mjs'

const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, PORT } = process.env
const client = twilio(TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN)

createServer(async (request, response) => {
  let body = ''
  for await (const piece of request) body += piece
  const fields = Object.fromEntries(new URLSearchParams(body))
  const signature = request.headers['x-twilio-signature'] ?? ''
  const url = `http://${request.headers.host}${request.url}`
  if (!twilio.validateRequest(TWILIO_AUTH_TOKEN, signature, url, fields)) return response.writeHead(403).end()
  response.writeHead(200, { 'content-type': 'text/xml' }).end('<Response/>')
  if (isKnown(fields.MessageSid)) return
  await client.messages.create({ to: fields.From, from: fields.To, body: await answer(fields.From, fields.Body) })
}).listen(Number(PORT), '127.0.0.1')
