/** A list is cut short while its total stays: whoever does not count takes a part for the whole. */
import { z } from 'zod'
import type { FaultKind } from './fault.ts'
import { listOption, withLists } from './lists.ts'

const options = z.strictObject({
  ...listOption,
  share: z.number().min(0).max(1).default(0.5).describe('How much of the list is left, a fraction 0..1. Default 0.5.'),
})

export const partialPage: FaultKind<z.output<typeof options>> = {
  kind: 'partial-page',
  family: 'data',
  summary: 'leaves out the end of a list and says nothing of it',
  example: 'partial-page: { share: 0.5 }',
  options,
  create: ({ list, share }) => ({
    explain: () => `leaves out the end of ${list ?? 'its lists'}, ${Math.round((1 - share) * 100)} % of it`,
    meet: async (call, ask) =>
      withLists(await ask(call), list, (items) => items.slice(0, Math.floor(items.length * share))),
  }),
}
