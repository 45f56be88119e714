/** Amounts of money: `$1,200.50`, `1.200,50 €`, `USD 40`, `fifty dollars`, `$80-120`, `$1.5k`. Signs are dropped. */
import { each, found, type Reader } from './found.ts'
import { digitsSource, numberSource, readNumber } from './number.ts'
import type { Value } from './value.ts'

const currencies: Readonly<Record<string, string>> = {
  $: 'USD',
  usd: 'USD',
  dollar: 'USD',
  dollars: 'USD',
  buck: 'USD',
  bucks: 'USD',
  us$: 'USD',
  '€': 'EUR',
  eur: 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  '£': 'GBP',
  gbp: 'GBP',
  pound: 'GBP',
  pounds: 'GBP',
  quid: 'GBP',
  '¥': 'JPY',
  jpy: 'JPY',
  yen: 'JPY',
  '₹': 'INR',
  inr: 'INR',
  rupee: 'INR',
  rupees: 'INR',
  r$: 'BRL',
  brl: 'BRL',
  reais: 'BRL',
  a$: 'AUD',
  aud: 'AUD',
  c$: 'CAD',
  cad: 'CAD',
  chf: 'CHF',
  mxn: 'MXN',
  zar: 'ZAR',
  sgd: 'SGD',
}
const names = 'dollars?|bucks?|euros?|pounds?|quid|yen|rupees?|reais|USD|EUR|GBP|JPY|INR|BRL|AUD|CAD|CHF|MXN|ZAR|SGD'
const european = String.raw`\d{1,3}(?:\.\d{3}){1,4},\d{2}(?!\d)|\d{1,9},\d{2}(?!\d)`

const before = new RegExp(
  String.raw`(?<![\w$])(R\$|US\$|A\$|C\$|[$€£¥₹]|(?:USD|EUR|GBP|JPY|INR|BRL|AUD|CAD|CHF|MXN|ZAR|SGD)(?=[ \d])) ?(${european}|${digitsSource})(k\b)?(?: ?(?:-|–|to) ?(?:[$€£¥₹] ?)?(${digitsSource})(?![\w%/:]| ?(?:am|pm)\b))?`,
  'gi',
)
const after = new RegExp(
  String.raw`(?<![\w.,$€£¥₹])(?:(${digitsSource}) ?(?:-|–|to) ?)?(${european}|${numberSource})(k)? ?(€|£|(?:${names})\b)(?: and (${numberSource}) (?:cents?|pence)\b)?`,
  'gi',
)

export const money: Reader = (text) => [
  ...each(before, text, (match) => [
    ...amount(match, match[2], match[1], match[3] !== undefined),
    ...amount(match, match[4], match[1], false),
  ]),
  ...each(after, text, (match) => [
    ...amount(match, match[1], match[4], false),
    ...amount(match, match[2], match[4], match[3] !== undefined, match[5]),
  ]),
]

function amount(
  match: RegExpExecArray,
  digits: string | undefined,
  currency = '',
  thousands = false,
  cents?: string,
): Value[] {
  if (digits === undefined) return []
  const plain = /,\d{2}$/.test(digits) ? digits.replaceAll('.', '').replace(',', '.') : digits
  const whole = readNumber(plain)
  if (whole === undefined) return []
  const total = whole * (thousands ? 1000 : 1) + (cents === undefined ? 0 : (readNumber(cents) ?? 0) / 100)
  const code = currencies[currency.toLowerCase()]
  return [found('money', [`${total.toFixed(2)}${code === undefined ? '' : ` ${code}`}`], match[0], match.index)]
}
