/**
 * What was just created is not there yet: reads that hold it come without it for a while.
 *
 * Only new records are hidden. One that the agent named itself when it wrote, as in `POST /bookings/7/cancel`, was there before.
 */
import { z } from 'zod'
import { isObject, type Json } from '../../conversation/index.ts'
import { asItCame, bytesOf, type Call, jsonIn, jsonReply, pathOf, type Reply } from '../backends/exchange.ts'
import { seconds } from './delay.ts'
import type { FaultContext, FaultKind } from './fault.ts'
import { withLists } from './lists.ts'

const options = z.strictObject({
  forMs: z
    .number()
    .positive()
    .default(3000)
    .describe('How long a new record stays hidden, in milliseconds. Default 3000.'),
  reads: z
    .int()
    .min(1)
    .optional()
    .describe('From how many reads it is hidden, whatever the time: repeats exactly. Default as long as forMs says.'),
  id: z.string().min(1).default('id').describe('The field by which records are known. Default id.'),
})

type Options = z.output<typeof options>

/** A record that is hidden still. */
interface Hidden {
  readonly untilMs: number
  readsLeft: number
}

export const replicationLag: FaultKind<Options> = {
  kind: 'replication-lag',
  family: 'data',
  summary: 'hides records from reads for a while after they were written',
  example: 'replication-lag: { forMs: 3000 }',
  options,
  create: (settings) => ({
    explain: () =>
      `does not show what was written ${settings.reads === undefined ? `for ${seconds(settings.forMs)}` : `in the next ${settings.reads} reads`}`,
    async meet(call, ask, context) {
      const reply = await ask(call)
      if (call.method !== 'GET') return noted(call, reply, settings, context)
      const hidden = hiddenFrom(context)
      const isHidden = (key: Json | undefined) =>
        (typeof key === 'string' || typeof key === 'number') && hidden.has(`${key}`)
      const shown = await withLists(reply, undefined, (items) =>
        items.filter((item) => !(isObject(item) && isHidden(item[settings.id]))),
      )
      if (!namedIn(call).some(isHidden)) return shown
      await bytesOf(shown)
      return jsonReply(404, { error: 'not_found', message: 'There is no such record.' })
    },
  }),
}

/** Keeps what a write has created, from the record it answers with or the one inside of that. */
async function noted(call: Call, reply: Reply, { forMs, reads, id }: Options, { memory, nowMs }: FaultContext) {
  const bytes = await bytesOf(reply)
  const written: Json = jsonIn(bytes, reply.headers) ?? null
  const records = isObject(written) ? [written, ...Object.values(written).filter(isObject)] : []
  const key = records.map((record) => record[id]).find((each) => typeof each === 'string' || typeof each === 'number')
  if (reply.status < 300 && key !== undefined && !namedIn(call).includes(String(key))) {
    const untilMs = reads === undefined ? nowMs() + forMs : Number.POSITIVE_INFINITY
    memory.set(String(key), { untilMs, readsLeft: reads ?? Number.POSITIVE_INFINITY } satisfies Hidden)
  }
  return asItCame(reply, bytes)
}

/** The ids that one more read does not get to see. */
function hiddenFrom({ memory, nowMs }: FaultContext): ReadonlySet<string> {
  const hidden = ([...memory] as [string, Hidden][]).filter(
    ([, { untilMs, readsLeft }]) => readsLeft > 0 && nowMs() < untilMs,
  )
  for (const [, record] of hidden) record.readsLeft -= 1
  return new Set(hidden.map(([key]) => key))
}

function namedIn(call: Call): readonly string[] {
  return pathOf(call)
    .split('/')
    .map((segment) => {
      try {
        return decodeURIComponent(segment)
      } catch {
        return segment
      }
    })
}
