/** What a customer knows who is on file otherwise than they write, so that whoever asks is answered. */
import type { Fact, Scenario, ScheduledEvent } from '../scenario.ts'

/** Answers an agent that asks whether they are new. */
export const beenBefore = (otherwise: string): Fact => ({
  key: 'beenBefore',
  value: `I have been here before, ${otherwise}`,
  type: 'free',
  disclose: 'on-ask',
  askedAs: [
    'new patient',
    'new customer',
    'your first time',
    'been here before',
    'visited us before',
    'registered',
    'existing account',
  ],
})

/**
 * What they say on their own as soon as they are told that they cannot be found: nobody repeats the same thrice.
 *
 * A correction, so that they keep to it, which waits until they have told the fact. Where nothing has to be found and
 * the channel tells the fact, they may never tell it themselves, and say it at once.
 */
export function suggesting(scenario: Scenario, value: string, to: string, say: string): readonly ScheduledEvent[] {
  const { facts, goal, expect } = scenario
  const fact = facts.find((each) => each.value === value)?.key
  if (fact === undefined) return []
  const isAsked = goal.needs.includes(fact) || (expect.changes ?? []).some((change) => !('added' in change))
  return [{ when: { after: 'refused' }, do: isAsked ? { correct: { fact, to, say } } : { say } }]
}

/** Why a customer would say it at the wrong moment: they cannot tell one no from another. */
export function foreseesNo({ goal }: Scenario): string | undefined {
  const goals = [goal, ...(goal.followedBy ?? [])]
  return goals.some(({ alternatives }) => alternatives !== undefined)
    ? 'it foresees a no, which the customer could not tell from not being found'
    : undefined
}
