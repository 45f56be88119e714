/** Receivers of alerts on this machine: real servers that write down what they get. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import type { Notice, Outside } from './alert-kind.ts'

export interface Receiver {
  /** `http://127.0.0.1:…` or `smtp://127.0.0.1:…`. */
  readonly url: string
  /** What came, oldest first. */
  readonly got: readonly Got[]
  /** What is answered from now on: `later` and `never` as the protocol says it, `silent` not at all. */
  answer: 'ok' | 'later' | 'never' | 'silent'
  close(): Promise<void>
}

interface Got {
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: string
}

export async function httpReceiver(ok = 200): Promise<Receiver> {
  const got: Got[] = []
  const server = createServer(async (request, response) => {
    got.push({ headers: request.headers, body: (await buffer(request)).toString('utf8') })
    if (receiver.answer === 'silent') return
    const status = { ok, later: 503, never: 404 }[receiver.answer]
    response.writeHead(status, { 'content-type': 'text/plain' }).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/hook/secret-part`,
    got,
    answer: 'ok',
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return receiver
}

export async function mailReceiver(): Promise<Receiver> {
  const got: Got[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onData(stream, session, done) {
      buffer(stream).then((raw) => {
        const to = session.envelope.rcptTo.map(({ address }) => address)
        got.push({ headers: { to }, body: raw.toString('utf8').replaceAll('=\r\n', '') })
        if (receiver.answer === 'silent') return
        if (receiver.answer === 'ok') return done()
        done(Object.assign(new Error('no'), { responseCode: receiver.answer === 'later' ? 451 : 550 }))
      }, done)
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  const receiver: Receiver = {
    url: `smtp://127.0.0.1:${port}`,
    got,
    answer: 'ok',
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return receiver
}

export function outside(more: Partial<Outside> = {}): Outside {
  return {
    fetch: globalThis.fetch,
    allowed: async () => ['127.0.0.1'],
    now: () => 1_772_445_600_000,
    signal: new AbortController().signal,
    ...more,
  }
}

export const notice = (more: Partial<Notice> = {}): Notice => ({
  id: 'n0000000000000001',
  project: 'default',
  again: false,
  told: [
    {
      what: 'raised',
      alarm: 'a1',
      stream: 'booked-means-booked/chat/2.1',
      title: 'booked-means-booked is kept less often',
      because: 'Since 2 March it was kept in 90 of 100 <conversations> & before in 99 of 100.',
      evidence: { before: 0.99, since: 0.9 },
      atMs: 1_772_445_600_000,
    },
  ],
  ...more,
})
