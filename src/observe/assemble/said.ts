/** What customer and agent said to each other in a list of messages; tools and prompts left out. */
import type { Observation, Said } from '../observation.ts'

export interface Line {
  readonly from: 'customer' | 'agent'
  readonly text: string
  /** The text as it is compared: white space is often changed on the way. */
  readonly plain: string
}

export function linesIn(said: readonly Said[] = []): readonly Line[] {
  return said.flatMap(({ role, text }) => {
    const plain = plainText(text)
    return (role === 'customer' || role === 'agent') && plain !== '' ? [{ from: role, text, plain }] : []
  })
}

export function plainText(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** What an answer says, or nothing where it only calls tools. */
export function answerOf({ output = [] }: Observation): string {
  return linesIn(output)
    .filter(({ from }) => from === 'agent')
    .map(({ plain }) => plain)
    .join(' ')
}

/** An answer that calls no tool: the model had nothing more to do. */
export function isFinal(observation: Observation): boolean {
  return answerOf(observation) !== '' && !(observation.output ?? []).some(({ calls = [] }) => calls.length > 0)
}

/** The customer's last words in what a model was given. */
export function lastWords({ input }: Observation): string | undefined {
  return linesIn(input).findLast(({ from }) => from === 'customer')?.plain
}
