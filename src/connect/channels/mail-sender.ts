/** Delivers mails to the agent's own mail server, on this machine and nowhere else; told is whose failure it was. */
import type { NodemailerError } from 'nodemailer'
import { Problem } from '../../problem.ts'
import { AgentFailure, type AgentFailureCode, cancelled } from '../agents/agent.ts'

/** A mail on its way. */
export interface Parcel {
  /** Empty for mails that nobody may answer with an error. */
  readonly from: string
  readonly to: string
  readonly raw: Uint8Array
}

/** Where the agent takes its mails. */
export interface MailPlace {
  readonly host: string
  readonly port: number
  readonly secure: boolean
}

/** @throws Problem when it is no mail server on this machine */
export function placeOf(address: string): MailPlace {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const secure = url?.protocol === 'smtps:'
  if (url === undefined || !(secure || url.protocol === 'smtp:') || !isHere(url.hostname)) {
    throw new Problem({
      code: 'connect/mail-elsewhere',
      message: `Mails would be delivered to ${address}, which is not a mail server on this machine.`,
      hint: `Give "to" an address such as smtp://127.0.0.1:2525, or 'smtp://127.0.0.1:{{start.port}}' where the project starts the agent.`,
    })
  }
  const host = url.hostname.replace(/^\[|\]$/g, '')
  // A name is not looked up: it could be somebody else's.
  return { host: host === 'localhost' ? '127.0.0.1' : host, port: Number(url.port || (secure ? 465 : 25)), secure }
}

function isHere(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(host)
}

/**
 * Delivers one mail, once.
 *
 * @throws AgentFailure as the agent's server left it: unreachable, too slow, refused for now or for good
 */
export async function sendMail(
  { host, port, secure }: MailPlace,
  { from, to, raw }: Parcel,
  { patienceMs, signal }: { readonly patienceMs: number; readonly signal: AbortSignal },
): Promise<void> {
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({
    host,
    port,
    secure,
    name: 'mail.example.com',
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    socketCloseTimeout: 0,
    // Between mail servers certificates are rarely checked, and this one is on this machine.
    tls: { rejectUnauthorized: false },
  })
  try {
    await transport.sendMail({ envelope: { from, to: [to] }, raw: Buffer.from(raw), signal })
  } catch (thrown) {
    if (signal.aborted) throw cancelled()
    throw failureOf(thrown as NodemailerError, `${host}:${port}`)
  } finally {
    transport.close()
  }
}

const codes: Readonly<Record<string, AgentFailureCode>> = {
  ETIMEDOUT: 'timeout',
  ECONNECTION: 'disconnected',
  EPROTOCOL: 'garbage',
  EENVELOPE: 'garbage',
  EMESSAGE: 'garbage',
  ETLS: 'garbage',
}

function failureOf(error: NodemailerError, place: string): AgentFailure {
  const { code = '', responseCode, response, originalCode } = error
  const says = response === undefined ? error.message : `${response}`.slice(0, 300)
  const isReply = responseCode !== undefined && responseCode >= 400
  if (isReply) {
    return new AgentFailure(
      {
        culprit: 'agent',
        code: responseCode < 500 ? 'rate-limited' : 'status',
        message: `The mail server at ${place} did not take the mail: ${says}`,
      },
      error,
    )
  }
  const refused = code === 'ESOCKET' && (originalCode ?? '') !== 'ECONNRESET' && (originalCode ?? '') !== 'EPIPE'
  return new AgentFailure(
    {
      culprit: 'agent',
      code: refused ? 'refused' : (codes[code] ?? 'disconnected'),
      message: `The mail server at ${place} did not take the mail: ${says}`,
    },
    error,
  )
}
