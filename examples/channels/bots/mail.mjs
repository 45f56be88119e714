/** An email responder: a mail server of its own, answers by the one it is given. */
import { createTransport } from 'nodemailer'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { answer, isKnown } from '../salon.mjs'

const { SMTP_URL, SMTP_FROM, PORT } = process.env
const transport = createTransport(SMTP_URL)

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  async onData(stream, _session, done) {
    const pieces = []
    for await (const piece of stream) pieces.push(piece)
    done()
    await take(await PostalMime.parse(Buffer.concat(pieces)))
  },
})
server.on('error', () => {})
server.listen(Number(PORT), '127.0.0.1')

async function take({ from, subject, text, messageId, references }) {
  if (isKnown(messageId)) return
  const own = text.split(/^(?:On .* wrote:|>.*)$/m)[0]
  await transport.sendMail({
    from: SMTP_FROM,
    to: from.address,
    subject: `Re: ${subject.replace(/^Re: /i, '')}`,
    inReplyTo: messageId,
    references: [references ?? [], messageId].flat(),
    text: await answer(from.address, own),
  })
}
