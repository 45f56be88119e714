/**
 * How facts are put into words: each kind as the answer to a question, and of its own accord.
 *
 * What a fact is called in the scenario (`party_size`) is used only where no everyday wording exists for it.
 */
import type { Telling } from './intent.ts'

interface Ways {
  /** Said when it was asked for. `{v}` is the value. */
  readonly answer: readonly string[]
  readonly terse: readonly string[]
  /** Said when it was not asked for. */
  readonly clause: readonly string[]
}

const BARE = ['{v}'] as const

const WAYS: Readonly<Record<string, Ways>> = {
  date: {
    answer: [
      '{v}',
      '{v}, please',
      '{v} would be good',
      '{v} works for me',
      "let's say {v}",
      '{v} if possible',
      'how about {v}?',
      '{v} suits me',
    ],
    terse: ['{v}', '{v} please', '{v}', '{v} works'],
    clause: ['{v} would be best', '{v} would be good', '{v}, if possible'],
  },
  time: {
    answer: [
      '{v}',
      '{v}, please',
      'at {v}',
      "let's say {v}",
      '{v} would be good',
      '{v} works for me',
      '{v} if possible',
      '{v} suits me',
    ],
    terse: ['{v}', '{v} please', 'at {v}', '{v} works'],
    clause: ['at {v}, please', '{v} would be best', 'at {v} if possible'],
  },
  name: {
    answer: ['{v}', "it's {v}", 'my name is {v}', "I'm {v}", '{v}', 'the name is {v}', 'this is {v}'],
    terse: ['{v}', '{v}', "it's {v}", '{v}'],
    clause: ['my name is {v}', 'the name is {v}', 'this is {v}'],
  },
  phone: {
    answer: ['{v}', "it's {v}", 'my number is {v}', 'you can reach me at {v}', 'the number is {v}', '{v} is best'],
    terse: ['{v}', '{v}', "it's {v}"],
    clause: ['my number is {v}', 'you can reach me at {v}'],
  },
  email: {
    answer: ['{v}', "it's {v}", 'my email is {v}', 'you can use {v}', 'the email is {v}', '{v} is best'],
    terse: ['{v}', '{v}', "it's {v}"],
    clause: ['my email is {v}', 'you can write to {v}'],
  },
  birth: {
    answer: ['{v}', "it's {v}", 'I was born on {v}', 'my date of birth is {v}', '{v}', "that's {v}"],
    terse: ['{v}', '{v}', "it's {v}"],
    clause: ['my date of birth is {v}', 'I was born on {v}', 'date of birth is {v}'],
  },
  id: {
    answer: ['{v}', "it's {v}", 'that is {v}', 'here it is: {v}', 'it says {v}', "it's this one: {v}"],
    terse: ['{v}', '{v}', "it's {v}"],
    clause: ['my {label} is {v}', 'the {label} is {v}'],
  },
  /** What somebody comes for: `for a check-up`. */
  service: {
    answer: ['{a}', '{a}, please', 'for {a}', "it's for {a}", 'just {a}', "I'd need {a}"],
    terse: ['{a}', '{a} please', 'for {a}'],
    clause: ["it's for {a}", 'this is for {a}', 'for {a}'],
  },
  /** Somebody to be served by: `with Dr. Lee`. */
  person: {
    answer: ['{v}', '{v}, please', 'with {v}', '{v} if possible'],
    terse: ['{v}', 'with {v}', '{v} please'],
    clause: ['with {v}, please', "I'd like {v}, please", 'with {v} if possible'],
  },
  people: {
    answer: ['{v}', "we're {v}", 'for {v}', '{v} people', 'there will be {v} of us'],
    terse: ['{v}', '{v}', 'for {v}'],
    clause: ["we're {v} people", "it's for {v} people", 'there will be {v} of us'],
  },
  from: { answer: ['{v}', 'from {v}', '{v}, please'], terse: BARE, clause: ['from {v}', "it's from {v}"] },
  to: { answer: ['{v}', 'to {v}', '{v}, please'], terse: BARE, clause: ['to {v}', "it's to {v}"] },
  /** Text of the customer's own. */
  text: {
    answer: ['{v}', 'well, {v}', 'basically, {v}', 'just this: {v}', '{v}', 'in short, {v}'],
    terse: BARE,
    clause: BARE,
  },
  other: {
    answer: ['{v}', "it's {v}", '{v}, please', '{v}', "that's {v}", '{v}'],
    terse: ['{v}', '{v}', '{v} please'],
    clause: ['the {label} is {v}', 'the {label} would be {v}'],
  },
}

/** How this fact is put into words. */
export function waysToTell(fact: Telling): Ways {
  return WAYS[kindOf(fact)] ?? { answer: BARE, terse: BARE, clause: BARE }
}

/** Ways to tell a fact unasked among others: with its name where another is of its kind. */
export function waysNamed(fact: Telling, among: readonly Telling[]): readonly string[] {
  const alone = !isWhen(fact) || among.filter(({ type }) => type === fact.type).length < 2
  return alone ? waysToTell(fact).clause : (WAYS.other?.clause ?? BARE)
}

/** Whether a fact says when something should be, so that it is told with others of the kind: `Tuesday at 2pm`. */
export function isWhen({ type, label }: Telling): boolean {
  return (type === 'date' && !isBirth(label)) || type === 'time'
}

/** The day and the time among facts, to be told in one breath. Of two days each needs its name: then none. */
export function dayAndTime(facts: readonly Telling[]): readonly Telling[] {
  const when = facts.filter(isWhen)
  const times = when.filter(({ type }) => type === 'time').length
  return times > 1 || when.length - times > 1 ? [] : when
}

/** Whether facts are a day, a time or both, and nothing else. */
export function isDayAndTime(facts: readonly Telling[]): boolean {
  return dayAndTime(facts).length === facts.length
}

const SERVICE = /\b(?:service|treatment|procedure|appointment type|kind of appointment|reason|visit)\b/
const PERSON = /\b(?:dentist|doctor|dr|stylist|hairdresser|barber|therapist|provider|specialist|technician|with)\b/
const PEOPLE = /\b(?:party|people|persons|guests|group|travell?ers|passengers|adults|seats)\b/

function kindOf(fact: Telling): string {
  const { type, label } = fact
  if (isBirth(label)) return 'birth'
  if (OF_THEIR_OWN.has(type)) return type
  if (PERSON.test(label)) return 'person'
  if (type === 'name') return OWN_NAME.test(label) ? 'name' : 'other'
  if (type === 'count') return PEOPLE.test(label) ? 'people' : 'other'
  if (type === 'place') return directionOf(label)
  return type === 'choice' || type === 'free' ? kindOfText(fact) : 'other'
}

/** The customer's own name, and not that of an event. */
const OWN_NAME = /^(?:(?:full|first|last|own|my|your|caller|client|contact) )*name$|customer|patient|guest/

/** Types whose values need no words to be understood. */
const OF_THEIR_OWN: ReadonlySet<string> = new Set(['date', 'time', 'phone', 'email', 'id'])

function kindOfText({ label, words }: Telling): string {
  if (words.split(' ').length >= 4) return 'text'
  return SERVICE.test(label) ? 'service' : 'other'
}

function directionOf(label: string): string {
  if (/\bfrom\b|\borigin\b|\bdeparture\b/.test(label)) return 'from'
  return /\bto\b|\bdestination\b|\barrival\b/.test(label) ? 'to' : 'other'
}

function isBirth(label: string): boolean {
  return /birth|\bdob\b/.test(label)
}

/** `in 30 minutes`: no `at` before it. */
const IN_A_WHILE = /^in \d/i

/** A wording with its values. */
export function put(wording: string, { words, label }: Telling): string {
  return (IN_A_WHILE.test(words) ? wording.replace('at {v}', '{v}') : wording)
    .replace('{v}', () => words)
    .replace('{a}', () => withArticle(words))
    .replace('{label}', () => label.replace(/\bid\b/, 'ID'))
}

/** `a check-up`, `an extraction`; names, plurals and what has an article already stay as they are. */
function withArticle(words: string): string {
  if (
    /^(?:an?|the|my|our|your|some|this|that|one|two|\d)\b/i.test(words) ||
    /[^s]s$/.test(words) ||
    /^\p{Lu}/u.test(words)
  )
    return words
  return /^[aeio]/i.test(words) ? `an ${words}` : `a ${words}`
}

/** `Tuesday at 2pm` */
export function whenInWords(facts: readonly Telling[]): string {
  const days = facts.filter(({ type }) => type !== 'time')
  const times = facts.filter(({ type }) => type === 'time')
  return [...days, ...times]
    .map(({ type, words }, index) => (type === 'time' && index > 0 && !IN_A_WHILE.test(words) ? `at ${words}` : words))
    .join(' ')
}

/** `on March 5 at 2pm`, `tomorrow at 2pm`, `at 2pm`: how a wish goes on with when it should be. */
export function whenAfterWish(facts: readonly Telling[], preposition: 'on' | 'to'): string {
  const text = whenInWords(facts)
  const [first] = facts
  if (preposition === 'to') return `to ${text}`
  if (facts.every(({ type }) => type === 'time')) return IN_A_WHILE.test(text) ? text : `at ${text}`
  const bare = first !== undefined && /^(?:next|this|tomorrow|today|tonight|the (?:same|next)|on|in)\b/i.test(text)
  return bare ? text : `on ${text}`
}
