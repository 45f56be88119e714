/**
 * The mail server that an agent sends by, on this machine: takes every mail, passes none on.
 *
 * A login is taken where it is the one that the agent was given, and not asked for otherwise, as by a relay within a company.
 */
import type { AddressInfo } from 'node:net'
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server'

/** A mail that the agent has sent. */
export interface Posted {
  readonly from: string
  /** Whom it is for, as the sender told the server; small letters. */
  readonly to: readonly string[]
  readonly raw: Uint8Array
}

export interface MailServer {
  readonly port: number
  close(): Promise<void>
}

export interface MailServerOptions {
  readonly user: string
  readonly pass: string
  /** A longer mail is refused, in bytes. */
  readonly maxBytes: number
  onMail(posted: Posted): void
}

export async function startMailServer({ user, pass, maxBytes, onMail }: MailServerOptions): Promise<MailServer> {
  const { SMTPServer } = await import('smtp-server')
  const server = new SMTPServer({
    name: 'mail.example.com',
    size: maxBytes,
    maxRecipients: 100,
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 1,
    onAuth({ username, password }, _session, answer) {
      if (username === user && password === pass) answer(null, { user })
      else answer(refusal(535, 'Authentication credentials invalid'))
    },
    onData(stream, session, answer) {
      collect(stream, maxBytes).then(
        (raw) => {
          if (raw === undefined) return answer(refusal(552, `Message exceeds ${maxBytes} bytes`))
          onMail({ ...envelopeOf(session), raw })
          answer(null, 'Queued')
        },
        () => answer(refusal(451, 'Could not be read')),
      )
    },
  })
  // A connection that breaks off is the sender's to tell.
  server.on('error', () => {})
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((done) => server.close(() => done())),
  }
}

function envelopeOf({ envelope }: SMTPServerSession): Pick<Posted, 'from' | 'to'> {
  const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
  return { from, to: envelope.rcptTo.map(({ address }) => address.toLowerCase()) }
}

/** Reads to the end, and keeps nothing of what is too long. */
async function collect(stream: SMTPServerDataStream, maxBytes: number): Promise<Uint8Array | undefined> {
  let pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of stream) {
    length += (piece as Uint8Array).length
    if (length > maxBytes) pieces = []
    else pieces.push(piece as Uint8Array)
  }
  return length > maxBytes ? undefined : Buffer.concat(pieces)
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode })
}
