/**
 * Slack: messages to the agent and of the agent by the Events API, and taps on its buttons.
 *
 * A direct message belongs to the talk of the two. In a channel every thread is a talk of its own, because more than one
 * customer writes there.
 *
 * @see https://api.slack.com/apis/events-api
 */
import { z } from 'zod'
import { isSignature, readSlack, slackSignature } from '../../../connect/index.ts'
import type { Json } from '../../../conversation/index.ts'
import { fieldOf } from '../../formats/values.ts'
import type { Understood } from '../reader.ts'
import { deep, found, mediaKind, message, objectsOf, placeholders, skipped, talkOf } from './told.ts'
import { noted, sourceSettings, type WebhookProvider } from './webhook.ts'

const settings = z.strictObject({
  signingSecret: z.string().min(1).optional().describe("The app's signing secret: '{{env.SLACK_SIGNING_SECRET}}'."),
  talk: z
    .enum(['thread', 'channel'])
    .optional()
    .describe('What one conversation is. Default the channel for direct messages and a thread elsewhere.'),
  seconds: z
    .number()
    .positive()
    .default(300)
    .describe('How old a signature may be, so that nobody can send it again later. Default 300, as Slack advises.'),
  ...sourceSettings,
})

type Settings = z.output<typeof settings>

export const slack: WebhookProvider<Settings> = {
  kind: 'slack',
  summary: 'Slack, by its Events API',
  settings,
  lacks: ({ signingSecret }) => (signingSecret === undefined ? 'signingSecret' : undefined),
  isSigned({ headers, body }, { signingSecret = '', seconds }, nowMs) {
    const timestamp = headers['x-slack-request-timestamp'] ?? ''
    const isFresh = Math.abs(nowMs / 1000 - Number(timestamp)) <= seconds
    return isFresh && isSignature(headers['x-slack-signature'], slackSignature(signingSecret, timestamp, body))
  },
  challenge({ body }) {
    const asked = /"url_verification"/.test(body.toString('utf8')) ? parsed(body.toString('utf8')) : undefined
    if (asked === undefined || deep(asked, 'type') !== 'url_verification') return undefined
    return {
      status: 200,
      type: 'application/json',
      text: JSON.stringify({ challenge: deep(asked, 'challenge') ?? '' }),
    }
  },
  acknowledgement: noted,
  kept: ({ talk }) => ({ ...(talk !== undefined && { talk }) }),
  understand(body, kept, receivedMs) {
    const payload = deep(body, 'payload')
    if (payload !== undefined) return tapped(parsed(payload) ?? null, kept, receivedMs)
    const event = fieldOf(body, 'event')
    if (deep(body, 'type') !== 'event_callback' || event === undefined) return skipped('no message')
    return wrote(body, event, kept, receivedMs)
  },
}

/** Kinds of message events in which somebody says something. */
const spoken: readonly (string | undefined)[] = [
  undefined,
  'bot_message',
  'file_share',
  'thread_broadcast',
  'me_message',
]

function wrote(body: Json, event: Json, kept: Json, receivedMs: number): Understood {
  const type = deep(event, 'type')
  if (type !== 'message' && type !== 'app_mention') return skipped('an event without a message')
  if (!spoken.includes(deep(event, 'subtype'))) return skipped('a note on a message')
  const [channel, ts] = [deep(event, 'channel'), deep(event, 'ts')]
  if (channel === undefined || ts === undefined) return skipped('no message')
  const self = deep(objectsOf(fieldOf(body, 'authorizations'))[0], 'user_id')
  const from = authorOf(event, self, deep(body, 'api_app_id'))
  if (from === 'another bot') return skipped(from)
  const talk = placed({ team: deep(body, 'team_id') ?? '', channel, ts, thread: deep(event, 'thread_ts'), kept })
  const read = from === 'agent' ? posted(event) : { text: plain(deep(event, 'text') ?? '', self) }
  const files = objectsOf(fieldOf(event, 'files')).map((file) => mediaKind(deep(file, 'mimetype') ?? ''))
  const text = read.text === '' ? placeholders(files) : read.text
  const told = { id: ts, atMs: momentIn(ts, receivedMs), cameMs: receivedMs }
  const about = { ...talk.about, ...(from === 'customer' && { customer: deep(event, 'user') ?? channel }) }
  return found(message({ ...talk, about }, told, { ...read, from, text }))
}

/** The agent is the app that these deliveries are for. */
function authorOf(event: Json, self: string | undefined, ownApp: string | undefined) {
  const user = deep(event, 'user')
  if (self !== undefined && user === self) return 'agent'
  if (deep(event, 'bot_id') === undefined) return 'customer'
  const app = deep(event, 'app_id')
  return app === undefined || app === ownApp ? 'agent' : 'another bot'
}

/** As it is shown: blocks where there are any. */
function posted(event: Json) {
  const read = readSlack(event as { readonly [key: string]: Json })
  if ('refusal' in read) return { text: plain(deep(event, 'text') ?? '') }
  return { text: read.text, ...(read.form !== undefined && { form: read.form }) }
}

function tapped(payload: Json, kept: Json, receivedMs: number): Understood {
  const [action] = objectsOf(fieldOf(payload, 'actions'))
  const [channel, user] = [deep(payload, 'channel', 'id'), deep(payload, 'user', 'id')]
  const [ts, text] = [
    deep(action, 'action_ts'),
    deep(action, 'text', 'text') ?? deep(action, 'selected_option', 'text', 'text'),
  ]
  if (deep(payload, 'type') !== 'block_actions' || channel === undefined || user === undefined)
    return skipped('no message')
  if (ts === undefined || text === undefined) return skipped('an event without a message')
  const of = deep(payload, 'message', 'ts') ?? ts
  const thread = deep(payload, 'message', 'thread_ts')
  const talk = placed({ team: deep(payload, 'team', 'id') ?? '', channel, ts: of, thread, kept })
  const about = { ...talk.about, customer: user }
  const told = { id: `tap ${ts}`, atMs: momentIn(ts, receivedMs), cameMs: receivedMs }
  return found(message({ ...talk, about }, told, { from: 'customer', text }))
}

interface Placed {
  readonly team: string
  readonly channel: string
  readonly ts: string
  readonly thread: string | undefined
  readonly kept: Json
}

function placed({ team, channel, ts, thread, kept }: Placed) {
  const isDirect = channel.startsWith('D')
  const kind = deep(kept, 'talk') ?? (isDirect ? 'channel' : 'thread')
  const talk = talkOf({
    channel: 'slack',
    business: team,
    customer: channel,
    ...(kind === 'thread' && { thread: thread ?? ts }),
    kept,
  })
  const { customer: _, ...about } = talk.about
  return { ...talk, about }
}

/** Without the agent's own name at the beginning, and with signs for their entities. */
function plain(text: string, self?: string): string {
  const said =
    self === undefined ? text : text.replace(new RegExp(`^\\s*<@${self.replace(/\W/g, '')}(?:\\|[^>]*)?>\\s*`), '')
  return said.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

function momentIn(ts: string, receivedMs: number): number {
  const seconds = Number(ts)
  return Number.isFinite(seconds) ? seconds * 1000 : receivedMs
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
