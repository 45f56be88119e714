/** An agent that answers mails, in this process: does on each mail what `deedFor` says. Not part of the product. */
import { connect, type Socket } from 'node:net'
import { createTransport } from 'nodemailer'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'
import { deedFor } from '../agents/agent.conformance.ts'

export interface Desk {
  /** Where it takes its mails. */
  readonly to: string
  /** What came, as `address: text`. */
  readonly received: string[]
  /** Each mail that came, read. */
  readonly mails: Email[]
  /** Each mail that came, as it was. */
  readonly raw: string[]
  stop(): Promise<void>
}

/** @param smtp the port of the server that it sends by */
export async function startDesk(smtp: () => number): Promise<Desk> {
  const received: string[] = []
  const mails: Email[] = []
  const raw: string[] = []
  const sockets = new Set<Socket>()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    closeTimeout: 1,
    async onData(stream, session, answer) {
      const bytes = await collect(stream)
      const mail = await PostalMime.parse(bytes)
      const from = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address
      const [text = ''] = (mail.text ?? '').split(/\n\nOn [^\n]*wrote:\n|\n$/)
      received.push(`${from}: ${text}`)
      mails.push(mail)
      raw.push(bytes.toString('utf8'))
      const deed = deedFor(text, from)
      const [socket] = [...server.connections].flatMap((each) =>
        each.session.id === session.id ? [each._socket as Socket] : [],
      )
      if (deed.how === 'never') return
      if (deed.how === 'cut') return void socket?.destroy()
      if (deed.how === 'garbage') return void socket?.write('HTTP/1.1 200 OK\r\n')
      if (deed.how === 'limited') return answer(Object.assign(new Error('try later'), { responseCode: 451 }))
      answer(null, 'taken')
      await new Promise((done) => setTimeout(done, deed.afterMs))
      for (const reply of deed.replies) await send(mail, reply, from, deed.how === 'dribbled')
    },
  })
  server.on('error', () => {})

  async function send(mail: Email, text: string, to: string, slowly: boolean): Promise<void> {
    const transport = createTransport({
      host: '127.0.0.1',
      port: smtp(),
      ...(slowly && {
        getSocket: (_: unknown, done: (error: Error | null, got: { connection: Socket }) => void) => {
          const socket = dribbling(smtp())
          socket.once('connect', () => done(null, { connection: socket }))
        },
      }),
    })
    await transport.sendMail({
      from: 'desk@agent.example.com',
      to,
      subject: `Re: ${mail.subject}`,
      ...(mail.messageId !== undefined && { inReplyTo: mail.messageId, references: [mail.messageId] }),
      text,
    })
  }

  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.server.address() as { readonly port: number }
  return {
    to: `smtp://127.0.0.1:${port}`,
    received,
    mails,
    raw,
    stop: () => new Promise((done) => server.close(() => done())),
  }

  /** A socket that writes one byte at a time. */
  function dribbling(to: number): Socket {
    const socket = connect(to, '127.0.0.1').setNoDelay(true)
    sockets.add(socket)
    const write = socket.write.bind(socket) as (bytes: Uint8Array, done?: () => void) => boolean
    socket.write = ((chunk: string | Uint8Array, ...rest: readonly unknown[]) => {
      const done = rest.findLast((each) => typeof each === 'function') as (() => void) | undefined
      const bytes = Buffer.from(chunk as string)
      for (let at = 0; at < bytes.length - 1; at += 1) write(bytes.subarray(at, at + 1))
      return write(bytes.subarray(-1), done)
    }) as typeof socket.write
    return socket
  }
}

async function collect(stream: SMTPServerDataStream): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of stream) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}
