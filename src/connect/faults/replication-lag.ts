/** What was just written is not there yet: reads that hold it come without it for a while. */
import { z } from 'zod'
import type { Json } from '../../conversation/index.ts'
import { bytesOf, jsonIn, jsonReply, once } from '../backends/exchange.ts'
import { seconds } from './delay.ts'
import type { FaultKind } from './fault.ts'
import { isObject } from './json-values.ts'
import { withLists } from './lists.ts'

const options = z.strictObject({
  forMs: z
    .number()
    .positive()
    .default(3000)
    .describe('How long a written record stays hidden, in milliseconds. Default 3000.'),
  id: z.string().min(1).default('id').describe('The field by which records are known. Default id.'),
})

export const replicationLag: FaultKind<z.output<typeof options>> = {
  kind: 'replication-lag',
  family: 'data',
  summary: 'hides records from reads for a while after they were written',
  example: 'replication-lag: { forMs: 3000 }',
  options,
  create: ({ forMs, id }) => ({
    explain: () => `does not show what was written for ${seconds(forMs)}`,
    async meet(call, ask, { memory, nowMs }) {
      const reply = await ask(call)
      const isHidden = (key: unknown) =>
        (typeof key === 'string' || typeof key === 'number') &&
        nowMs() < ((memory.get(String(key)) as number | undefined) ?? 0)
      if (call.method === 'GET') {
        const shown = await withLists(reply, undefined, (items) =>
          items.filter((item) => !(isObject(item) && isHidden(item[id]))),
        )
        const last = decodeURIComponent(call.target.split('?')[0]?.split('/').at(-1) ?? '')
        return isHidden(last) ? jsonReply(404, { error: 'not_found', message: 'There is no such record.' }) : shown
      }
      const bytes = await bytesOf(reply)
      const written: Json | undefined = jsonIn(bytes, reply.headers)
      const key = written !== undefined && isObject(written) ? written[id] : undefined
      if (reply.status < 300 && key !== undefined) memory.set(String(key), nowMs() + forMs)
      return { ...reply, body: once(bytes) }
    },
  }),
}
