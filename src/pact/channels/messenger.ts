/**
 * Messenger: 2000 characters; its apps show single signs of emphasis as layout, and the doubled ones of Markdown as they are.
 *
 * @see Messenger Platform: send API, button template, quick replies, message tags
 */
import type { Channel } from './channel.ts'
import { buttons, list } from './choices.ts'
import { noHtml, noScript } from './html.ts'
import { atMost, whole } from './length.ts'
import { unbroken } from './links.ts'
import { without } from './markup.ts'
import { replyWindow } from './reply-window.ts'

const always = Number.POSITIVE_INFINITY

export const messenger: Channel = {
  name: 'messenger',
  aliases: ['fb', 'facebook', 'fb messenger', 'facebook messenger'],
  carries:
    '2000 characters; 640 above at most 3 buttons; at most 13 quick replies of 20 characters; answers within 24 hours, or within 7 days with the tag HUMAN_AGENT',
  carry: whole('characters', 2000),
  rules: [
    atMost(2000, 'characters', 'refused'),
    without(['bold', 'underlined', 'heading', 'link', 'table', 'struck', 'slack-link']),
    noHtml,
    noScript,
    unbroken,
    buttons('buttons', { count: 3, title: 20, longTitle: 'cut', text: 640 }),
    buttons('quickReplies', { count: 13, title: 20, longTitle: 'cut' }),
    list(),
    replyWindow({
      hours: 24,
      tags: {
        HUMAN_AGENT: 168,
        CONFIRMED_EVENT_UPDATE: always,
        POST_PURCHASE_UPDATE: always,
        ACCOUNT_UPDATE: always,
      },
    }),
  ],
}
