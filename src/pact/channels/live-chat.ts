/**
 * Live chat on a web page: what its window shows depends on what renders it, which the pact says.
 *
 * Script is a breach under every renderer: the same words are also shown to staff, in mails and in logs.
 */
import type { Channel, Rule } from './channel.ts'
import { noHtml, noScript, withoutCode } from './html.ts'
import { atMost, whole } from './length.ts'
import { notHidden, unbroken } from './links.ts'
import { everySign, leaksIn } from './markup.ts'

const rendered: Rule = (message, occasion) => {
  const renders = occasion.renders ?? 'markdown'
  if (renders === 'plain') return [...leaksIn(message.text, everySign), ...noHtml(message, occasion)]
  if (renders === 'html') return leaksIn(message.text, everySign)
  return [
    ...leaksIn(message.text, ['slack-link']),
    ...noHtml({ ...message, text: withoutCode(message.text) }, occasion),
  ]
}

const safe: Rule = (message, occasion) =>
  occasion.renders === undefined || occasion.renders === 'markdown'
    ? noScript({ ...message, text: withoutCode(message.text) }, occasion)
    : noScript(message, occasion)

export const liveChat: Channel = {
  name: 'chat',
  aliases: ['live chat', 'web chat', 'website', 'widget'],
  carries:
    'what its window renders: plain text, Markdown or HTML; never script. Shorter than 10,000 characters, as advised',
  carry: whole('characters'),
  rules: [atMost(10_000, 'characters', 'unwise'), rendered, safe, unbroken, notHidden],
}
