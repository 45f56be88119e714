/**
 * Intents into words.
 *
 * Which of several wordings is used depends on the seed, the intent and the turn, and on nothing that
 * was said before; walking through the list by turn keeps a customer from repeating a phrase.
 */
import { keyedRandom } from '../../stats/index.ts'
import type { Persona } from '../persona.ts'
import type { Mood } from './affect.ts'
import type { Intent, Stage, Telling } from './intent.ts'
import { AGREEMENTS, type Bank, COMPLAINTS, PHRASES, QUESTIONS, THANKS, TOLD_AGAIN, TOLD_QUESTIONS } from './phrases.ts'
import { isPlainQuestion } from './questions.ts'
import { dayAndTime, isDayAndTime, put, waysNamed, waysToTell, whenAfterWish, whenInWords } from './tellings.ts'
import { ANGRY, ANNOYED, ASKED_AGAIN, BRUSQUE, CHATTER, COURTESIES, THREATS } from './tempers.ts'

/** Who speaks, when and in what mood. */
export interface Speaker {
  readonly persona: Persona
  readonly seed: number
  readonly mood: Mood
  /** Whether feelings show as they do along an arc: loudly, and with the threat to leave. */
  readonly shows?: 'loudly' | 'threatening'
  /** The customer's turn, from 0. */
  readonly turn: number
}

/** The plain words for a message, before the persona's writing habits. */
export function inWords(intents: readonly Intent[], speaker: Speaker): string {
  const joined = joinedUp(intents)
  const parts = joined.map((intent) => sentenceFor(intent, speaker)).filter((part) => part !== '')
  const text = parts.map(asSentence).join(' ')
  return text === '' ? '' : tempered(text, joined, speaker)
}

/** A day that was asked for and a time that was not are told together; a wish goes on with when it should be. */
function joinedUp(intents: readonly Intent[]): readonly Intent[] {
  const [first, second, ...rest] = intents
  if (first === undefined || second?.type !== 'volunteer') return intents
  if (WISHES.has(first.type) && 'want' in first && goesOn(first.want, first.kind))
    return [...wishFor(first, second), ...rest]
  const all = 'facts' in first ? [...first.facts, ...second.facts] : []
  const when = dayAndTime(all)
  if (first.type !== 'tell' || !first.facts.every((fact) => when.includes(fact))) return intents
  const facts = all.filter((fact) => !when.includes(fact))
  const told: Intent = { type: 'tell', facts: when }
  return [told, ...(facts.length > 0 ? [{ type: 'volunteer' as const, facts }] : []), ...rest]
}

const WISHES: ReadonlySet<Intent['type']> = new Set(['open', 'next-goal', 'not-that', 'still-waiting-for'])

function wishFor(
  wish: Extract<Intent, { want: string }>,
  told: Extract<Intent, { type: 'volunteer' }>,
): readonly Intent[] {
  const when = dayAndTime(told.facts)
  const facts = told.facts.filter((fact) => !when.includes(fact))
  const want = when.length === 0 ? wish.want : `${wish.want} ${whenAfterWish(when, prepositionOf(wish.kind))}`
  return [{ ...wish, want }, ...(facts.length > 0 ? [{ type: 'volunteer' as const, facts }] : [])]
}

function prepositionOf(kind: string): 'on' | 'to' {
  return kind === 'change' ? 'to' : 'on'
}

function sentenceFor(intent: Intent, speaker: Speaker): string {
  switch (intent.type) {
    case 'say':
      return intent.text
    case 'tell':
      return answered(intent.facts, speaker)
    case 'volunteer':
      return clauses(intent.facts, speaker)
    case 'ask':
      return asked(intent.question, intent.stage, speaker)
    case 'yes': {
      const bank = intent.to === 'details' ? 'details' : intent.verb === undefined ? 'action' : 'verb'
      const phrase = rotated('yes', bankFor(AGREEMENTS[bank], speaker), speaker)
      return phrase.replace('{verb}', () => intent.verb ?? '')
    }
    case 'thanks': {
      const bank = intent.glad ? (intent.asked ? 'nothing-else' : 'glad') : 'sober'
      return rotated('thanks', bankFor(THANKS[bank], speaker), speaker)
    }
    case 'restate':
      return restated(intent, speaker)
    default:
      return filled(rotated(intent.type, wordingsFor(intent, speaker), speaker), intent, speaker)
  }
}

function wordingsFor(
  intent: Exclude<Intent, { type: 'say' | 'tell' | 'volunteer' | 'ask' | 'yes' | 'thanks' }>,
  speaker: Speaker,
) {
  const complains = 'kind' in intent && (intent.kind === 'complain' || intent.kind === 'report')
  const bank = intent.type === 'open' && complains ? COMPLAINTS : PHRASES[intent.type]
  // Who is polite asks for a person politely, however the conversation went.
  const all = intent.type === 'human' && speaker.persona.politeness === 'polite' ? bank.plain : bankFor(bank, speaker)
  const several = intent.type === 'tell-again' && intent.facts.length > 1 && !isDayAndTime(intent.facts)
  const apt = all.filter(
    (wording) => !(several && wording.startsWith("It's")) && !(complains && ASKS_LEAVE.test(wording)),
  )
  return apt.length > 0 ? apt : all
}

/** Nobody asks whether they may complain. */
const ASKS_LEAVE = /\b(?:can|could|may) (?:I|you)\b|\bpossible\b|\btrying\b|\blooking\b/i

function filled(phrase: string, intent: Intent, speaker: Speaker): string {
  if ('want' in intent) return phrase.replace('{want}', () => intent.want)
  if ('facts' in intent) {
    return phrase.replace('{facts}', () => valuesOf(intent.facts, intent.type === 'correct', speaker))
  }
  if ('option' in intent) return phrase.replace('{option}', () => intent.option)
  return phrase
}

/** The whole goal: `I'd like to book a table on Friday at 8pm. My name is Ana Reis.` */
function restated({ want, kind, facts }: Extract<Intent, { type: 'restate' }>, speaker: Speaker): string {
  const fresh = facts.filter(({ words }) => !isIn(words, want))
  const when = goesOn(want, kind) ? dayAndTime(fresh) : []
  const rest = fresh.filter((fact) => !when.includes(fact))
  const wish = when.length === 0 ? want : `${want} ${whenAfterWish(when, prepositionOf(kind))}`
  const told = rest.length === 0 ? '' : ` ${asSentence(clauses(rest, speaker))}`
  const phrase = rotated('restate', bankFor(PHRASES.restate, speaker), speaker)
  return phrase.replace('{want}', () => wish).replace('{facts}', () => told)
}

function isIn(words: string, want: string): boolean {
  return want.toLowerCase().includes(words.toLowerCase())
}

/** Whether a wish can go on with a day and a time: not one that has a day of its own, or a `because`. */
function goesOn(want: string, kind: string): boolean {
  return (kind === 'book' || kind === 'change') && want.split(' ').length < 8 && !HAS_WHEN.test(want)
}

const HAS_WHEN =
  /\b(?:\w+day|today|tomorrow|tonight|week|month|another|earlier|later|sooner|to (?:an?|the)|because|so that|at \d)\b/i

function bankFor({ plain, terse, chatty = [], polite = plain }: Bank, { persona, mood }: Speaker): readonly string[] {
  const patient = mood === 'calm' || (mood === 'terse' && persona.politeness === 'polite')
  if (persona.verbosity === 'terse' || !patient) return terse
  const usual = persona.politeness === 'polite' ? polite : plain
  return persona.verbosity === 'chatty' && chatty.length > 0 ? chatty : usual
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
  if (facts.length > 1) return isDayAndTime(facts) ? whenInWords(facts) : clauses(facts, speaker)
  const { answer, terse } = waysToTell(only)
  return put(rotated(`answer-${only.fact}`, isTerse(speaker) ? terse : answer, speaker), only)
}

function isTerse({ persona, mood }: Speaker): boolean {
  return persona.verbosity === 'terse' || mood === 'annoyed' || mood === 'angry'
}

/** Values alone for a phrase that already says what they are; with what they are when they are told apart by it. */
function valuesOf(facts: readonly Telling[], labelled: boolean, speaker: Speaker): string {
  if (isDayAndTime(facts)) return whenInWords(facts)
  const [only] = facts
  if (facts.length === 1 && only !== undefined && !labelled) return put(waysToTell(only).terse[0] ?? '{v}', only)
  return clauses(facts, speaker)
}

/** Facts nobody asked for: `my name is Ana Reis, it's for a cleaning. Tuesday at 2pm would be best` */
function clauses(facts: readonly Telling[], speaker: Speaker): string {
  const when = dayAndTime(facts)
  const rest = facts.filter((fact) => !when.includes(fact))
  const parts = rest.map((fact) => put(rotated(`clause-${fact.fact}`, waysNamed(fact, facts), speaker), fact))
  if (when.length === 0) return parts.join(', ')
  const last = whenUnasked(when, speaker)
  return parts.length === 0 ? last : `${parts.join(', ')}. ${capital(last)}`
}

function whenUnasked(when: readonly Telling[], speaker: Speaker): string {
  const [only] = when
  if (when.length > 1 || only === undefined)
    return isTerse(speaker) ? whenInWords(when) : `${whenInWords(when)} would be best`
  return put(
    isTerse(speaker)
      ? only.type === 'time'
        ? 'at {v}'
        : '{v}'
      : rotated(`clause-${only.fact}`, waysToTell(only).clause, speaker),
    only,
  )
}

/** A question as it is put at this stage; one that begins by telling something gets no lead that asks. */
function asked(question: string, stage: Stage, speaker: Speaker): string {
  const plain = asQuestion(question.trim())
  const bank = isPlainQuestion(plain) ? QUESTIONS[stage] : stage === 'first' ? TOLD_QUESTIONS : TOLD_AGAIN
  const wording = rotated(`ask-${stage}`, bankFor(bank, speaker), speaker)
  if (wording === '{Q}') return capital(plain)
  const bare = plain.replace(/^(?:and|but|or|so) /i, '')
  return wording.replace('{Q}', () => capital(bare)).replace('{q}', () => inSentence(bare))
}

/** A question that goes on in a sentence begins with a small letter, unless with a name or with `I`. */
function inSentence(question: string): string {
  return isPlainQuestion(question) ? question.charAt(0).toLowerCase() + question.slice(1) : question
}

/** Intents before which no temper is shown: they close, agree or are the customer's own fault. */
const EVEN: ReadonlySet<Intent['type']> = new Set([
  'thanks',
  'yes',
  'bye',
  'accept-no',
  'take-it',
  'choose',
  'open',
  'correct-self',
  'back',
  'cancel',
  'quit',
  'human',
  'nudge',
])

/** Adds what the mood and the manners of the customer add. Messages given word for word stay as they are. */
function tempered(text: string, intents: readonly Intent[], speaker: Speaker): string {
  if (intents.some(({ type }) => type === 'say')) return text
  const lead = leadFor(intents, speaker)
  const { persona, mood, seed, turn } = speaker
  const chats =
    persona.verbosity === 'chatty' &&
    mood === 'calm' &&
    intents.every((intent) => intent.type === 'tell' && isDayAndTime(intent.facts))
  const after =
    chats && keyedRandom(seed, 'chatter', turn).chance(0.3) ? ` ${rotated('chatter', CHATTER, speaker)}` : ''
  return `${lead === undefined ? text : withLead(lead, text)}${after}`
}

function leadFor(intents: readonly Intent[], speaker: Speaker): string | undefined {
  const { persona, mood, seed, turn } = speaker
  const [first] = intents
  if (first === undefined || EVEN.has(first.type)) return undefined
  const roll = keyedRandom(seed, 'temper', turn).float()
  if (mood === 'angry') return angry(speaker, roll)
  if (mood === 'annoyed') return roll < 0.4 ? impatient(first, speaker) : undefined
  if (!answersMore(intents)) return undefined
  if (persona.politeness === 'rude') return turn > 0 && roll < 0.2 ? rotated('brusque', BRUSQUE, speaker) : undefined
  const courteous = persona.politeness === 'polite' && mood === 'calm' && roll < 0.25
  return courteous ? rotated('courtesy', COURTESIES, speaker) : undefined
}

/** Along an arc anger shows whenever there is anything to say. */
function angry(speaker: Speaker, roll: number): string | undefined {
  if (speaker.shows === undefined) return roll < 0.6 ? rotated('angry', ANGRY, speaker) : undefined
  if (speaker.shows === 'threatening') return rotated('threat', THREATS, speaker)
  return rotated('angry', ANGRY, speaker).toUpperCase()
}

function impatient({ type }: Intent, speaker: Speaker): string {
  return type === 'tell-again' ? rotated('asked-again', ASKED_AGAIN, speaker) : rotated('annoyed', ANNOYED, speaker)
}

/** An answer to something else than when it should be. */
function answersMore([first]: readonly Intent[]): boolean {
  return first?.type === 'tell' && !isDayAndTime(first.facts)
}

function withLead(lead: string, text: string): string {
  return lead.endsWith(',') ? `${lead} ${lower(text)}` : `${lead} ${text}`
}

/** The first letter small where the first word is the phrasebook's own, and not a name. */
function lower(text: string): string {
  const first = /^[\p{L}']+/u.exec(text)?.[0] ?? ''
  return STARTERS.has(first) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}

/** Words with which answers and questions begin. */
const STARTERS: ReadonlySet<string> = new Set(
  "It's It My The This You Not No What When Where Who Which How That's Let's Born For At With We're There Here As Again Like Once Told Still Is Are Can Do Does Could Don't Same Just".split(
    ' ',
  ),
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
