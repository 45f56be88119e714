/**
 * Voice: words that are read aloud. Markup, addresses of pages and emoji are read as nonsense or not at all.
 *
 * SSML, which tells a voice how to speak, is not markup that leaks.
 */
import type { Channel, Rule } from './channel.ts'
import { buttons, list } from './choices.ts'
import { noHtml } from './html.ts'
import { atMost, whole } from './length.ts'
import { linksIn } from './links.ts'
import { everySign, leaksIn, quoted } from './markup.ts'

const ssml =
  /<\/?(?:speak|break|say-as|prosody|emphasis|phoneme|sub|voice|lang|audio|mark|p|s|w)(?:\s[^<>]{0,300})?\/?>/gi

const silent: Rule = (message, occasion) => {
  const text = message.text.replace(ssml, (tag) => ' '.repeat(tag.length))
  return [...leaksIn(text, [...everySign, 'bullet']), ...noHtml({ text }, occasion)]
}

const pronounceable: Rule = ({ text }) => {
  const [link] = linksIn(text)
  if (!link) return []
  return [{ rule: 'link-bare', effect: 'garbled', because: `reads an address aloud: ${quoted(link.url)}`, at: link.at }]
}

const emoji = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F/u

const withoutEmoji: Rule = ({ text }) => {
  const found = emoji.exec(text)
  if (!found) return []
  return [{ rule: 'emoji', effect: 'garbled', because: `reads an emoji aloud: ${quoted(found[0])}`, at: found.index }]
}

export const voice: Channel = {
  name: 'voice',
  aliases: ['phone', 'call', 'telephone', 'phone call', 'ivr'],
  carries: 'words to be heard: no markup, no addresses of pages, no emoji; about 45 seconds at a time, as advised',
  carry: whole('words'),
  // 45 s at 150 words a minute.
  rules: [
    atMost(112, 'words', 'unwise'),
    silent,
    pronounceable,
    withoutEmoji,
    buttons('buttons'),
    buttons('quickReplies'),
    list(),
  ],
}
