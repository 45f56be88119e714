/** Records come twice in a list. */
import { z } from 'zod'
import type { FaultKind } from './fault.ts'
import { listOption, withLists } from './lists.ts'

const options = z.strictObject(listOption)

export const duplicates: FaultKind<z.output<typeof options>> = {
  kind: 'duplicates',
  family: 'data',
  summary: 'sends the records of a list twice',
  example: 'duplicates: { list: $.appointments }',
  options,
  create: ({ list }) => ({
    explain: () => `sends every record of ${list ?? 'its lists'} twice`,
    meet: async (call, ask) => withLists(await ask(call), list, (items) => items.flatMap((item) => [item, item])),
  }),
}
