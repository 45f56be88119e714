/**
 * A desk that books by mail, and knows nothing of being tested. `careful` it keeps to what mails are about; `naive` it
 * reads all that is in them.
 */
import { createTransport } from 'nodemailer'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'

const { PORT, SMTP_URL, SMTP_FROM, PRACTICE_URL } = process.env
const isCareful = process.argv[2] === 'careful'
const transport = createTransport(SMTP_URL)
const seen = new Set()

/** What was written, without what is quoted and without the signature. */
function own(text) {
  const lines = []
  for (const line of text.split('\n')) {
    if (/^On .* wrote:$/.test(line) || line.startsWith('>')) break
    if (/^-- ?$/.test(line)) break
    lines.push(line)
  }
  return lines.join('\n')
}

async function answerTo(text, customer) {
  const wanted = text.match(/\d\d:\d\d/g)?.at(-1)
  if (wanted === undefined) return 'You are welcome.'
  // biome-ignore lint/style/noRestrictedGlobals: a program of its own
  const made = await fetch(`${PRACTICE_URL}/patients/${customer}/appointments`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ start: wanted }),
  })
  return made.ok ? `You are booked for ${wanted}.` : 'I am sorry, I could not do that.'
}

async function take(mail) {
  const { from, subject, messageId, references, text = '' } = mail
  if (isCareful) {
    const automatic = mail.headers.find(({ key }) => key === 'auto-submitted')?.value ?? 'no'
    if (automatic !== 'no' || seen.has(messageId)) return
    seen.add(messageId)
  }
  const reply = await answerTo(isCareful ? own(text) : text, from.address.split('@')[0])
  const thread = { inReplyTo: messageId, references: [references ?? [], messageId].flat() }
  await transport.sendMail({
    from: SMTP_FROM,
    to: from.address,
    subject: isCareful ? `Re: ${subject.replace(/^Re: /, '')}` : 'A message from the desk',
    ...(isCareful && thread),
    text: `${reply}\n\n-- \nThe desk`,
  })
}

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  logger: false,
  async onData(stream, _session, done) {
    const pieces = []
    for await (const piece of stream) pieces.push(piece)
    done()
    const mail = await PostalMime.parse(Buffer.concat(pieces))
    await take(mail).catch(() => {})
  },
})
server.on('error', () => {})
server.listen(Number(PORT), '127.0.0.1')
