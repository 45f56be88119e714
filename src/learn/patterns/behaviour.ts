/**
 * What an agent's turn did to the conversation, in one word: what customers may have left after.
 *
 * Of several things that a turn does, the one that stands first here counts: whoever says sorry and asks for something else
 * could not help. In languages that are not read, a question asks and the rest answers.
 */
import { type ActType, overheard } from '../../simulate/index.ts'
import { wordsOf } from '../coverage/space.ts'

/** In words that follow "the agent". */
export type Behaviour =
  | 'did not answer'
  | 'said the same again'
  | 'did not understand'
  | 'refused'
  | 'could not help'
  | 'asked something'
  | 'offered something'
  | 'said it was done'
  | 'promised something'
  | 'answered'

/** The customer is not done: something is asked of them, or they did not get what they wanted. */
const unfinished: ReadonlySet<Behaviour> = new Set([
  'did not answer',
  'said the same again',
  'did not understand',
  'refused',
  'could not help',
  'asked something',
  'offered something',
])

/** The agent is no help, so that who says the same again means it. */
const unhelpful: ReadonlySet<Behaviour> = new Set([
  'did not answer',
  'said the same again',
  'did not understand',
  'could not help',
])

export const isUnfinished = (behaviour: Behaviour) => unfinished.has(behaviour)
export const isUnhelpful = (behaviour: Behaviour) => unhelpful.has(behaviour)

/** Behaviours of an agent's turns, one after another. */
export class Behaviours {
  private readonly said = new Set<string>()

  /** What the next turn did. */
  of(text: string): Behaviour {
    const words = wordsOf(text).join(' ')
    const isAgain = this.said.has(words)
    this.said.add(words)
    // Courtesies come again without being meant.
    const isLong = words.split(' ').length >= 4
    return isAgain && isLong ? 'said the same again' : behaviourIn(text)
  }
}

function behaviourIn(text: string): Behaviour {
  const acts = overheard(text)
  const does = (...types: readonly ActType[]) => types.some((type) => acts.has(type))
  const isQuestion = /[?？؟]\W*$/u.test(text)
  if (does('lost')) return 'did not understand'
  if (does('refuse')) return 'refused'
  if (does('fail') || apology.test(text) || lack.test(text)) return 'could not help'
  if (does('choices') || (does('request', 'confirm') && waits.test(text))) return 'asked something'
  if (does('propose', 'offer') && isQuestion) return 'offered something'
  if (does('claim')) return 'said it was done'
  if (does('promise', 'handoff')) return 'promised something'
  return isQuestion && !does('req-more', 'goodbye', 'greet') ? 'asked something' : 'answered'
}

/** What sounds like a question without being one ("you can pick it up") waits for nobody. */
const waits = /[?？؟]|\b(?:please|kindly|tell me|provide|confirm)\b/iu

const lack =
  /\b(?:i|we)(?: really| actually)* (?:don['’]?t|do not|can['’]?t|can ?not) (?:have|offer|sell|serve|carry|stock|find|see|know|say)\b|^no,? (?:i|we) (?:don['’]?t|do not|can['’]?t)\b/iu

const apology =
  /(?<!\p{L})(?:sorry|unfortunately|i'm afraid|i am afraid|desculpe|infelizmente|lo siento|lamentablemente|d[ée]sol[ée]e?|malheureusement|leider|tut mir leid|mi dispiace|purtroppo|helaas|tyvärr|beklager|niestety|przykro|üzgünüm|maalesef|maaf)(?!\p{L})/iu
