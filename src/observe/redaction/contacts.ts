/** Ways to reach a person: mail addresses, also as they are spoken, and telephone numbers by rules of our own. */
import { type Found, type GroupedNumber, groupedRule, patternRule, type Rule } from './finding.ts'

const local = /[A-Za-z0-9._%+\-\u00c0-\u024f]/
const domain =
  /^(?:[A-Za-z0-9\u00c0-\u024f](?:[A-Za-z0-9\u00c0-\u024f-]{0,61}[A-Za-z0-9\u00c0-\u024f])?\.){1,8}[A-Za-z]{2,24}/

/** Around each `@`, so that the time is linear whatever stands before it. */
const written: Rule = {
  kind: 'email',
  needs: { signs: ['mail'] },
  find(text) {
    const found: Found[] = []
    for (const { 0: at, index } of text.matchAll(/@|%40/g)) {
      let start = index
      while (start > 0 && index - start < 64 && local.test(text[start - 1] ?? '')) start -= 1
      while (start < index && /[.%-]/.test(text[start] ?? '')) start += 1
      const after = index + at.length
      const host = domain.exec(text.slice(after, after + 255))?.[0]
      if (start < index && host !== undefined) found.push({ kind: 'email', start, end: after + host.length })
    }
    return found
  },
}

const spoken = patternRule(
  'email',
  { signs: ['spokenMail'] },
  /(?<![A-Za-z0-9])[a-z0-9][a-z0-9._-]{1,40}(?: dot [a-z0-9]{1,30})?(?: at | ?\(at\) ?| ?\[at\] ?)[a-z0-9-]{2,40}(?: dot | ?\(dot\) ?| ?\[dot\] ?)(?:com|net|org|edu|de|co dot uk|io|fr|es|it|pt|br|nl)(?![a-z0-9])/gi,
)

const called =
  /(?<!\[)(?:phone|mobile|cell|call|text|tel|telephone|whatsapp|sms|fax|dial|(?:my|your|his|her|their|our) number)\b[^\n\d]{0,24}$/i

/** Digits in groups, and nothing beside them that makes them something else. */
const telephone = groupedRule(
  'phone',
  { digitsDialled: 7 },
  {
    candidates: /(?<![\w@#.,:$€£/-])\+?\(?\d[\d +().\-/\u00a0\u2011]{5,}/g,
    group: /[+(]{0,2}\d(?:[^\s\u00a0]*\d)?/g,
    digits: [7, 16],
    isOne: isTelephone,
  },
)

function isTelephone({ text, start, end, digits }: GroupedNumber): boolean {
  if (/^(?:[\w@:%]|[.,-]\d)/.test(text.slice(end, end + 2))) return false
  if (text[start] === '+' || /^00[1-9]/.test(digits)) return digits.length >= 8
  if (digits.length > 13) return false
  const hit = text.slice(start, end)
  if (isDated(hit)) return false
  if (isNorthAmerican(hit, digits) || isNational(hit, digits)) return true
  return called.test(text.slice(Math.max(0, start - 40), start))
}

const isDated = (hit: string) =>
  /^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(?!\d|[ .-]\d)/.test(hit)

/** Area code and exchange begin with 2 to 9. */
function isNorthAmerican(hit: string, digits: string): boolean {
  if (!/^1?[2-9]\d{2}[2-9]\d{6}$/.test(digits)) return false
  return /^(?:1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .\-/\u2011])\d{3}[ .\-\u2011]?\d{4}$/.test(hit)
}

/** As it is dialled within most countries: a leading 0 and groups, or all together. */
function isNational(hit: string, digits: string): boolean {
  return /^\(?0[1-9]/.test(hit) && digits.length >= 9 && digits.length <= 12 && !/^\d{1,2}[./]\d/.test(hit)
}

export const mailRules: readonly Rule[] = [written, spoken]
export const telephoneRules: readonly Rule[] = [telephone]
