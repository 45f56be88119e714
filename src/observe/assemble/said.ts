/** What customer and agent said to each other in a list of messages; tools and prompts left out. */
import type { Observation, Said } from '../observation.ts'

export interface Line {
  readonly from: 'customer' | 'agent'
  readonly text: string
  /** The text as it is compared: white space is often changed on the way. */
  readonly plain: string
}

/** Lists of messages never change, and many questions are put to each. */
const known = new WeakMap<readonly Said[], readonly Line[]>()
const nothing: readonly Said[] = []

export function linesIn(said: readonly Said[] = nothing): readonly Line[] {
  const before = known.get(said)
  if (before !== undefined) return before
  const lines: Line[] = []
  for (const { role, text } of said) {
    if (role !== 'customer' && role !== 'agent') continue
    const plain = plainText(text)
    if (plain !== '') lines.push({ from: role, text, plain })
  }
  known.set(said, lines)
  return lines
}

/** The same texts in the same order, whoever says them. */
export function isSaidAlike(one: readonly Line[], other: readonly Line[]): boolean {
  return one.length === other.length && one.every(({ plain }, at) => plain === other[at]?.plain)
}

export function plainText(text: string): string {
  // Most texts have single spaces; to see that is several times faster than to write them anew.
  return (/\s\s|[^\S ]/.test(text) ? text.replace(/\s+/g, ' ') : text).trim()
}

/** What an answer says, or nothing where it only calls tools. */
export function answerOf({ output = [] }: Observation): string {
  let answer = ''
  for (const { from, plain } of linesIn(output)) if (from === 'agent') answer += answer === '' ? plain : ` ${plain}`
  return answer
}

/** An answer that calls no tool: the model had nothing more to do. */
export function isFinal({ output = [] }: Observation): boolean {
  return linesIn(output).some(({ from }) => from === 'agent') && !output.some(({ calls = [] }) => calls.length > 0)
}

/** The customer's last words in what a model was given. */
export function lastWords({ input }: Observation): string | undefined {
  return linesIn(input).findLast(({ from }) => from === 'customer')?.plain
}
