/**
 * Whether what was done has the values that were said: the day, the time, the amount, the name.
 *
 * Only a contradiction counts: the deed names a day and the words name another. A value that the deed says nothing
 * about is left to `grounded`. Values that the words themselves put in the past ("moved from Tuesday") are skipped.
 */
import type { Conversation, Json } from '../../conversation/index.ts'
import { type Moment, momentAt, sameValue, type Value, type ValueType, valuesIn, valuesOf } from '../values/index.ts'
import type { SaidClaim } from './claim-scene.ts'

/** Types of which a deed has one or a few, so that another one is a contradiction. */
const compared: ReadonlySet<ValueType> = new Set(['date', 'time', 'money', 'email', 'phone'])
const former =
  /\b(?:from|instead of|rather than|previously|originally|was|not|until|than|before|every)\s+(?:\w+,?\s){0,2}$/i
const clockKey = /creat|updat|modif|timestamp|expir|issued|sent|processed/i

export interface Evidence {
  /** Index of the event at which it was recorded: what "tomorrow" means in it. */
  readonly at: number
  /** What was asked for or is now in the backend: decides. */
  readonly decides: readonly Json[]
  /** What a tool answered: decides a value that the former do not hold, when it is the only one of its type; never an amount. */
  readonly answers: readonly Json[]
}

/**
 * How the words contradict the deed: `said 2pm, but it is 14:30`; undefined when they do not. Where several values of
 * one type are said, as in "from $50 to $60", one that agrees is enough.
 */
export function contradiction(claim: SaidClaim, evidence: Evidence, conversation: Conversation): string | undefined {
  const values = valuesIn(claim.words, momentAt(conversation, claim.at)).filter(
    ({ type, start }) => compared.has(type) && !isFormer(claim, start),
  )
  const held = values.length === 0 ? undefined : heldValues(evidence, momentAt(conversation, evidence.at))
  for (const type of new Set(values.map((value) => value.type))) {
    const done = held?.(type) ?? []
    const said = values.filter((value) => value.type === type)
    if (done.length === 0 || said.some((value) => done.some((other) => sameValue(value, other)))) continue
    return `said ${said[0]?.text}, but it is ${[...new Set(done.map(({ text }) => text))].slice(0, 3).join(' and ')}`
  }
  return otherName(claim.words, evidence)
}

function isFormer({ words }: SaidClaim, start: number): boolean {
  return former.test(words.slice(Math.max(0, start - 30), start))
}

function heldValues(evidence: Evidence, moment: Moment): (type: ValueType) => Value[] {
  const decided = evidence.decides.flatMap((json) => keyedValues(json, moment))
  // Answers can be large and seldom decide, so they are read only when they do.
  let answered: Value[] | undefined
  return (type) => {
    const first = decided.filter((value) => value.type === type)
    // One of several amounts, such as the legs of a journey, is not what the whole came to.
    if (type === 'money') return new Set(first.map(({ value }) => value)).size > 1 ? [] : first
    if (first.length > 0) return first
    answered ??= evidence.answers.flatMap((json) => keyedValues(json, moment))
    // An answer that holds several days may mean any of them by its other fields.
    const only = answered.filter((value) => value.type === type)
    return only.length === 1 ? only : []
  }
}

/** The values in a record; a bare number is money where its key says so, and machine timestamps are left out. */
function keyedValues(json: Json, moment: Moment, key = ''): Value[] {
  if (clockKey.test(key)) return []
  if (Array.isArray(json)) return json.flatMap((item: Json) => keyedValues(item, moment, key))
  if (typeof json === 'object' && json !== null) {
    return Object.entries(json).flatMap(([name, item]) => keyedValues(item as Json, moment, name))
  }
  return valuesOf(json, moment).map((value) =>
    value.type === 'number' && /amount|price|cost|fee|total|refund|payment|charge/i.test(key)
      ? { ...value, type: 'money', value: Number(value.value).toFixed(2) }
      : value,
  )
}

const titled = /\b(?:Dr|Doctor|Mr|Mrs|Ms|Prof)\.?\s+([A-Z][\p{L}'’-]{1,40}(?:\s[A-Z][\p{L}'’-]{1,40}){0,2})/gu

/** Names are compared only where a title shows that they are names. */
function otherName(words: string, { decides }: Evidence): string | undefined {
  const done = decides.flatMap(namesOf)
  if (done.length === 0) return undefined
  const said = namesIn(words).find((name) => !done.some((other) => shareWord(name, other)))
  return said === undefined ? undefined : `said ${said}, but it is ${done[0]}`
}

function namesIn(text: string): string[] {
  return [...text.matchAll(titled)].map((match) => match[0].replace(/\s+/g, ' '))
}

function namesOf(json: Json): string[] {
  if (typeof json === 'string') return namesIn(json)
  return typeof json === 'object' && json !== null ? Object.values(json).flatMap((item: Json) => namesOf(item)) : []
}

function shareWord(a: string, b: string): boolean {
  const words = new Set(b.toLowerCase().split(' ').slice(1))
  return a
    .toLowerCase()
    .split(' ')
    .slice(1)
    .some((word) => words.has(word))
}
