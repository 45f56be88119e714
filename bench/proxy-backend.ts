/**
 * A backend for the proxy's bench. Prints its port.
 *
 * `/appointments/…` is one small record at once, `/slow/…` the same after 2 ms as if it had been looked up, and
 * `/export` a megabyte.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const record = Buffer.from(
  JSON.stringify({
    id: 'appointment-4711',
    start: '2026-03-02T09:30:00+01:00',
    end: '2026-03-02T10:00:00+01:00',
    status: 'booked',
    customer: { id: 'customer-12', name: 'A customer', phone: '+49 30 000000' },
    notes: ['first visit', 'prefers mornings'],
  }),
)
const head = { 'content-type': 'application/json', 'content-length': record.length, 'x-request-id': 'request-1' }
const long = Buffer.alloc(1_000_000, 'x')

const server = createServer(({ url }, response) => {
  if (url === '/export') return void response.writeHead(200, { 'content-length': long.length }).end(long)
  const answer = () => response.writeHead(200, head).end(record)
  if (url?.startsWith('/slow') === true) setTimeout(answer, 2)
  else answer()
})
server.keepAliveTimeout = 120_000
server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
