/**
 * How a customer's patience wears: a whole number that the agent's turns raise and lower.
 *
 * No chance is involved, so the same conversation always annoys in the same way.
 */

export type Mood = 'calm' | 'terse' | 'annoyed' | 'angry'

/** What an agent turn did to the customer's patience, in points. Progress gives one back. */
export const POINTS = {
  repeatedQuestion: 1,
  repeatedText: 2,
  slow: 1,
  noReply: 2,
  refusedAgain: 2,
  wrongValue: 1,
  ladder: 1,
  progress: -1,
} as const

/** From this many points the customer asks for a person, once. */
export const WANTS_A_PERSON = 6

/** From this many points the customer leaves. */
export const GIVES_UP = 10

export function moodOf(frustration: number): Mood {
  if (frustration >= 7) return 'angry'
  if (frustration >= 4) return 'annoyed'
  return frustration >= 2 ? 'terse' : 'calm'
}
