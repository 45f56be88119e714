/**
 * What a text states: values, addresses, names of things, and whether the house says yes or no.
 *
 * Values are read as the pact's conditions read them. Names are runs of capitalised words, so a business that
 * writes its plans or brands in small letters has them compared as words only.
 */
import { type Value, valuesIn, valuesOf } from '../../pact/index.ts'
import type { KnowledgeFact } from './passage.ts'
import { termsOf } from './terms.ts'

const address =
  /\b\d{1,5}[a-z]? (?:[A-Z][\p{L}'-]+ ){1,4}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Quay|Square|Drive|Dr|Boulevard|Blvd|Way|Place|Court|Row|Parade|Terrace)\b/gu
const names = /\b[A-Z][\p{L}'-]+(?: (?:of )?[A-Z][\p{L}'-]+)+/gu
const negation = /\b(?:not|no|never|nor|neither|nothing|none|nobody|cannot|unable|without|closed)\b|n[’']t\b/i
const permission =
  /\b(?:can|may|must|free|accept|welcome|allow|offer|do|get|give|have to|work with|take|see|include|required?|possible|available|open)/i

/** @param field the key of a record under which the text stands */
export function statementsOf(text: string, field?: string): readonly KnowledgeFact[] {
  const of = field === undefined ? {} : { field }
  const places = [...text.matchAll(address)]
  const plain = places.reduce((rest, match) => rest.replace(match[0], ' '.repeat(match[0].length)), text)
  const read = (field === undefined ? valuesIn(plain) : valuesOf(plain)).filter(isTelling)
  const values = [...read, ...bareNumbers(plain, read)].sort((a, b) => a.start - b.start)
  const called = field === undefined ? namesIn(plain).filter((match) => !isInside(match, values)) : []
  return [
    ...places.map((match) => ({ kind: 'address' as const, said: match[0], ...of })),
    ...values.map((value) => ({ kind: value.type, said: value.text, value, ...of })),
    ...called.map((match) => ({ kind: 'name' as const, said: match.name, ...of })),
    ...(field === undefined ? ruleOf(text) : []),
  ]
}

/** Words like "one" and names of days count nothing by themselves. */
function isTelling({ type, value, text }: Value): boolean {
  return type !== 'id' && !(type === 'count' && !/\d/.test(text)) && !(type === 'date' && value.startsWith('weekday:'))
}

/** `call 911`, `bus 14`: numbers that nothing else is known of. */
function bareNumbers(text: string, values: readonly Value[]): readonly Value[] {
  const found = [...text.matchAll(/(?<![\w.,:$€£/-])\d{1,6}(?![\w%/-]|[.,:]\d)/g)].filter(
    (match) => !isInside(match, values),
  )
  return found.map((match) => {
    const [said] = match
    return {
      type: 'number',
      value: String(Number(said)),
      text: said,
      start: match.index,
      end: match.index + said.length,
    }
  })
}

interface Name {
  readonly 0: string
  readonly index: number
  readonly name: string
}

/** A word that begins a sentence has a capital as well: `With Meadow Mutual` is about `Meadow Mutual`. */
function namesIn(text: string): readonly Name[] {
  return [...text.matchAll(names)].flatMap((match) => {
    const words = match[0].split(' ')
    const own = words.slice(words.findIndex((word) => termsOf(word).length > 0))
    return own.length < 2 ? [] : [{ 0: match[0], index: match.index, name: own.join(' ') }]
  })
}

function isInside(match: Pick<RegExpExecArray, 0 | 'index'>, values: readonly Value[]): boolean {
  return values.some(({ start, end }) => match.index < end && start < match.index + match[0].length)
}

function ruleOf(text: string): readonly KnowledgeFact[] {
  if (negation.test(text)) return [{ kind: 'rule', said: 'no' }]
  return permission.test(text) ? [{ kind: 'rule', said: 'yes' }] : []
}
