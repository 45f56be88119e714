/**
 * Checks that what a juror quotes was said, where it says it was said, and by the agent.
 *
 * A model that was talked into a verdict, or that did not read, tends to quote what is not there. Such a quote
 * voids the whole answer: a reading that is right by luck is still no reading.
 */
import type { Conversation } from '../../conversation/index.ts'
import { folded, saysSomething } from './legible.ts'

export interface Quote {
  readonly at: number
  readonly text: string
}

/** A shorter quote must be the whole message: `a` occurs everywhere and shows nothing. */
const MIN_QUOTE_CHARS = 8

/** Why the quotes cannot carry a reading, or undefined when every one of them is sound. */
export function quoteTrouble(quotes: readonly Quote[], conversation: Conversation): string | undefined {
  if (quotes.length === 0) return 'no quote'
  for (const quote of quotes) {
    const trouble = oneQuoteTrouble(quote, conversation)
    if (trouble !== undefined) return trouble
  }
  return undefined
}

function oneQuoteTrouble({ at, text }: Quote, { events }: Conversation): string | undefined {
  const event = events[at]
  if (event === undefined) return `a quote from event ${at}, which does not exist`
  if (event.type !== 'message' || event.from !== 'agent')
    return `a quote from event ${at}, where the agent says nothing`
  const said = folded(event.text)
  const quoted = folded(text)
  if (!saysSomething(quoted)) return 'an empty quote'
  if (!said.includes(quoted)) return `a quote that is not in event ${at}: "${opening(quoted)}"`
  if (quoted.length < MIN_QUOTE_CHARS && quoted !== said) return `a quote too short to show anything: "${quoted}"`
  return undefined
}

function opening(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
