/** Texts that are secrets by their form: keys, tokens, passwords in addresses, payment card numbers. */
import { everyMatch } from '../every-match.ts'

export interface Secret {
  readonly what: string
  readonly start: number
  readonly text: string
}

const forms: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: 'a private key', pattern: /-----BEGIN (?:[A-Z]{2,10} ){0,3}PRIVATE KEY-----/g },
  { what: 'a JSON web token', pattern: /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/g },
  { what: 'an access key', pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bAIza[\w-]{35}\b/g },
  { what: 'an API key', pattern: /\b(?:sk|pk|rk)[-_](?:live|test|proj|ant|or)[-_][\w-]{16,}|\bsk-[A-Za-z0-9]{20,}/g },
  {
    what: 'an API token',
    pattern:
      /\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_\w{22,}|\bglpat-[\w-]{20,}|\bxox[abprs]-[\w-]{10,}|\bhf_[A-Za-z0-9]{30,}/g,
  },
  { what: 'a token', pattern: /\bBearer [\w.~+/-]{20,}/g },
  {
    what: 'an address with a password in it',
    pattern: /\b[a-z][a-z0-9+]{1,20}:\/\/[^\s:/@]{1,80}:[^\s:/@]{1,80}@[^\s/]{1,120}/g,
  },
  {
    what: 'a secret setting',
    pattern:
      /\b(?:api[_-]?key|secret[_-]?key|client[_-]?secret|access[_-]?token|db[_-]?password)["']?\s{0,5}[:=]\s{0,5}["']?[\w./+-]{12,}/gi,
  },
  // What stands where one was removed before the conversation was kept; equal ones leave equal marks.
  { what: 'a secret that was removed here', pattern: /\[secret:[a-p]{16}(?::[a-p]+)?\]/g },
  { what: 'a card number that was removed here', pattern: /\[card:[a-p]{16}(?::[a-p]+)?\]/g },
]

/** Every text of these forms, in order. */
export function secretsIn(text: string): Secret[] {
  const found = forms.flatMap(({ what, pattern }) =>
    everyMatch(text, pattern).map((match) => ({ what, start: match.index, text: match[0] })),
  )
  return [...found, ...cardsIn(text)].sort((a, b) => a.start - b.start)
}

const cardLike = /(?<![\d.-])\d(?:[ -]?\d){12,18}(?![\d-])/g

/** Card numbers: a known issuer's prefix and length, and the check digit right. */
function cardsIn(text: string): Secret[] {
  return everyMatch(text, cardLike).flatMap((match) => {
    const digits = match[0].replace(/\D/g, '')
    return isIssued(digits) && hasCheckDigit(digits)
      ? [{ what: 'a card number', start: match.index, text: match[0] }]
      : []
  })
}

function isIssued(digits: string): boolean {
  return /^(?:4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|6(?:011|5\d\d)\d{12})$/.test(
    digits,
  )
}

/** @see Luhn 1960, US patent 2950048 */
export function hasCheckDigit(digits: string): boolean {
  let sum = 0
  for (const [index, digit] of [...digits].reverse().entries()) {
    const doubled = Number(digit) * (index % 2 === 1 ? 2 : 1)
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
