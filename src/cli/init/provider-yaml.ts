/** The part of a new project file that says how a bot is started, and reached as its provider reaches it. */
import type { Answers, ProviderKind } from './answers.ts'

/** The channel that customers of each provider write on. */
const channelOf: Readonly<Record<ProviderKind, string>> = {
  twilio: 'sms',
  'whatsapp-cloud': 'whatsapp',
  messenger: 'messenger',
  instagram: 'instagram',
  slack: 'slack',
  highlevel: 'sms',
  email: 'email',
}

/** @param answers with everything filled in */
export function providerYaml({ command = '', url = '', sample }: Answers, kind: ProviderKind): string {
  const text = (value: string) => JSON.stringify(value)
  const { place, port } = placeOf(url, kind, sample === true)
  const start = port === 'printed' ? '' : `, port: ${port}`
  const extra = extras[kind] ?? []
  return `# Started for each run, and ended after it. ${startWords(port)}
start: { command: ${text(command)}${start} }

# It runs as it is: its provider's hosts are answered on this machine, and no other host beyond it is reached.
# What it needs all the same: start: { …, allow: [api.your-model.example] }
agent:
  id: agent
  ${kind}:
    ${kind === 'email' ? 'to' : 'webhook'}: ${text(place)}
${extra.map((line) => `    ${line}\n`).join('')}    # Delivered at least once, as everywhere: one message in five comes twice.
    delivery: { duplicate: 0.2 }
channels: [${channelOf[kind]}]
${sample === true ? sampleVerifier : ownVerifier}`
}

const extras: Readonly<Partial<Record<ProviderKind, readonly string[]>>> = {
  email: ['mailbox: desk@agent.example.com'],
  highlevel: ['carries: SMS'],
}

function startWords(port: number | 'true' | 'printed'): string {
  if (port === 'printed') return 'It prints its addresses as one line of JSON: {"smtp":"smtp://…"}'
  if (port === 'true') return 'It is told a free port as PORT; one that listens on a port of its own: port: 3000'
  return 'It listens on this port.'
}

function placeOf(url: string, kind: ProviderKind, isSample: boolean) {
  if (kind === 'email') {
    return isSample
      ? { place: '{{start.smtp}}', port: 'printed' as const }
      : { place: 'smtp://127.0.0.1:{{start.port}}', port: 'true' as const }
  }
  const own = /^https?:\/\/[^/:]+:(\d+)/.exec(url)?.[1]
  if (own !== undefined) return { place: url, port: Number(own) }
  return { place: `{{start.url}}/${url.replace(/^\/+/, '')}`, port: 'true' as const }
}

const sampleVerifier = `
# What was really booked by this customer, read before and after each conversation.
verifiers:
  bookings:
    http: { url: '{{start.url}}/bookings?customer={{customer.address}}', records: '$.bookings[*]', key: id }
`

const ownVerifier = `
# Say here where it can be read what the agent really did. Without a verifier only its words can be judged, and a
# message that books twice looks like one that books once. {{customer.address}} is whom the bot talks to. An example:
# verifiers:
#   bookings:
#     http: { url: 'http://127.0.0.1:8080/bookings?customer={{customer.address}}', records: '$.bookings[*]', key: id }
`
