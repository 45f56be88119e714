/**
 * The upshot of an agent's turn for the customer: what somebody who left may have left after.
 *
 * Of several things that a turn does, the one that stands first here counts: whoever says sorry and asks for something else
 * could not help. In languages that are not read, a question asks and the rest answers, unless a tool had failed.
 */
import { type ActType, overheard } from '../../simulate/index.ts'
import { wordsOf } from '../coverage/space.ts'
import * as abroad from './other-languages.ts'
import { wordCount } from './word-count.ts'

/** In words that follow "the agent". */
export type Upshot =
  | 'did not answer'
  | 'said the same again'
  | 'did not understand'
  | 'refused'
  | 'could not help'
  | 'asked something'
  | 'offered something'
  | 'said it was done'
  | 'promised something'
  | 'said goodbye'
  | 'answered'

/** The customer is not done: something is asked of them, or they did not get what they wanted. */
const unfinished: ReadonlySet<Upshot> = new Set([
  'did not answer',
  'said the same again',
  'did not understand',
  'refused',
  'could not help',
  'asked something',
  'offered something',
])

/** The agent is no help, so that who says the same again means it. */
const unhelpful: ReadonlySet<Upshot> = new Set([
  'did not answer',
  'said the same again',
  'did not understand',
  'could not help',
])

export const isUnfinished = (upshot: Upshot) => unfinished.has(upshot)
export const isUnhelpful = (upshot: Upshot) => unhelpful.has(upshot)

/** What an agent that says it took the customer for: who is told so twice wanted the same twice. */
const telling: ReadonlySet<Upshot> = new Set(['said it was done', 'promised something', 'answered'])

export interface Heard {
  readonly upshot: Upshot
  /** What it said, in words without marks, where that tells what it took the customer for. */
  readonly answer?: string
}

/** Of an agent's turns, one after another. */
export class Upshots {
  private readonly said = new Set<string>()
  private last = ''

  /**
   * Of the next turn.
   *
   * @param hasFailed nothing that the agent tried for it came out well
   */
  of(text: string, hasFailed = false): Heard {
    const said = wordsOf(text).join(' ')
    const isAgain = this.said.has(said)
    const isAtOnce = this.last === said
    this.said.add(said)
    this.last = said
    const acts = overheard(text)
    const isGoodbye = saysGoodbye(text, acts)
    // Short answers come again without being meant, and courtesies unless it has nothing else to say.
    const isLong = wordCount(text) >= 4
    const isMeant = isLong && !isGoodbye && !courtesies.some((act) => acts.has(act))
    const heard = isGoodbye ? 'said goodbye' : upshotIn(text.toLowerCase(), acts)
    const upshot = hasFailed && heard === 'answered' ? 'could not help' : heard
    return {
      upshot: (isAgain && isMeant) || (isAtOnce && isLong) ? 'said the same again' : upshot,
      ...(isMeant && telling.has(upshot) && { answer: said }),
    }
  }
}

const courtesies: readonly ActType[] = ['req-more', 'goodbye', 'greet']

/** With its last message, whatever came before it. */
function saysGoodbye(text: string, all: ReadonlySet<ActType>): boolean {
  const line = text.lastIndexOf('\n') + 1
  const acts = line === 0 ? all : overheard(text.slice(line))
  return acts.size === 1 && acts.has('goodbye')
}

/** A turn as it is heard: in lower case. */
interface Words {
  readonly text: string
  does(...types: readonly ActType[]): boolean
  /** It ends with a question mark. */
  readonly isQuestion: boolean
}

/** What each upshot is known by; the first that fits counts. */
const known: readonly (readonly [Upshot, (words: Words) => boolean])[] = [
  ['did not understand', ({ text, does }) => does('lost') || abroad.lost.test(text)],
  ['refused', ({ does }) => does('refuse')],
  ['could not help', ({ text, does }) => does('fail') || helpless.some((words) => words.test(text))],
  ['asked something', ({ text, does }) => does('choices') || (does('request', 'confirm') && waits.test(text))],
  ['offered something', ({ does, isQuestion }) => isQuestion && does('propose', 'offer')],
  ['said it was done', ({ text, does, isQuestion }) => does('claim') || (!isQuestion && abroad.done.test(text))],
  ['promised something', ({ does }) => does('promise', 'handoff')],
  ['asked something', ({ text, does, isQuestion }) => !does('req-more') && (isQuestion || abroad.asks.test(text))],
]

function upshotIn(text: string, acts: ReadonlySet<ActType>): Upshot {
  const does = (...types: readonly ActType[]) => types.some((type) => acts.has(type))
  const words = { text, does, isQuestion: /[?？؟]\W*$/u.test(text) }
  return known.find(([, fits]) => fits(words))?.[0] ?? 'answered'
}

/** What sounds like a question without being one ("you can pick it up") waits for nobody. */
const waits = /[?？؟]|\b(?:please|kindly|tell me|provide|confirm)\b/u

const lack =
  /\b(?:i|we)(?: really| actually)* (?:don['’]?t|do not|can['’]?t|can ?not)(?: really| actually| currently)* (?:have|offer|sell|serve|carry|stock|find|see|know|say)\b|^no,? (?:i|we) (?:don['’]?t|do not|can['’]?t)\b|\b(?:i|we) (?:don['’]?t|do not)(?=,| but\b|[.!]|$)|\bi(?:'m| am) not sure\b/u

const apology = /(?<!\p{L})(?:sorry|unfortunately|i'm afraid|i am afraid)(?!\p{L})/u

const helpless = [apology, lack, abroad.failed]
