/**
 * What must be true in the backend afterwards, and that nothing else changed.
 *
 * The end state is the primary oracle: most real failures are wrong, missing or extra changes, and no reading of
 * the transcript finds those. What is expected comes with the conversation's circumstances; the pact may add
 * verifiers that no conversation may change.
 */
import { z } from 'zod'
import type { ConditionKind } from '../condition.ts'
import { judgeChanges, judgeUnchanged } from './end-state.ts'
import { judgeCalls } from './expected-calls.ts'
import { together } from './outcomes.ts'

const options = z.strictObject({
  is: z.literal('as-expected').optional().describe('`as-expected`: what the scenario or the record expects. Default.'),
  otherFields: z
    .enum(['allowed', 'unchanged'])
    .optional()
    .describe('Whether a record that was to change may change in fields that nobody named. Default `allowed`.'),
  unchanged: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .optional()
    .describe('Verifiers that must find nothing changed, whatever the scenario.'),
})

export const state: ConditionKind<z.infer<typeof options>> = {
  kind: 'state',
  summary: 'The backend ends as expected and nothing else changed in it, as verifiers read it.',
  example: `id: ends-as-expected
state: { is: as-expected, unchanged: [price-list] }`,
  dimension: 'resolution',
  options,
  create({ unchanged, otherFields }, { agent }) {
    const never = typeof unchanged === 'string' ? [unchanged] : (unchanged ?? [])
    const invariant = never.length === 0 ? '' : `, and never changes ${never.join(', ')}`
    return {
      explain: () => `leaves the backend as expected and nothing else changed${invariant}`,
      check(conversation) {
        const expected = conversation.circumstances?.expected ?? {}
        return together([
          judgeChanges(conversation, expected, { onlyNamedFields: otherFields === 'unchanged' }),
          judgeCalls(conversation, expected, agent.tools),
          ...(never.length === 0 ? [] : [judgeUnchanged(conversation, never)]),
        ])
      },
    }
  },
}
