/**
 * Habits of writing that a persona has fields for.
 *
 * Each is counted where a simulated customer would draw it: how a turn begins by its first message, how it ends by its
 * last. Messages that were tapped and not typed say nothing.
 */
import { USUAL } from '../perturbations/index.ts'
import { type Habit, tallied } from './habit.ts'
import type { Heard, HeardTurn } from './heard.ts'
import { slipsIn, textsOf } from './slips.ts'
import { emojiIn, endOf, isAllCaps, wordsOf } from './words.ts'

const typos: Habit = {
  field: 'writing.typos',
  of: 'words whose right form is known',
  least: 200,
  tally(heard, words) {
    const { slips, n } = slipsIn(textsOf(heard), words)
    return { successes: slips.length, n }
  },
}

/** Weekdays and values keep their letters, fillers and short forms have a case of their own, and whoever shouts says nothing. */
const lowercase: Habit = {
  field: 'writing.lowercase',
  of: 'turns that begin with a word',
  least: 30,
  tally: (heard) =>
    tallied(typedTurns(heard), (turn) => {
      const first = firstOf(turn)
      const isApart = FILLER.test(first) || CALENDAR.test(first) || SHORTENED.test(first) || isAllCaps(first)
      return isApart || !BEGINS_WITH_WORD.test(first) ? undefined : /^\p{Ll}/u.test(first)
    }),
}

/** Questions keep their question mark, and who answers with a number or an address puts no full stop after it anyway. */
const noPunctuation: Habit = {
  field: 'writing.noPunctuation',
  of: 'turns that end with a word, no question mark',
  least: 30,
  tally: (heard) =>
    tallied(typedTurns(heard), (turn) => {
      const last = turn.messages.at(-1) ?? ''
      const end = endOf(last)
      if (!ENDS_WITH_WORD.test(last)) return undefined
      return end === '.' || end === '!' ? false : end === 'bare' ? true : undefined
    }),
}

/** `ok` is a word of its own by now, so it is not counted; nor are first words of sentences, which customers keep. */
const abbreviations: Habit = {
  field: 'writing.abbreviations',
  of: 'words that have a usual short form',
  least: 30,
  tally(heard) {
    const words = textsOf(heard)
      .flatMap(wordsOf)
      .filter(({ isFirst }) => !isFirst)
    return tallied(words, ({ text }) => (SHORT.has(text) ? true : LONG.has(text) ? false : undefined))
  },
}

const fillers: Habit = {
  field: 'writing.fillers',
  of: 'turns that do not begin with a greeting',
  least: 30,
  tally: (heard) =>
    tallied(typedTurns(heard), (turn) => {
      const first = firstOf(turn)
      return FILLER.test(first) ? true : GREETING.test(first) ? undefined : false
    }),
}

const emoji: Habit = {
  field: 'writing.emoji',
  of: 'turns',
  least: 30,
  tally: (heard) => tallied(typedTurns(heard), ({ messages }) => messages.some((text) => emojiIn(text) > 0)),
}

/** Whoever writes three words has nothing to send in parts. */
const burst: Habit = {
  field: 'timing.burst',
  of: 'turns of four words and more',
  least: 30,
  tally: ({ turns }) => tallied(turns, ({ messages }) => (wordsIn(messages) < 4 ? undefined : messages.length > 1)),
}

const wordsIn = (messages: readonly string[]) => messages.join(' ').trim().split(/\s+/).length

/** Nobody types a message in so short a time: it was begun before the reply had come. */
const bargeIn: Habit = {
  field: 'timing.bargeIn',
  of: 'turns with times',
  least: 30,
  tally: ({ turns }) =>
    tallied(turns, (turn) => (turn.afterMs === undefined || turn.isTapped ? undefined : isCrossed(turn))),
}

/** A value that is taken back, among turns that say one. Which facts they were is not known. */
const corrections: Habit = {
  field: 'corrections',
  of: 'turns with a number, a day or a month',
  least: 30,
  tally: (heard) =>
    tallied(typedTurns(heard), ({ messages }) => {
      const text = messages.join('\n')
      return VALUE.test(text) ? TAKEN_BACK.test(text) : undefined
    }),
}

export const habits: readonly Habit[] = [
  typos,
  lowercase,
  noPunctuation,
  abbreviations,
  fillers,
  emoji,
  burst,
  bargeIn,
  corrections,
]

/** Quicker than anybody types: 120 words of six characters in a minute, and at least a second to read. */
export function isCrossed({ messages: [first = ''], afterMs = 0 }: HeardTurn): boolean {
  return afterMs < Math.max(1000, (first.length / 6 / 120) * 60_000)
}

function typedTurns({ turns }: Heard): readonly HeardTurn[] {
  return turns.filter(({ isTapped }) => !isTapped)
}

function firstOf({ messages }: HeardTurn): string {
  return messages[0] ?? ''
}

/** Short forms as they are usual. */
const usual = Object.entries(USUAL).filter(([long]) => long !== 'okay')
const SHORT: ReadonlySet<string> = new Set(usual.map(([, short]) => short))
const LONG: ReadonlySet<string> = new Set(usual.map(([long]) => long))

const BEGINS_WITH_WORD = /^[\p{Ll}\p{Lu}][\p{L}'’]*(?![\p{L}\p{N}@._+-][\p{L}\p{N}]|@)/u
const ENDS_WITH_WORD = /(?:^|\s)\p{P}*\p{L}[\p{L}'’-]*[^\p{L}\p{N}]*$/u
const SHORTENED = new RegExp(`^(?:${[...SHORT, ...LONG].join('|')})\\b`, 'i')

const FILLER =
  /^(?:um+|uh+|er+m?|h+m+|so|well|right|oh|ah|ok(?:ay)? so|oh and)(?:,|\.\.\.|\s+(?=i\b|so\b))|^(?:ok(?:ay)?|right), (?=i\b|can\b)|^(?:ok(?:ay)? so|oh and)\b/iu
const GREETING =
  /^(?:hi|hello|hey|good (?:day|morning|afternoon|evening)|sure|of course|thanks|thank you|ok|okay|no problem|certainly)\b/iu
const CALENDAR =
  /^(?:\p{L}+day|january|february|march|april|may|june|july|august|september|october|november|december)\b/iu
const VALUE =
  /\d|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:january|february|march|april|june|july|august|september|october|november|december)\b/iu
const TAKEN_BACK =
  /\b(?:no,? wait|wait,? no|i meant|i mean,? |correction\b|scratch that|sorry,? (?:not|it'?s|i meant|make)|my mistake|i (?:said|wrote|gave you) (?:it |that )?wrong|actually,? (?:no|make|it'?s|that'?s|not))|^\*\p{L}+$/imu
