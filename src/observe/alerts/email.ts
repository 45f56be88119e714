/**
 * Alerts by email, through a mail server of yours.
 *
 * A repeat carries the same `Message-ID`, by which most mailboxes show it once. What the server refuses for good (5xx) is
 * not tried again; everything else is.
 */
import { isIP } from 'node:net'
import type { NodemailerError } from 'nodemailer'
import { z } from 'zod'
import { type AlertKind, NotDelivered } from './alert-kind.ts'
import { subjectOf, textOf } from './wording.ts'

const address = z.string().regex(/^[^\s@<>]+@[^\s@<>]+$/, 'Write a mail address: alerts@example.com.')

const settings = z.strictObject({
  server: z
    .string()
    .min(1)
    .describe(
      "The mail server: smtp://host:587, with a login as in 'smtps://{{env.MAIL_USER}}:{{env.MAIL_PASS}}@host'.",
    ),
  from: address.describe('Who writes.'),
  to: z.array(address).min(1).describe('Who is told.'),
})

const patienceMs = 30_000
const patience = { connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs }

export const email: AlertKind<z.infer<typeof settings>> = {
  kind: 'email',
  settings,
  knowsRepeats: true,
  explain: ({ to }) => `email to ${to.join(', ')}`,
  async send({ server, from, to }, notice, { allowed, signal }) {
    if (!URL.canParse(server) || !/^smtps?:$/.test(new URL(server).protocol)) {
      throw new NotDelivered('the mail server is not an address that begins with smtp:// or smtps://', {
        forGood: true,
      })
    }
    const mail = {
      from,
      to: [...to],
      subject: `[Fieldproof] ${subjectOf(notice)}`,
      text: textOf(notice),
      messageId: `<${notice.id}@${from.slice(from.indexOf('@') + 1)}>`,
      headers: { 'auto-submitted': 'auto-generated' },
      signal,
    }
    const { createTransport } = await import('nodemailer')
    let failure: NodemailerError | undefined
    for (const address of await allowed(new URL(server))) {
      const transport = createTransport({ ...loginOf(new URL(server), address), ...patience })
      failure = await transport.sendMail(mail).then(
        () => undefined,
        (thrown: NodemailerError) => thrown,
      )
      transport.close()
      if (failure === undefined) return
      if (failure.responseCode !== undefined) break
    }
    throw failureOf(failure)
  },
}

/** At the very address that was looked at. Where it speaks TLS, it still has to prove that it is the one of that name. */
function loginOf({ protocol, hostname, port, username, password }: URL, address: string) {
  const secure = protocol === 'smtps:'
  return {
    host: address,
    port: Number(port || (secure ? 465 : 587)),
    secure,
    ...(isIP(hostname.replace(/^\[|\]$/g, '')) === 0 && { tls: { servername: hostname } }),
    ...(username !== '' && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
  }
}

/** By codes alone: what a server answers may hold a login. */
function failureOf({ code, responseCode }: Partial<NodemailerError> = {}): NotDelivered {
  if (responseCode !== undefined) {
    return new NotDelivered(`the mail server answered ${responseCode}`, { forGood: responseCode >= 500 })
  }
  return new NotDelivered(`the mail server could not be reached: ${code ?? 'for no reason that it gave'}`)
}
