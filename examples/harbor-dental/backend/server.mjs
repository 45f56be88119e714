/** The practice's calendar and patient records over HTTP. */
import { createServer } from 'node:http'
import { openDatabase } from './database.mjs'
import { Refusal, routesOver } from './routes.mjs'

const maxBodyBytes = 1_000_000

/** @param {import('node:http').IncomingMessage} request */
async function bodyOf(request) {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk
    if (text.length > maxBodyBytes) throw new Refusal(413, 'too-large', 'The body is too large.')
  }
  if (text === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal(400, 'bad-request', 'The body is not JSON.')
  }
}

/** `/offices/7/patients/P-1/identity` to the route's pattern and the names in it. @param {string} path */
function matched(path) {
  const [offices, office, what, id, action] = path.split('/').slice(1).map(decodeURIComponent)
  const pattern = [offices, office && ':office', what, id && ':id', action].filter((part) => part !== undefined)
  return { pattern: `/${pattern.join('/')}`, office: office ?? '', id: id ?? '' }
}

/** @param {{ file?: string, port?: number }} [options] */
export async function startBackend({ file, port = 0 } = {}) {
  const records = openDatabase(file)
  const routes = routesOver(records)

  const server = createServer(async (request, response) => {
    const answer = (/** @type {number} */ status, /** @type {unknown} */ body) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    try {
      const url = new URL(request.url ?? '/', 'http://backend')
      const { pattern, office, id } = matched(url.pathname)
      const route = routes[`${request.method} ${pattern}`]
      if (!route) throw new Refusal(404, 'not-found', 'There is nothing here.')
      const body = request.method === 'GET' ? {} : await bodyOf(request)
      answer(request.method === 'POST' ? 201 : 200, route({ office, id, query: url.searchParams, body }))
    } catch (error) {
      if (error instanceof Refusal) return answer(error.status, { error: error.error, message: error.message })
      console.error(error)
      answer(500, { error: 'internal', message: 'Something went wrong.' })
    }
  })
  await new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(undefined)))
  const address = /** @type {import('node:net').AddressInfo} */ (server.address())

  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      records.close()
    },
  }
}
