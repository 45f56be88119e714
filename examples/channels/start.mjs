/** Starts the salon's calendar and the four bots, each at a free port, and prints where they are when all listen. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, createServer as createTcpServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const bookings = []
const calendar = createServer(async (request, response) => {
  let body = ''
  for await (const piece of request) body += piece
  if (request.method === 'POST') bookings.push({ id: bookings.length + 1, ...JSON.parse(body) })
  const who = new URL(request.url, 'http://calendar').searchParams.get('who')
  response.end(JSON.stringify({ bookings: bookings.filter((booking) => booking.who === who) }))
}).listen(0, '127.0.0.1')
await once(calendar, 'listening')
const CALENDAR_URL = `http://127.0.0.1:${calendar.address().port}`

const bots = ['sms', 'whatsapp', 'slack', 'mail']
const ports = Object.fromEntries(await Promise.all(bots.map(async (bot) => [bot, await started(bot)])))
const at = (bot, scheme = 'http') => `${scheme}://127.0.0.1:${ports[bot]}`
const addresses = { calendar: CALENDAR_URL, sms: at('sms'), whatsapp: at('whatsapp'), slack: at('slack') }
process.stdout.write(`${JSON.stringify({ ...addresses, mail: at('mail', 'smtp') })}\n`)

async function started(bot) {
  const PORT = await freePort()
  const program = fileURLToPath(new URL(`bots/${bot}.mjs`, import.meta.url))
  const env = { ...process.env, PORT, CALENDAR_URL }
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'ignore', 'inherit'] })
  // A bot that ends ends them all, so that a mistake is seen at once.
  child.once('exit', (code) => process.exit(code ?? 1))
  process.once('exit', () => child.kill())
  while (!(await listens(PORT))) await sleep(25)
  return PORT
}

async function freePort() {
  const server = createTcpServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  await new Promise((done) => server.close(done))
  return port
}

function listens(port) {
  return new Promise((tell) => {
    const socket = connect(port, '127.0.0.1', () => tell(socket.destroy() !== undefined))
    socket.once('error', () => tell(false))
  })
}

process.once('SIGTERM', () => process.exit(0))
