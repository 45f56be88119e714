/** Shares and numbers of things: `20%`, `five percent`, `3 passengers`, `a table for four`, `party of 6`. */
import { each, found, type Reader } from './found.ts'
import { numberSource, readNumber } from './number.ts'

const percents = new RegExp(String.raw`(?<![\w.])(${numberSource}) ?(?:%|percent\b|per cent\b)`, 'gi')
const things = new RegExp(
  String.raw`(?<![\w.,$€£:/#-])(${numberSource}) (?:[a-z]{2,12} )?([a-z]{2,20}s|people|person|child|children|adult|guest|night|ticket|seat|room|bag|passenger|men|women)\b`,
  'gi',
)
const parties = new RegExp(
  String.raw`\b(?:table|reservation|booking|party|room|group|seats?|tickets?)(?: is| are)? (?:for|of) (${numberSource})(?![\w:%]| ?(?:am|pm|o'clock|minutes|hours|days)\b)`,
  'gi',
)
const irregular: Readonly<Record<string, string>> = { people: 'person', children: 'child', men: 'man', women: 'woman' }
/** Words that end in s after a number and count nothing: `5 is`, `1 was`. */
const empty =
  /^(?:is|was|has|as|this|its|his|hers|ours|yours|does|us|yes|plus|times|minus|versus|always|perhaps|stars?)$/i

export const percent: Reader = (text) =>
  each(percents, text, (m) => {
    const n = readNumber(m[1] ?? '')
    return n === undefined ? [] : [found('percent', [String(n)], m[0], m.index)]
  })

export const count: Reader = (text) => [
  ...each(things, text, (m) => {
    const n = readNumber(m[1] ?? '')
    const noun = (m[2] ?? '').toLowerCase()
    return n === undefined || empty.test(noun) ? [] : [found('count', [String(n)], m[0], m.index, singular(noun))]
  }),
  ...each(parties, text, (m) => {
    const n = readNumber(m[1] ?? '')
    return n === undefined ? [] : [found('count', [String(n)], m[0], m.index, 'person')]
  }),
]

function singular(noun: string): string {
  return irregular[noun] ?? (noun.endsWith('ies') ? `${noun.slice(0, -3)}y` : noun.replace(/s$/, ''))
}
