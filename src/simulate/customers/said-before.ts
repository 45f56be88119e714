/**
 * What a script has said for a customer who goes on by themselves then: they have said it, so they do not begin anew, and
 * notice where the agent took it for something else.
 */
import type { Event } from '../../conversation/index.ts'
import type { Mind, OpenGoal } from './mind.ts'
import { names } from './read-back.ts'

/** @returns the index of the customer's last message, before which all is over; 0 when they have said nothing */
export function rememberSaid(mind: Mind, events: readonly Event[]): number {
  const at = events.findLastIndex((event) => event.type === 'message' && event.from === 'customer')
  if (at === -1) return 0
  const text = events.flatMap((event) => (event.type === 'message' && event.from === 'customer' ? [event.text] : []))
  const said = text.join('\n')
  for (const fact of mind.facts.values()) {
    if (fact.now === undefined || !names(said, fact)) continue
    fact.toldValue = fact.now
    fact.timesTold += 1
  }
  for (const open of mind.goals) rememberWish(mind, open, said.toLowerCase())
  return at
}

function rememberWish(mind: Mind, open: OpenGoal, said: string): void {
  const { goal, wants } = open
  const isSaid = (words: string) => said.includes(words.toLowerCase())
  for (const want of wants) {
    if (!isSaid(want.ask)) continue
    want.timesAsked += 1
    mind.asked = true
  }
  open.stated ||= [goal.want, ...(goal.say ?? [])].some(isSaid) || wants.some(({ timesAsked }) => timesAsked > 0)
}
