/**
 * SMS: letters alone, in segments that are paid one by one.
 *
 * @see Twilio's errors 21617 (more than 1600 characters) and its advice to stay within 320
 */
import type { Channel, Occasion, Rule } from './channel.ts'
import { buttons, list } from './choices.ts'
import { noHtml, noScript } from './html.ts'
import { atMost, measured } from './length.ts'
import { unbroken, unsplit } from './links.ts'
import { everySign, without } from './markup.ts'
import { type Segments, segmentsOf } from './segments.ts'
import { plainTypography, smartlyEncoded } from './typography.ts'

const sizeOf = measured('characters', 1600)
/** As it leaves the provider. */
const sentAs = (text: string, { smartEncoding }: Occasion): Segments =>
  segmentsOf(smartEncoding ? smartlyEncoded(text) : text)

/** No more segments, and no more money, than the pact allows. */
const affordable: Rule = ({ text }, occasion) => {
  const { segments, cost } = occasion
  if (segments === undefined && cost?.atMost === undefined) return []
  const { parts, encoding } = sentAs(text, occasion)
  const count = parts.length
  const price = costOf(count, cost?.perSegment ?? 0)
  return [
    ...(segments === undefined || count <= segments
      ? []
      : [
          {
            rule: 'segments',
            effect: 'costly',
            because: `takes ${count} segments (${encoding}), and ${segments} are allowed`,
          } as const,
        ]),
    ...(cost?.atMost === undefined || price <= cost.atMost
      ? []
      : [
          {
            rule: 'cost',
            effect: 'costly',
            because: `costs ${price} (${count} segments), and ${cost.atMost} is allowed`,
          } as const,
        ]),
  ]
}

/** Rounded to millionths, so that sums of prices read as they are meant. */
function costOf(segments: number, perSegment: number): number {
  return Math.round(segments * perSegment * 1e6) / 1e6
}

export const sms: Channel = {
  name: 'sms',
  aliases: ['text message', 'twilio sms'],
  carries:
    'letters alone: 160 in GSM-7, or 70 in UCS-2, for the price of one segment, 153 or 67 in each of several; 1600 characters in all',
  carry(text, occasion) {
    const { cost } = occasion
    const { parts, encoding } = sentAs(text, occasion)
    const price = cost && { cost: costOf(parts.length, cost.perSegment) }
    return { parts, size: sizeOf(text), encoding, ...price }
  },
  rules: [
    atMost(1600, 'characters', 'refused'),
    atMost(320, 'characters', 'unwise'),
    affordable,
    plainTypography,
    without(everySign),
    noHtml,
    noScript,
    unsplit((text, occasion) => sentAs(text, occasion).parts),
    unbroken,
    buttons('buttons'),
    buttons('quickReplies'),
    list(),
  ],
}
