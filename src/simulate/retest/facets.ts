/**
 * What people ask about, by kind of fact: `how much` asks for money, `how long` for a duration.
 *
 * A customer who speaks of a cleaning and of nothing that costs does not depend on its price. Only records are
 * narrowed by this; what stands in sentences is answered as a whole.
 */
import type { KnowledgeChange } from './changes.ts'

const asking: Partial<Record<KnowledgeChange['kind'], RegExp>> = {
  money:
    /\b(?:pric|cost|charg|fees?\b|how much|pay|paid|owe|expensive|cheap|discount|afford|bill|balance|quote|offer\b)|[$€£]|\bdollars?\b/i,
  duration: /\bhow long|\bhow much time|\btakes?\b|\bminutes?\b|\bhours?\b|\blasts?\b|\bduration\b|\blength\b/i,
  time: /\bopen|\bclos|\bhours\b|\bwhat time|\bwhen\b|\b[ap]\.?m\b|\d:\d\d/i,
  phone: /\bphone|\bnumber\b|\bcall\b|\breach\b|\btelephone/i,
  email: /\be-?mail|\bwrite to\b|\breach\b/i,
  address: /\bwhere\b|\baddress|\bfind\b|\bway\b|\bget there|\blocat|\bdirections?\b|\bstreet\b/i,
}

/** Whether a text asks for such a kind of fact; true of kinds that people ask for in too many ways. */
export function asksFor(text: string, kind: KnowledgeChange['kind']): boolean {
  return asking[kind]?.test(text) ?? true
}

/** Whether people ask for this kind in ways that are known. */
export function isAskedForByName(kind: KnowledgeChange['kind']): boolean {
  return asking[kind] !== undefined
}

/** Questions that name no subject and may be about any: `what are your prices?` */
const inGeneral: Partial<Record<KnowledgeChange['kind'], RegExp>> = {
  money: /\b(?:pric|costs?\b|charg|fees?\b|how much\b(?!.{0,20}\bowe)|expensive)/i,
  duration: /\bhow long|\bduration\b|\bhow many minutes/i,
}

export function asksInGeneral(text: string, kind: KnowledgeChange['kind']): boolean {
  return inGeneral[kind]?.test(text) ?? asksFor(text, kind)
}

/** Other words by which people speak of a heading, as stems; everyday ones of any business. */
const groups: readonly (readonly string[])[] = [
  ['addres', 'where', 'locat', 'direction', 'way', 'street'],
  ['pay', 'card', 'cash', 'instal', 'instalment', 'invoic'],
  ['open', 'clos', 'hour'],
  ['child', 'kid', 'son', 'daughter', 'baby'],
  ['insur', 'plan', 'cover', 'coverag', 'network'],
  ['discount', 'cheaper', 'cheap', 'percent', 'special'],
  ['park', 'car'],
  ['contact', 'phon', 'number', 'reach'],
  ['pric', 'cost', 'charg', 'fee'],
  ['cancel', 'call off'],
  ['complain', 'complaint', 'unhappy'],
  ['emergency', 'urgent', 'emergenc'],
  ['deliver', 'ship', 'shipp'],
  ['return', 'refund', 'exchang'],
]

/** The stem itself and others that people use for it. */
export function alsoSaid(stem: string): readonly string[] {
  return [stem, ...groups.filter((group) => group.includes(stem)).flat()]
}
