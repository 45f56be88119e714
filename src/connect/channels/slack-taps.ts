/**
 * What Slack tells an agent whose button was tapped, and what the agent answers to that by the address it is given.
 *
 * @see https://api.slack.com/reference/interaction-payloads/block-actions
 * @see https://api.slack.com/interactivity/handling#message_responses
 */
import type { Json } from '../../conversation/index.ts'
import type { ApiCall, Incoming, Tapped } from './provider.ts'
import { digitsOf } from './signing.ts'

/** Who is where, by their names in Slack. */
export interface SlackPlace {
  readonly team: string
  readonly app: string
  readonly botUser: string
  readonly channel: string
}

/** @param given the button as the agent wrote it, as far as it is known */
export function blockActions(
  { from, atMs, id }: Incoming,
  { title, id: action_id, of, given }: Tapped,
  { team, app, botUser, channel }: SlackPlace,
): Json {
  const { block_id = digitsOf(of, 5), value } = (given ?? {}) as { readonly block_id?: string; readonly value?: string }
  const text = { type: 'plain_text', text: title, emoji: true }
  const action_ts = stamp(atMs, id)
  return {
    type: 'block_actions',
    user: { id: from, username: 'customer', name: 'customer', team_id: team },
    api_app_id: app,
    token: 'simulated',
    container: { type: 'message', message_ts: of, channel_id: channel, is_ephemeral: false },
    trigger_id: `${digitsOf(id, 12)}.${digitsOf(id, 10)}.${id}`,
    team: { id: team, domain: 'simulated' },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: channel, name: channel.startsWith('D') ? 'directmessage' : 'channel' },
    message: { type: 'message', user: botUser, ts: of, team },
    state: { values: {} },
    response_url: `https://${responseHost}/actions/${team}/${digitsOf(id, 13)}/${from}`,
    actions: [{ type: 'button', action_id, block_id, text, ...(value !== undefined && { value }), action_ts }],
  }
}

/** Seconds with six places, by which Slack names messages: later ones are greater. */
export function stamp(ms: number, id: string): string {
  return `${(Math.floor(ms) / 1000).toFixed(3)}${digitsOf(id, 3)}`
}

export const responseHost = 'hooks.slack.com'

/** The customer whose tap is answered by this call; undefined for any other. */
export function tapAnswered({ method, path }: ApiCall): string | undefined {
  if (method !== 'POST') return undefined
  return /^\/actions\/T\w+\/\d+\/(U\w+)$/.exec(path)?.[1]
}
