/** Names made of characters: e-mail addresses, telephone numbers, and order, booking and customer numbers. */
import { each, found, type Reader } from './found.ts'

const emails = /(?<![\w.%+-])[\w.%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}/g
const phones =
  /(?<![\w.$#-])(?:\+\d{1,3}[ .-]?)?(?:\(\d{1,4}\)[ .-]?)?\d{2,5}(?:[ .-]\d{2,5}){1,4}(?![\w-]|[.:]\d)|(?<!\w)\+\d{8,15}\b/g
/** Letters and digits mixed, or digits after `#`, or parts joined by `_` or `-` with a digit in them. */
const mixed =
  /(?<![\w@.])#?(?=[A-Za-z_-]{0,24}\d)(?=[\d_-]{0,24}[A-Za-z])[A-Za-z0-9]{1,24}(?:[_-][A-Za-z0-9]{1,24}){0,6}(?![\w@])|#\d{2,20}\b|(?<![\w.,:$€£/+-])\d{6,20}(?![\w]|[.,:]\d)/g
const called =
  /\b(?:number|code|id|reference|confirmation|booking|reservation|order|ticket|pnr)\b(?: (?:number|code|id|reference))?(?: is| was|:)?:? {0,2}[#"“*]{0,3}([A-Z0-9]{4,12})\b/gi
/** Words that look like numbers with a name but are times, ordinals, sizes or versions. */
const ordinary =
  /^(?:\d{1,4}(?:st|nd|rd|th|am|pm|h|m|s|k|x|d|g|kg|mg|ml|l|cm|mm|km|mi|ft|in|oz|lb|lbs|gb|mb|tb|w|v|p|fps|hz|mah|inch|day|days|hour|hours|min|mins|minute|minutes|week|weeks|month|months|year|years|piece|star|stars|person|night|pm-\d{1,2}pm|am-\d{1,2}[ap]m)|covid-?19|24-7)$/i
const hyphened = /^\d{1,4}-[a-z]{2,}(?:-[a-z]+){0,3}$/i

export const email: Reader = (text) => each(emails, text, (m) => [found('email', [m[0].toLowerCase()], m[0], m.index)])

export const phone: Reader = (text) =>
  each(phones, text, (m) => {
    const digits = m[0].replace(/\D/g, '')
    return digits.length < 7 || digits.length > 15 ? [] : [found('phone', [digits], m[0], m.index)]
  })

export const id: Reader = (text) => [
  ...each(mixed, text, (m) =>
    ordinary.test(m[0]) || hyphened.test(m[0]) ? [] : [found('id', [bareId(m[0])], m[0], m.index)],
  ),
  ...each(called, text, (m) => {
    const code = m[1] ?? ''
    if (code !== code.toUpperCase()) return []
    return [found('id', [bareId(code)], code, m.index + m[0].length - code.length)]
  }),
]

function bareId(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '').toUpperCase()
}
