/**
 * Slack: its own markup (`*b*`, `<https://…|words>`), 40,000 characters before the rest is cut, 4,000 advised.
 *
 * @see Slack API: chat.postMessage, formatting of text, actions block
 */
import type { Channel } from './channel.ts'
import { buttons, list } from './choices.ts'
import { noHtmlButEscapes, noScript } from './html.ts'
import { atMost, whole } from './length.ts'
import { notHidden, unbroken } from './links.ts'
import { without } from './markup.ts'

export const slack: Channel = {
  name: 'slack',
  aliases: ['slack dm', 'slack channel'],
  carries: '40,000 characters with its own markup, 4,000 of them as advised; at most 25 buttons of 75 characters',
  carry: whole('characters', 40_000),
  rules: [
    atMost(40_000, 'characters', 'cut'),
    atMost(4000, 'characters', 'unwise'),
    without(['bold', 'underlined', 'heading', 'link', 'table', 'struck']),
    noHtmlButEscapes,
    noScript,
    unbroken,
    notHidden,
    buttons('buttons', { count: 25, title: 75, id: 255 }),
    buttons('quickReplies'),
    list(),
  ],
}
