/**
 * When a message is sent, and in how many parts.
 *
 * Thinking is lognormal around the persona's median; typing takes as long as its words per minute say.
 */
import { keyedRandom } from '../../stats/index.ts'
import type { Persona } from '../persona.ts'

/** Characters in a word for counting typing speed, the space included. */
const CHARACTERS_PER_WORD = 6

/** Milliseconds before the first part of a message: thinking and typing. */
export function pauseBefore(text: string, { timing }: Persona, seed: number, turn: number): number {
  const think = keyedRandom(seed, 'think', turn).lognormal(Math.max(1, timing.thinkMs), 0.5)
  return Math.round(think + typingMs(text, timing.wordsPerMinute))
}

/** Milliseconds between two parts of a burst: typing and a breath. */
export function pauseWithin(text: string, { timing }: Persona, seed: number, turn: number, part: number): number {
  const breath = keyedRandom(seed, 'breath', turn, part).lognormal(400, 0.4)
  return Math.round(breath + typingMs(text, timing.wordsPerMinute))
}

function typingMs(text: string, wordsPerMinute: number): number {
  return (text.length / CHARACTERS_PER_WORD / wordsPerMinute) * 60_000
}

/**
 * Whether the parts of a turn reach the agent at the same moment, as from a phone that was out of reach for a while, so
 * that it works on several at a time. Every other time; nobody has counted it.
 */
export function comeAtOnce(seed: number, turn: number): true | undefined {
  return keyedRandom(seed, 'at-once', turn).chance(0.5) || undefined
}

/**
 * The parts in which a message is sent: cut after sentences and before `and`; else between clauses; else between words.
 * A short one is sent whole, or now and then with an afterthought that says nothing new.
 *
 * @param whole texts that must not be cut through, such as values of facts
 */
export function parts(
  text: string,
  whole: readonly string[],
  persona: Pick<Persona, 'timing' | 'politeness'>,
  seed: number,
  turn: number,
): string[] {
  const random = keyedRandom(seed, 'burst', turn)
  const bursts = random.chance(persona.timing.burst)
  const most = 2 + random.int(3)
  if (!bursts || text === '') return [text]
  for (const [mark, isPart] of [sentences, clauses]) {
    const found = cutAt(text, mark, (part) => isPart(part, whole), whole, most)
    if (found.length > 1) return found
  }
  const inTwo = cutAt(text, betweenWords, (part) => part.split(' ').length > 1, whole, 2)
  if (inTwo.length > 1) return inTwo
  const after = keyedRandom(seed, 'afterthought', turn)
  return after.chance(0.2) ? [text, after.pick(AFTERTHOUGHTS[persona.politeness])] : [text]
}

type Cutting = readonly [mark: RegExp, isPart: (part: string, whole: readonly string[]) => boolean]

const sentences: Cutting = [/(?<=[.!?])\s+(?=\S)|,?\s+(?=and\s)/g, saysSomething]
const clauses: Cutting = [
  /(?<=,)\s+(?=\S)|\s+(?=(?:for|on|at|but|because|if|since)\s)/g,
  (part) => part.split(' ').length > 1,
]

/** Nothing under four words is a thought and another. */
const betweenWords = /\s+(?=\S)/g

/** They answer nothing, agree to nothing and take nothing back. */
const AFTERTHOUGHTS: Readonly<Record<Persona['politeness'], readonly string[]>> = {
  polite: ['Thanks.', 'Thank you.', 'Thanks!'],
  plain: ['Thanks.'],
  rude: ['?', 'Hello?'],
}

function cutAt(
  text: string,
  mark: RegExp,
  isPart: (part: string) => boolean,
  whole: readonly string[],
  most: number,
): string[] {
  const found: string[] = []
  let from = 0
  for (const cut of text.matchAll(mark)) {
    const [part, rest] = [text.slice(from, cut.index), text.slice(cut.index + cut[0].length)]
    if (found.length === most - 1 || cutsThrough(text, cut.index, whole) || !isPart(part) || !isPart(rest)) continue
    found.push(part)
    from = cut.index + cut[0].length
  }
  found.push(text.slice(from))
  return found.filter((part) => part !== '')
}

/** Whether a part says something: a value, a wish, a question, or enough words. Temper and `Hold on` are not sent alone. */
function saysSomething(part: string, whole: readonly string[]): boolean {
  const lower = part.toLowerCase()
  return part.split(' ').length > 6 || whole.some((span) => span !== '' && lower.includes(span.toLowerCase()))
}

function cutsThrough(text: string, at: number, whole: readonly string[]): boolean {
  const lower = text.toLowerCase()
  return whole.some((one) => {
    const span = one.toLowerCase()
    for (let start = lower.indexOf(span); start !== -1 && span !== ''; start = lower.indexOf(span, start + 1))
      if (start < at && at < start + span.length) return true
    return false
  })
}
