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
 * The parts in which a message is sent: cut after sentences and, for longer ones, before `and`.
 *
 * @param whole texts that must not be cut through, such as values of facts
 */
export function parts(
  text: string,
  whole: readonly string[],
  { timing }: Persona,
  seed: number,
  turn: number,
): string[] {
  const random = keyedRandom(seed, 'burst', turn)
  const bursts = random.chance(timing.burst)
  const most = 2 + random.int(3)
  if (!bursts) return [text]
  const cuts = [...text.matchAll(/(?<=[.!?])\s+(?=\S)|,?\s+(?=and\s)/g)].filter(
    (cut) => !cutsThrough(text, cut.index, whole),
  )
  const found: string[] = []
  let from = 0
  for (const cut of cuts) {
    const [part, rest] = [text.slice(from, cut.index), text.slice(cut.index + cut[0].length)]
    if (found.length === most - 1 || !saysSomething(part, whole) || !saysSomething(rest, whole)) continue
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
