/**
 * Slack: events by HTTP (direct messages, or mentions in a channel), answered by the Web API. Not socket mode.
 *
 * @see https://api.slack.com/apis/events-api
 * @see https://api.slack.com/authentication/verifying-requests-from-slack
 */
import { z } from 'zod'
import type { Json } from '../../conversation/index.ts'
import type { ApiAnswer, ApiCall, Delivery, Handshake, Incoming, Moment, Provider, Retries } from './provider.ts'
import { type Fields, objectsIn, sentFields, textIn } from './sent-fields.ts'
import { slackSignature } from './signatures.ts'
import { digitsOf } from './signing.ts'
import { readSlack } from './slack-messages.ts'
import { blockActions, responseHost, stamp, tapAnswered } from './slack-taps.ts'

const settings = z.strictObject({
  webhook: z.string().describe("The agent's request URL: http://127.0.0.1:3000/slack/events."),
  interactivity: z
    .string()
    .optional()
    .describe('Where taps on buttons go, if not to the webhook: http://127.0.0.1:3000/slack/interactive.'),
  signingSecret: z.string().default('simulated-signing-secret').describe('Signs what is delivered to the webhook.'),
  botToken: z.string().default('xoxb-0-0-simulated').describe('Opens the Web API.'),
  where: z
    .enum(['direct', 'channel'])
    .default('direct')
    .describe('Direct messages, or mentions in a channel, one channel for each conversation. Default direct.'),
  echoes: z
    .boolean()
    .default(true)
    .describe("Whether the agent's own messages are delivered to it too, as Slack does. Default true."),
})

type Settings = z.output<typeof settings>

const team = 'T00000000'
const app = 'A00000000'
const botUser = 'U0000000000'
const bot = 'B00000000'

/** Tries again at once, after a minute and after five. */
const retries: Retries = {
  waitsMs: [0, 60_000, 300_000],
  headers: (nth, failed = 'timeout') => ({
    'x-slack-retry-num': `${nth}`,
    'x-slack-retry-reason': { timeout: 'http_timeout', refused: 'connection_failed' }[failed as string] ?? 'http_error',
  }),
}

export const slack: Provider<Settings> = {
  kind: 'slack',
  summary: 'An agent in Slack, by its Events API and Web API.',
  example: `slack: { webhook: 'http://127.0.0.1:3000/slack/events' }`,
  settings,
  hosts: ['slack.com', responseHost],
  patienceMs: 3000,
  retries,
  env: ({ signingSecret, botToken }) => ({
    SLACK_BOT_TOKEN: botToken,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_APP_ID: app,
    SLACK_TEAM_ID: team,
    SLACK_BOT_USER_ID: botUser,
  }),
  addressOf: (conversation) => `U9${digitsOf(conversation, 9)}`,

  handshake(given, moment): Handshake {
    const challenge = moment.id('challenge')
    return {
      delivery: signed(JSON.stringify({ token: 'simulated', challenge, type: 'url_verification' }), given, moment),
      isPassed: (text) => text.trim() === challenge || /"challenge"\s*:\s*"(\w+)"/.exec(text)?.[1] === challenge,
    }
  },

  // What is tapped is told once; the person who tapped sees that it failed.
  isOnce: ({ tapped }) => tapped !== undefined,

  deliver([message], given, moment) {
    if (message?.tapped !== undefined) {
      const channel = placed(message.from, given.where === 'direct' ? 'D' : 'C')
      const payload = JSON.stringify(blockActions(message, message.tapped, { team, app, botUser, channel }))
      const tap = signed(
        new URLSearchParams({ payload }).toString(),
        given,
        moment,
        'application/x-www-form-urlencoded',
      )
      return { ...tap, url: given.interactivity ?? given.webhook }
    }
    return happened(message?.id ?? '', eventOf(message, given), message?.atMs ?? moment.nowMs, given, moment)
  },

  tooMany: () => ({ status: 429, body: { ok: false, error: 'ratelimited' }, headers: { 'retry-after': '1' } }),

  api(call, given, moment) {
    const tapping = tapAnswered(call)
    if (tapping !== undefined) return answeredTap(tapping, sentFields(call), moment)
    const method = /^\/api\/([\w.]+)$/.exec(call.path)?.[1]
    if (method === undefined) return { status: 404, body: { ok: false, error: 'not_found' }, unknown: true }
    const fields = { ...Object.fromEntries(call.query), ...sentFields(call) }
    const token = tokenOf(call, fields)
    if (token !== given.botToken) return no(token === undefined ? 'not_authed' : 'invalid_auth', { unknown: true })
    const answer = methods[method]
    return answer === undefined ? no('unknown_method', { unknown: true }) : answer(fields, given, moment)
  },
}

type Method = (fields: Fields, given: Settings, moment: Moment) => ApiAnswer

const methods: Readonly<Record<string, Method | undefined>> = {
  'auth.test': () =>
    ok({
      url: 'https://simulated.slack.com/',
      team: 'Simulated',
      user: 'bot',
      team_id: team,
      user_id: botUser,
      bot_id: bot,
      is_enterprise_install: false,
    }),
  'api.test': () => ok({}),
  'chat.postMessage': posted,
  'chat.postEphemeral': posted,
  'chat.update': posted,
  'chat.delete': ({ channel, ts }) => ok({ channel: textIn(channel) ?? '', ts: textIn(ts) ?? '' }),
  'reactions.add': () => ok({}),
  'reactions.remove': () => ok({}),
  'assistant.threads.setStatus': () => ok({}),
  'assistant.threads.setTitle': () => ok({}),
  'assistant.threads.setSuggestedPrompts': () => ok({}),
  'conversations.open': ({ users }) => ok({ channel: { id: placed(`${textIn(users) ?? ''}`, 'D') } }),
  'conversations.replies': () => ok({ messages: [], has_more: false }),
  'conversations.history': () => ok({ messages: [], has_more: false }),
  'conversations.info': ({ channel }) => ok({ channel: { id: textIn(channel) ?? '', is_im: true } }),
  'users.info': ({ user }) =>
    ok({
      user: {
        id: textIn(user) ?? '',
        team_id: team,
        name: 'customer',
        real_name: 'Customer',
        is_bot: false,
        tz: 'UTC',
        profile: { real_name: 'Customer', display_name: 'Customer' },
      },
    }),
  'bots.info': () => ok({ bot: { id: bot, app_id: app, user_id: botUser, name: 'bot' } }),
}

/** What is answered to a tap needs no token: only who was told of the tap knows the address. */
function answeredTap(to: string, fields: Fields, moment: Moment): ApiAnswer {
  if (fields.delete_original === true || fields.delete_original === 'true') return { status: 200, body: 'ok' }
  const read = readSlack(fields)
  if ('refusal' in read) return { status: 400, body: read.refusal, refusedTo: to }
  const { text, form, taps } = read
  const id = stamp(moment.nowMs, moment.id('message'))
  return { status: 200, body: 'ok', sent: [{ to, text, id, ...(form && { form }), ...(taps && { taps }) }] }
}

/** A message that is new, or another text in the place of one; the customer sees either. */
function posted(fields: Fields, given: Settings, moment: Moment): ApiAnswer {
  const channel = textIn(fields.channel)
  if (channel === undefined || !/^[UDC]\w{3,}$/.test(channel)) return no('channel_not_found')
  const to = placed(textIn(fields.user) ?? channel, 'U')
  const read = readSlack(fields)
  if ('refusal' in read) return no(read.refusal, { refusedTo: to })
  const ts = textIn(fields.ts) ?? stamp(moment.nowMs, moment.id('message'))
  const there = channel.startsWith('U') ? placed(channel, 'D') : channel
  const thread = textIn(fields.thread_ts)
  const blocks = objectsIn(fields.blocks)
  const message = {
    type: 'message',
    user: botUser,
    bot_id: bot,
    app_id: app,
    team,
    text: read.raw,
    ts,
    ...(blocks.length > 0 && { blocks: blocks as Json }),
    ...(thread !== undefined && { thread_ts: thread }),
  }
  const echo = happened(
    moment.id('echo'),
    { ...message, channel: there, event_ts: ts, channel_type: there.startsWith('D') ? 'im' : 'channel' },
    moment.nowMs,
    given,
    moment,
  )
  return {
    ...ok({ channel: there, ts, message_ts: ts, text: read.raw, message }),
    sent: [
      { to, text: read.text, id: ts, ...(read.form && { form: read.form }), ...(read.taps && { taps: read.taps }) },
    ],
    ...(given.echoes && { afterwards: [echo] }),
  }
}

function eventOf(message: Incoming | undefined, { where }: Settings): Readonly<Record<string, Json>> {
  const { id = '', text = '', from = '', atMs = 0 } = message ?? {}
  const ts = stamp(atMs, id)
  const said = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const common = { user: from, ts, client_msg_id: uuidOf(id), team, event_ts: ts }
  return where === 'direct'
    ? { type: 'message', channel: placed(from, 'D'), channel_type: 'im', text: said, ...common }
    : { type: 'app_mention', channel: placed(from, 'C'), text: `<@${botUser}> ${said}`, ...common }
}

function happened(
  id: string,
  event: Readonly<Record<string, Json>>,
  atMs: number,
  given: Settings,
  moment: Moment,
): Delivery {
  const body = {
    token: 'simulated',
    team_id: team,
    api_app_id: app,
    event,
    type: 'event_callback',
    event_id: `Ev${id.slice(0, 16).toUpperCase()}`,
    event_time: Math.floor(atMs / 1000),
    authorizations: [
      { enterprise_id: null, team_id: team, user_id: botUser, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
    event_context: `4-${id}`,
  }
  return signed(JSON.stringify(body), given, moment)
}

function signed(
  text: string,
  { webhook, signingSecret }: Settings,
  { nowMs }: Moment,
  type = 'application/json',
): Delivery {
  const timestamp = `${Math.floor(nowMs / 1000)}`
  return {
    url: webhook,
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': slackSignature(signingSecret, timestamp, text),
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    },
    body: text,
  }
}

function tokenOf({ headers }: ApiCall, fields: Fields): string | undefined {
  return /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? textIn(fields.token)
}

/** The customer, their direct messages or their channel: the same but for the first letter. */
function placed(address: string, kind: 'U' | 'D' | 'C'): string {
  return kind + address.slice(1)
}

function uuidOf(id: string): string {
  return id.padEnd(32, '0').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
}

function ok(body: Readonly<Record<string, Json>>): ApiAnswer {
  return { status: 200, body: { ok: true, ...body } }
}

/** Slack says no with status 200. */
function no(error: string, more: Pick<ApiAnswer, 'refusedTo' | 'unknown'> = {}): ApiAnswer {
  return { status: 200, body: { ok: false, error }, ...more }
}
