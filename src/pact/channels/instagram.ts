/**
 * Instagram direct messages: 1000 bytes of UTF-8, which five hundred Cyrillic letters or 250 emoji fill, and no markup.
 *
 * @see Instagram messaging API: send a message, quick replies, human agent tag
 */
import type { Channel } from './channel.ts'
import { buttons, list } from './choices.ts'
import { noHtml, noScript } from './html.ts'
import { atMost, whole } from './length.ts'
import { unbroken, withScheme } from './links.ts'
import { everySign, without } from './markup.ts'
import { replyWindow } from './reply-window.ts'

export const instagram: Channel = {
  name: 'instagram',
  aliases: ['ig', 'instagram dm', 'instagram direct'],
  carries:
    '1000 bytes of UTF-8 without markup; at most 13 quick replies of 20 characters; answers within 24 hours, or within 7 days with the tag HUMAN_AGENT',
  carry: whole('bytes', 1000),
  rules: [
    atMost(1000, 'bytes', 'refused'),
    without(everySign),
    noHtml,
    noScript,
    unbroken,
    withScheme,
    buttons('buttons', { count: 3, title: 20, longTitle: 'cut', text: 640 }),
    buttons('quickReplies', { count: 13, title: 20, longTitle: 'cut' }),
    list(),
    replyWindow({ hours: 24, tags: { HUMAN_AGENT: 168 } }),
  ],
}
