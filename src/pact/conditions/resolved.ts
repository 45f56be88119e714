/**
 * Whether the customer got what they came for.
 *
 * Where it is known what should have come of it: the changes hold, every fact was told, and a person was or was
 * not brought in, as expected. Where nothing is known, the way the customer left says it, which is weaker: a
 * customer may leave content with a wrong answer.
 */
import { z } from 'zod'
import type { Conversation, Ending, Expected } from '../../conversation/index.ts'
import type { ConditionKind, Outcome } from '../condition.ts'
import { judgeChanges } from './end-state.ts'
import { judgeCalls } from './expected-calls.ts'
import { leftOfOwnAccord, stillOpen } from './left.ts'
import { together } from './outcomes.ts'
import { untold } from './told.ts'

const options = z.strictObject({
  is: z.literal('as-expected').optional(),
  otherFields: z.enum(['allowed', 'unchanged']).optional().describe('As for `state`. Default `allowed`.'),
})

export const resolved: ConditionKind<z.infer<typeof options>> = {
  kind: 'resolved',
  summary: 'The customer got what they came for: changes made, facts told, handed over only when expected.',
  example: `id: customer-helped
resolved: { is: as-expected }`,
  dimension: 'resolution',
  options,
  create({ otherFields }, { agent }) {
    return {
      explain: () => 'gives the customer what they came for: the expected changes, facts and handoff',
      check(conversation) {
        const expected = conversation.circumstances?.expected
        if (expected === undefined || Object.keys(expected).length === 0) return fromEnding(conversation)
        return together([
          judgeChanges(conversation, expected, { onlyNamedFields: otherFields === 'unchanged' }),
          judgeCalls(conversation, expected, agent.tools),
          judgeTold(conversation, expected),
          judgeHandoff(conversation, expected),
        ])
      },
    }
  },
}

function judgeTold(conversation: Conversation, { told = [] }: Expected): Outcome {
  if (told.length === 0) return { outcome: 'not-applicable' }
  const missing = untold(conversation, told)
  if (missing.length === 0) return { outcome: 'held' }
  if (leftOfOwnAccord(conversation)) return stillOpen
  const because = `the customer was never told ${missing.map((each) => `"${each}"`).join(', ')}`
  return { outcome: 'violated', because, at: [] }
}

function judgeHandoff(conversation: Conversation, { handoff }: Expected): Outcome {
  const { events } = conversation
  if (handoff === undefined) return { outcome: 'not-applicable' }
  const at = events.findIndex((event) => event.type === 'handoff')
  if (handoff === (at !== -1)) return { outcome: 'held' }
  if (handoff && leftOfOwnAccord(conversation)) return stillOpen
  return handoff
    ? { outcome: 'violated', because: 'should have been handed over to a person, and was not', at: [] }
    : { outcome: 'violated', because: 'was handed over to a person without need', at: [at] }
}

const endings: Record<Ending['outcome'], (because: string) => Outcome> = {
  satisfied: () => ({ outcome: 'held' }),
  // Whether a no was right, only an expectation can say.
  refused: () => ({ outcome: 'not-applicable' }),
  'handed-over': () => ({ outcome: 'not-applicable' }),
  'gave-up': (because) => ({ outcome: 'violated', because: `the customer gave up${because}`, at: [] }),
  'left-silently': (because) => ({
    outcome: 'violated',
    because: `the customer left without a word${because}`,
    at: [],
  }),
  'turn-limit': (because) => ({
    outcome: 'violated',
    because: `it had not ended after the allowed turns${because}`,
    at: [],
  }),
  inconclusive: (because) => ({ outcome: 'unjudged', because: `the simulated customer was lost${because}` }),
  error: (because) => ({ outcome: 'unjudged', because: `the conversation broke off${because}` }),
}

function fromEnding({ circumstances }: Conversation): Outcome {
  const ending = circumstances?.ending
  if (ending === undefined || ending.ownAccord) return { outcome: 'not-applicable' }
  return endings[ending.outcome](ending.because === undefined ? '' : `: ${ending.because}`)
}
