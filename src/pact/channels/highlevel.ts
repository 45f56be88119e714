/**
 * HighLevel carries other channels. Its records name them by its own types; what fits is what the carried channel takes.
 *
 * `Custom`, a provider of one's own, is left out: nobody but that provider knows what it carries.
 */
import type { Channel } from './channel.ts'

const types: Readonly<Record<string, readonly string[]>> = {
  sms: ['sms', 'type sms'],
  email: ['email', 'type email'],
  whatsapp: ['whatsapp', 'type whatsapp'],
  instagram: ['ig', 'type instagram'],
  messenger: ['fb', 'type facebook'],
  chat: ['live chat', 'type live chat', 'webchat', 'type webchat'],
  voice: ['call', 'type call'],
}

/** The names that HighLevel has for a channel. */
export function highLevelNames({ name }: Pick<Channel, 'name'>): readonly string[] {
  const own = types[name] ?? []
  return [...own, ...own.flatMap((type) => [`highlevel ${type}`, `ghl ${type}`])]
}
