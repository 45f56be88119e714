/**
 * Intents into words.
 *
 * Which of several wordings is used depends on the seed, the intent and the turn, and on nothing that
 * was said before; walking through the list by turn keeps a customer from repeating a phrase.
 */
import { keyedRandom } from '../../stats/index.ts'
import type { Persona } from '../persona.ts'
import type { Mood } from './affect.ts'
import type { Intent, Telling } from './intent.ts'
import { ANGRY, ANNOYED, type Bank, CHATTER, COURTESIES, PHRASES, TELLINGS } from './phrases.ts'

/** Who speaks, when and in what mood. */
export interface Speaker {
  readonly persona: Persona
  readonly seed: number
  readonly mood: Mood
  /** The customer's turn, from 0. */
  readonly turn: number
}

/** The plain words for a message, before the persona's writing habits. */
export function inWords(intents: readonly Intent[], speaker: Speaker): string {
  const parts = intents.map((intent) => sentenceFor(intent, speaker)).filter((part) => part !== '')
  const text = parts.map(asSentence).join(' ')
  return text === '' ? '' : tempered(text, intents, speaker)
}

function sentenceFor(intent: Intent, speaker: Speaker): string {
  switch (intent.type) {
    case 'say':
      return intent.text
    case 'tell':
      return answered(intent.facts, speaker)
    case 'volunteer':
      return clauses(intent.facts, speaker)
    default: {
      const phrase = rotated(intent.type, bankFor(PHRASES[intent.type], speaker), speaker)
      return filled(phrase, intent, speaker)
    }
  }
}

function filled(phrase: string, intent: Intent, speaker: Speaker): string {
  if ('want' in intent && 'facts' in intent) {
    const told = capital(clauses(intent.facts, speaker))
    return phrase.replace('{want}', () => intent.want).replace(' {facts}.', () => (told === '' ? '' : ` ${told}.`))
  }
  if ('want' in intent) return phrase.replace('{want}', () => intent.want)
  if ('facts' in intent)
    return phrase.replace('{facts}', () => valuesOf(intent.facts, intent.type === 'correct', speaker))
  if ('option' in intent) return phrase.replace('{option}', () => intent.option)
  if ('question' in intent) return phrase.replace('{question}', () => asQuestion(intent.question))
  return phrase
}

function bankFor({ plain, terse }: Bank, { persona, mood }: Speaker): readonly string[] {
  return persona.verbosity === 'terse' || mood !== 'calm' ? terse : plain
}

/** One of the wordings: the list is entered where the seed says and walked by turn, so none comes twice in a row. */
function rotated(purpose: string, wordings: readonly string[], { seed, turn }: Speaker): string {
  const start = keyedRandom(seed, 'phrase', purpose).int(wordings.length)
  return wordings[(start + turn) % wordings.length] ?? ''
}

/** Facts as the answer to a question. */
function answered(facts: readonly Telling[], speaker: Speaker): string {
  const [only] = facts
  if (only === undefined) return ''
  if (facts.length > 1) return facts.every(isWhen) ? joined(facts) : clauses(facts, speaker)
  const wordings = speaker.persona.verbosity === 'terse' ? ['{v}', '{v}', "it's {v}"] : waysToTell(only).answer
  return put(rotated(`answer-${only.fact}`, wordings, speaker), only)
}

/** Values alone for a phrase that already says what they are; with labels when they are told apart by them. */
function valuesOf(facts: readonly Telling[], labelled: boolean, speaker: Speaker): string {
  if (facts.every(isWhen)) return joined(facts)
  const [only] = facts
  if (facts.length === 1 && only !== undefined && !labelled) return only.words
  return clauses(facts, speaker)
}

function isWhen({ type, label }: Telling): boolean {
  return (type === 'date' && !isBirth(label)) || type === 'time'
}

function isBirth(label: string): boolean {
  return /birth|dob/.test(label)
}

/** `Tuesday at 2pm` */
function joined(facts: readonly Telling[]): string {
  return daysFirst(facts)
    .map(({ type, words }, index) => (type === 'time' && index > 0 ? `at ${words}` : words))
    .join(' ')
}

function daysFirst(facts: readonly Telling[]): readonly Telling[] {
  return [...facts.filter(({ type }) => type !== 'time'), ...facts.filter(({ type }) => type === 'time')]
}

/** Facts nobody asked for, each with what it is: `for Tuesday at 2pm, my name is Ana Reis`. */
function clauses(facts: readonly Telling[], speaker: Speaker): string {
  const when = daysFirst(facts.filter(isWhen))
  const rest = facts.filter((fact) => !isWhen(fact))
  const parts = rest.map((fact) => put(rotated(`clause-${fact.fact}`, waysToTell(fact).clause, speaker), fact))
  const times = when.map((fact) => put(waysToTell(fact).clause[0] ?? '{v}', fact)).join(' ')
  return [...(times === '' ? [] : [times]), ...parts].join(', ')
}

function waysToTell(fact: Telling): (typeof TELLINGS)[string] {
  return TELLINGS[kindOf(fact)] ?? TELLINGS.other ?? { answer: ['{v}'], clause: ['{v}'] }
}

/** A birthday is told like a number, somebody else's name like a thing, a short note like a choice. */
function kindOf({ type, label, words }: Telling): string {
  if (type === 'date' && isBirth(label)) return 'id'
  if (type === 'name' && !/\bname\b|customer|patient|guest/.test(label)) return 'other'
  return type === 'free' && words.split(' ').length < 4 ? 'other' : type
}

function put(wording: string, { words, label }: Telling): string {
  return wording.replace('{v}', () => words).replace('{label}', () => label)
}

/** Adds what the mood and the manners of the customer add. Messages given word for word stay as they are. */
function tempered(text: string, intents: readonly Intent[], speaker: Speaker): string {
  if (intents.every(({ type }) => type === 'say')) return text
  const { persona, mood, seed, turn } = speaker
  const random = keyedRandom(seed, 'temper', turn)
  const tempers = random.chance(mood === 'angry' ? 0.75 : 0.4)
  const courteous = random.chance(0.35)
  const chatty = random.chance(0.4)
  if (mood === 'angry' && tempers) return `${rotated('angry', ANGRY, speaker)} ${text}`
  if ((mood === 'annoyed' || (persona.politeness === 'rude' && turn > 0)) && tempers)
    return withLead(rotated('annoyed', ANNOYED, speaker), text)
  if (mood !== 'calm') return text
  const answers = intents[0]?.type === 'tell' || intents[0]?.type === 'correct'
  const polite = persona.politeness === 'polite' && courteous && intents[0]?.type === 'tell'
  const lead = polite ? withLead(rotated('courtesy', COURTESIES, speaker), text) : text
  return persona.verbosity === 'chatty' && chatty && answers ? `${lead} ${rotated('chatter', CHATTER, speaker)}` : lead
}

function withLead(lead: string, text: string): string {
  return lead.endsWith(',') ? `${lead} ${lower(text)}` : `${lead} ${text}`
}

/** The first letter small where the first word is the phrasebook's own, and not a name. */
function lower(text: string): string {
  const first = /^[\p{L}']+/u.exec(text)?.[0] ?? ''
  return STARTERS.has(first) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}

/** Words with which phrases begin. */
const STARTERS: ReadonlySet<string> = new Set(
  [
    ...Object.values(PHRASES).flatMap(({ plain, terse }) => [...plain, ...terse]),
    ...Object.values(TELLINGS).flatMap(({ answer, clause }) => [...answer, ...clause].map(capital)),
    ...COURTESIES,
  ]
    .flatMap((phrase) => /^[\p{L}']+/u.exec(phrase)?.[0] ?? [])
    .filter((word) => !/^I(?:'|$)/.test(word)),
)

/** The first letter large, unless the first word is an address or a reference. */
function capital(text: string): string {
  if (/^\S*[@\d]/.test(text)) return text
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function asSentence(text: string): string {
  const trimmed = capital(text.trim())
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`
}

function asQuestion(question: string): string {
  return /[?.!]$/.test(question) ? question : `${question}?`
}
