/** Street addresses, in the order in which several languages write them: a number and the name of a street. */
import { patternRule, type Rule } from './finding.ts'

const unit = '(?:,? (?:[Aa]pt|[Aa]partment|[Ss]uite|[Ss]te|[Uu]nit|[Ff]lat|[Ff]loor|#)\\.? ?[\\w-]{1,6})?'
const town = '(?:,? [A-Z][\\w.-]{1,24}(?: [A-Z][\\w.-]{1,24}){0,2},? (?:[A-Z]{2} )?\\d{5}(?:-\\d{4})?)?'
const street =
  '(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|way|place|pl|square|terrace|parkway|pkwy|highway|hwy|circle|close|crescent|row|mews)'

export const addressRules: readonly Rule[] = [
  patternRule(
    'address',
    { signs: ['street', 'numbered'] },
    new RegExp(
      `(?<![\\w$€£.,:/-])\\d{1,5}[A-Za-z]? (?:[NSEW]\\.? )?(?:[A-Z0-9][\\w'’-]{1,24} ){1,3}(?:${street}|${street.toUpperCase()}|${titled(street)})(?![\\w])\\.?${unit}${town}`,
      'g',
    ),
  ),
  patternRule(
    'address',
    { signs: ['strasse'] },
    /(?<![\w])(?:[A-ZÄÖÜ][\wäöüß-]{1,30} )?[A-ZÄÖÜ]?[\wäöüß-]{0,30}(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|damm)[ ]\d{1,4}[a-z]?(?![\w:])(?:,? \d{5} [A-ZÄÖÜ][\wäöüß-]{1,30})?/gi,
  ),
  patternRule(
    'address',
    { signs: ['rue'], digits: 1 },
    /(?<![\w])(?:\d{1,4},? (?:rue|avenue|boulevard|place) (?:de |du |des |la |le |l['’]){0,2}[A-ZÀ-Ý][\wà-ÿ'’-]{1,24}(?: [A-ZÀ-Ý][\wà-ÿ'’-]{1,24}){0,2}|(?:Calle|Avenida|Paseo|Plaza|Rua|Via|Viale|Piazza) (?:de |da |do |del |della |la |los ){0,2}[A-ZÀ-Ý][\wà-ÿ'’-]{1,24}(?: [A-ZÀ-Ýd][\wà-ÿ'’-]{1,24}){0,3},? (?:n\.?º? ?)?\d{1,4}(?![\w:]))/g,
  ),
]

/** `street` as `Street`. */
function titled(words: string): string {
  return words.replace(/([(|:])([a-z])/g, (_, before: string, letter: string) => `${before}${letter.toUpperCase()}`)
}
