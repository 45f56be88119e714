/** Numbers of accounts and of persons that carry their own proof: card, IBAN, social security. */
import { groupedRule, patternRule, type Rule } from './finding.ts'

const card = groupedRule(
  'card',
  { digitsTogether: 13 },
  {
    candidates: /(?<![\w.+-])\d(?:[ -]?\d){12,}/g,
    group: /\d+/g,
    digits: [13, 19],
    isOne: ({ text, end, digits }) => isCard(digits) && !/^(?:\w|[.-]\d)/.test(text.slice(end, end + 2)),
  },
)

/** A length and a beginning that issuers use, and the check digit right. */
function isCard(digits: string): boolean {
  return (
    /^(?:4\d{12}(?:\d{3}){0,2}|5[0-9]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|35\d{14}|6\d{15}|62\d{17})$/.test(
      digits,
    ) &&
    luhn(digits) &&
    new Set(digits).size > 1
  )
}

/** @see Luhn 1960, US patent 2950048 */
function luhn(digits: string): boolean {
  let sum = 0
  for (let at = 0; at < digits.length; at += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - at) - 48
    const doubled = at % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** From each country with its check digits on, as far as it is one. */
const iban: Rule = {
  kind: 'iban',
  needs: { signs: ['country'] },
  find: (text) =>
    [...text.matchAll(/(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?= ?[A-Za-z0-9])/g)].flatMap(({ index: start }) => {
      const near = text.slice(start, start + 44)
      const ends = [...near.matchAll(/[A-Za-z0-9]+/g)].map((group) => group.index + group[0].length)
      const end = ends.slice(0, 10).findLast((each) => each < 43 && isIban(near.slice(0, each)))
      return end === undefined ? [] : [{ kind: 'iban' as const, start, end: start + end }]
    }),
}

/** @see ISO 13616: country and check digits to the end, letters as two digits, the rest of a division by 97 is 1 */
function isIban(text: string): boolean {
  const plain = text.replaceAll(' ', '').toUpperCase()
  if (plain.length < 15 || plain.length > 34 || !/^[A-Z0-9]+$/.test(plain)) return false
  let rest = 0
  for (let at = 0; at < plain.length; at += 1) {
    const code = plain.charCodeAt((at + 4) % plain.length)
    // A is 10.
    rest = (code < 65 ? rest * 10 + code - 48 : rest * 100 + code - 55) % 97
  }
  return rest === 1
}

const american = patternRule(
  'ssn',
  { signs: ['american'] },
  /(?<![\w-])(?!000|666|9)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-])/g,
)
const named = patternRule(
  'ssn',
  { signs: ['insurance'], digitsTogether: 9 },
  /(?<=(?:ssn|social security(?: number)?|national insurance(?: number)?)[^\d\n]{0,20})\d{3}[ -]?\d{2}[ -]?\d{4}(?!\d)/gi,
)
const british = patternRule(
  'ssn',
  { signs: ['initials'], digitsTogether: 6 },
  /(?<![A-Za-z0-9])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![A-Za-z0-9])/g,
)
const brazilian = patternRule('ssn', { signs: ['brazilian'] }, /(?<![\w.])\d{3}\.\d{3}\.\d{3}-\d{2}(?![\w])/g)

export const numberRules: readonly Rule[] = [card, iban, american, named, british, brazilian]
