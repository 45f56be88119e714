/** The channels there are, one line each, and whether a message fits one. */
import type { Breach, Carried, Channel, Message, Occasion } from './channel.ts'
import { email } from './email.ts'
import { highLevelNames } from './highlevel.ts'
import { instagram } from './instagram.ts'
import { ownLength } from './length.ts'
import { liveChat } from './live-chat.ts'
import { messenger } from './messenger.ts'
import { slack } from './slack.ts'
import { sms } from './sms.ts'
import { voice } from './voice.ts'
import { whatsapp } from './whatsapp.ts'

export type { Breach, Carried, Channel, Effect, Message, Occasion, RuleName } from './channel.ts'
export { channelRules, ruleNames } from './channel.ts'
export { type Segments, segmentsOf } from './segments.ts'

/** Every channel that comes with Fieldproof. */
export const channels: readonly Channel[] = [liveChat, sms, whatsapp, instagram, messenger, slack, email, voice]

const byName = new Map(
  channels.flatMap((channel) =>
    [channel.name, ...channel.aliases, ...highLevelNames(channel)].map((name) => [plainName(name), channel] as const),
  ),
)

/** The channel that a record names, by any of its names; undefined when it is none of these. */
export function channelOf(name: string): Channel | undefined {
  return byName.get(plainName(name))
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '')
}

/** How a message travels on a channel, and each way in which it does not fit. */
export interface Fit extends Carried {
  readonly channel: string
  readonly breaches: readonly Breach[]
}

/** Whether a message fits a channel. Pure; the same for what an agent said and for what a test makes up. */
export function fitOf(channel: Channel, message: Message, occasion: Occasion = {}): Fit {
  return {
    channel: channel.name,
    ...channel.carry(message.text, occasion),
    breaches: [ownLength, ...channel.rules].flatMap((rule) => rule(message, occasion)),
  }
}
