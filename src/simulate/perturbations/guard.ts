/**
 * The semantic guard: where in a message the values stand that an agent acts upon, and what an edit may do there.
 *
 * Values are the facts in all their forms, everything with a digit, numbers and days in words, addresses, and the words
 * that turn a sentence round: `not`, `don't`, `without`; in English and in the languages of `values/`. An edit that touches one is dropped, and so is one that would
 * make one out of another word. Refuses nothing it is not sure of: rather a word too many is left as it is.
 */
import { valuesIn } from '../../pact/index.ts'
import type { Edit } from '../customers/customer.ts'
import { surfaces } from '../customers/fact-words.ts'
import type { Fact, FactType } from '../scenario.ts'
import { isRepair, isRestated } from './restated.ts'
import { foreignValues } from './values/foreign.ts'

/** As much of a fact as can be said. */
export type GuardedFact = Pick<Fact, 'type' | 'value' | 'say' | 'options' | 'wrongFirst'>

/** A place in a text that holds a value. */
export interface GuardedSpan {
  readonly at: number
  readonly text: string
  readonly what: 'fact' | 'value' | 'digits' | 'number' | 'day' | 'address' | 'negation' | 'capitals'
  /** Of a fact. */
  readonly type?: FactType
}

const NUMBER =
  'zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|half|quarter|dozen|once|twice|both|past'
const DAY =
  'mon|monday|tue|tues|tuesday|wed|weds|wednesday|thu|thur|thurs|thursday|fri|friday|sat|saturday|sun|sunday|jan|january|feb|february|mar|march|apr|april|may|jun|june|jul|july|aug|august|sep|sept|september|oct|october|nov|november|dec|december|today|tomorrow|tonight|yesterday|morning|afternoon|evening|noon|midday|midnight|night|weekend|next|last|before|after|until|till|am|pm|earlier|later|earliest|latest|now|week|month|year'
const NEGATION =
  "not|no|never|none|nothing|nobody|nowhere|neither|nor|without|unless|except|cannot|cant|wont|dont|doesnt|didnt|isnt|arent|wasnt|werent|couldnt|wouldnt|shouldnt|havent|hasnt|[a-z]+n['’]t|yes|yeah|yep|nope"

const GUARDED = new RegExp(
  [
    String.raw`(?<address>[^\s@]{1,64}@[^\s@]{1,190}[^\s@.,!?]|(?:https?:\/\/|www\.)\S{1,300})`,
    String.raw`(?<digits>[$€£+#(]?[\p{L}@._+:/-]{0,20}\p{N}[\p{L}\p{N}@_+:/%'’-]*(?:[.,]\p{N}+)*(?:\s?[ap]\.?m\b\.?|\s?o['’]clock\b)?)`,
    String.raw`(?<![\p{L}\p{N}])(?:(?<number>${NUMBER})|(?<day>${DAY})|(?<negation>${NEGATION}))(?![\p{L}\p{N}])`,
  ].join('|'),
  'giu',
)
/** `VIP`, `NHS`: may be part of an id. Read with its own eyes for case. */
const CAPITALS = /(?<![\p{L}\p{N}])\p{Lu}{2,}(?![\p{L}\p{N}])/gu

/** A guard made for the facts of one scenario. */
export interface Guard {
  /** The words of facts, in lower case. */
  readonly words: ReadonlySet<string>
  spans(text: string): readonly GuardedSpan[]
}

/** Where values stand in a text. */
export function guardedSpans(text: string, facts: readonly GuardedFact[]): readonly GuardedSpan[] {
  return guardOf(facts).spans(text)
}

export function guardOf(facts: readonly GuardedFact[]): Guard {
  const named = facts.flatMap((fact) => formsOf(fact).map((text) => ({ text: text.toLowerCase(), type: fact.type })))
  const words = new Set(named.flatMap(({ text }) => text.match(WORD) ?? []).filter((word) => !SMALL.has(word)))
  return {
    words,
    spans(text) {
      const lower = text.toLowerCase()
      const facts = named.flatMap(({ text: form, type }) =>
        placesOf(form, lower).map((at): GuardedSpan => {
          return { at, text: text.slice(at, at + form.length), what: 'fact', type }
        }),
      )
      const parts = [...lower.matchAll(WORD)].flatMap(({ 0: word, index }): GuardedSpan[] =>
        words.has(word) ? [{ at: index, text: text.slice(index, index + word.length), what: 'fact' }] : [],
      )
      return [...facts, ...parts, ...plainValues(text)].sort((a, b) => a.at - b.at)
    },
  }
}

const WORD = /[\p{L}\p{N}]+(?:['’]\p{L}+)?/gu

/** Words of values that carry nothing by themselves. */
const SMALL: ReadonlySet<string> = new Set(
  "a an and at as be been but by can could do for from have i i'd i'm if in into is it it's me my of on or our please so some that the their there they this to up us was we were when which will with would you your".split(
    ' ',
  ),
)

function formsOf(fact: GuardedFact): readonly string[] {
  const said = [fact.value, fact.wrongFirst].flatMap((value) => (value === undefined ? [] : surfaces(fact, value)))
  return [...new Set([...said, ...(fact.options ?? [])])].filter((form) => form.trim() !== '')
}

function placesOf(form: string, text: string): readonly number[] {
  const found: number[] = []
  for (let at = text.indexOf(form); at !== -1; at = text.indexOf(form, at + 1)) {
    const isWhole = !(isWordy(text.charAt(at - 1)) && isWordy(form.charAt(0)))
    if (isWhole && !(isWordy(text.charAt(at + form.length)) && isWordy(form.slice(-1)))) found.push(at)
  }
  return found
}

/** What is a value whoever says it: what looks like one, and what is read as one, such as `5th of March`. */
function plainValues(text: string): readonly GuardedSpan[] {
  return kept(PLAIN_VALUES, text, findPlainValues)
}

function findPlainValues(text: string): readonly GuardedSpan[] {
  const capitals = [...text.matchAll(CAPITALS)].map(({ 0: found, index }) => {
    return { at: index, text: found, what: 'capitals' as const }
  })
  const read = valuesIn(text).map(({ text: value, start }) => ({ at: start, text: value, what: 'value' as const }))
  return [...looksLikeValues(text), ...capitals, ...read]
}

function looksLikeValues(text: string): readonly GuardedSpan[] {
  return kept(LIKE_VALUES, text, findLikeValues)
}

const PLAIN_VALUES = new Map<string, readonly GuardedSpan[]>()
const LIKE_VALUES = new Map<string, readonly GuardedSpan[]>()
const KEPT_AT_MOST = 4000

/** Customers say the same in many conversations, and the same edits are tried in all of them. */
function kept(
  known: Map<string, readonly GuardedSpan[]>,
  text: string,
  find: (text: string) => readonly GuardedSpan[],
): readonly GuardedSpan[] {
  const found = known.get(text)
  if (found !== undefined) return found
  const spans = find(text)
  if (known.size >= KEPT_AT_MOST) known.clear()
  known.set(text, spans)
  return spans
}

function findLikeValues(text: string): readonly GuardedSpan[] {
  const english = [...text.matchAll(GUARDED)].map(({ 0: found, index, groups = {} }) => {
    const [what] = Object.keys(groups).filter((name) => groups[name] !== undefined)
    return { at: index, text: found, what: (what ?? 'digits') as GuardedSpan['what'] }
  })
  const seen = new Set(english.map(({ at }) => at))
  return [...english, ...foreignValues(text).filter(({ at }) => !seen.has(at))]
}

/** Whether an edit may be made by a kind that treats values so. */
export function isAllowed(
  edit: Edit,
  text: string,
  { spans, words }: { readonly spans: readonly GuardedSpan[]; readonly words: ReadonlySet<string> },
  values?: 'restated' | 'repaired',
): boolean {
  const touched = spans.filter((span) => touches(edit, span, text))
  if (values === 'restated' && touched.length > 0) return isRestated(edit.from, edit.to)
  if (touched.length > 0) return false
  if (values === 'repaired') return spans.some(({ at }) => at === edit.at) && isRepair(edit)
  return !makesValue(edit, words)
}

/** Whether an edit changes a span, or runs it together with what stands beside it. */
function touches({ at, from, to }: Edit, span: GuardedSpan, text: string): boolean {
  const end = at + from.length
  const spanEnd = span.at + span.text.length
  if (at < spanEnd && end > span.at) return true
  if (end === span.at) return isWordy(to === '' ? text.charAt(at - 1) : to.slice(-1))
  return at === spanEnd && isWordy(to === '' ? text.charAt(end) : to.charAt(0))
}

/** A letter, a digit, or what cannot be seen but makes part of a word. */
function isWordy(character: string): boolean {
  return /[\p{L}\p{N}\p{M}\p{Cf}@_+]/u.test(character)
}

/** Whether an edit makes a value out of something that was none. */
function makesValue({ from, to }: Edit, words: ReadonlySet<string>): boolean {
  const had = new Set(from.toLowerCase().match(WORD) ?? [])
  if ((to.toLowerCase().match(WORD) ?? []).some((word) => words.has(word) && !had.has(word))) return true
  const made = looksLikeValues(to)
  if (made.length === 0) return false
  const before = new Set(looksLikeValues(from).map((span) => span.text.toLowerCase()))
  return made.some((span) => !before.has(span.text.toLowerCase()))
}
