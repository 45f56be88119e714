/** The receptionist over HTTP: `POST /chat` takes one message of a customer and answers with replies and tool calls. */
import { createServer } from 'node:http'
import { createReceptionist } from './receptionist.mjs'
import { trainUnderstanding } from './understanding.mjs'

const maxBodyBytes = 100_000

/** @param {import('node:http').IncomingMessage} request */
async function bodyOf(request) {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk
    if (text.length > maxBodyBytes) return undefined
  }
  try {
    const body = JSON.parse(text)
    const complete = [body?.conversation, body?.office, body?.message].every((value) => typeof value === 'string')
    return complete ? body : undefined
  } catch {
    return undefined
  }
}

/** @param {{ backend: string, port?: number }} options `backend` is the address of the calendar and patient records */
export async function startAgent({ backend, port = 0 }) {
  const chat = createReceptionist({ understand: await trainUnderstanding(), backend })

  const server = createServer(async (request, response) => {
    const answer = (/** @type {number} */ status, /** @type {unknown} */ body) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (request.method !== 'POST' || request.url !== '/chat') return answer(404, { error: 'not-found' })
    const body = await bodyOf(request)
    if (!body)
      return answer(400, {
        error: 'bad-request',
        message: 'Send { conversation, office, channel, message, customer }.',
      })
    try {
      answer(200, await chat(body))
    } catch (error) {
      console.error(error)
      answer(500, { error: 'internal' })
    }
  })
  await new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(undefined)))
  const address = /** @type {import('node:net').AddressInfo} */ (server.address())

  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
