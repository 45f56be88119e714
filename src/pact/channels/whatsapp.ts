/**
 * WhatsApp: its own signs for bold (`*b*`), italic (`_i_`) and struck text (`~s~`), buttons and lists, and 24 hours to answer.
 *
 * @see WhatsApp Cloud API, messages: text, interactive (reply buttons, list), customer service window
 */
import type { Channel } from './channel.ts'
import { buttons, framed, list, textWithChoices } from './choices.ts'
import { noHtml, noScript } from './html.ts'
import { atMost, whole } from './length.ts'
import { notHidden, unbroken } from './links.ts'
import { without } from './markup.ts'
import { replyWindow } from './reply-window.ts'

export const whatsapp: Channel = {
  name: 'whatsapp',
  aliases: ['wa', 'whatsapp business', 'whatsapp cloud', 'twilio whatsapp'],
  carries:
    '4096 characters with its own signs of layout; 1024 above at most 3 buttons or a list of at most 10 rows; templates alone once the customer has been silent for 24 hours',
  carry: whole('characters', 4096),
  rules: [
    atMost(4096, 'characters', 'refused'),
    textWithChoices(1024),
    framed(60),
    without(['bold', 'underlined', 'heading', 'link', 'table', 'struck', 'slack-link']),
    noHtml,
    noScript,
    unbroken,
    notHidden,
    buttons('buttons', { count: 3, title: 20, id: 256 }),
    buttons('quickReplies'),
    list({
      sections: 10,
      rows: 10,
      button: 20,
      sectionTitle: 24,
      row: { title: 24, description: 72, id: 200 },
    }),
    replyWindow({ hours: 24, templates: true }),
  ],
}
