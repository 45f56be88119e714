/**
 * What changes, as it changes, by server-sent events: conversations, alarms, counts.
 *
 * Whoever listens is told what is different from the last look, so a slow listener misses steps between and never the
 * last one, and holds nothing up. Each look asks again whether they still may.
 */
import { Readable } from 'node:stream'
import { z } from 'zod'
import type { Caller } from '../access/caller.ts'
import { guard } from '../access/guard.ts'
import type { Context, Route } from '../context.ts'
import { guarded, refusals } from '../forms.ts'
import { busy } from '../refused.ts'

const lookEveryMs = 1000
const mostListeners = 100
const threadsPerLook = 200
/** Alarms that changed longer ago do not change any more without being raised anew. */
const recentMs = 3_600_000
/** Proxies close what is silent for longer. */
const looksPerSign = 15

export const live: Route = (server, context) => {
  const { stillMay } = guard(context)
  let listeners = 0
  server.get(
    '/v1/live',
    {
      config: { needs: 'read' },
      schema: {
        summary: 'What changes, as it changes: events "conversation", "alarm" and "counts"',
        produces: ['text/event-stream'],
        response: { 200: z.unknown().describe('Server-sent events; each data is JSON.'), ...refusals(...guarded) },
      },
    },
    async ({ project, caller }, reply) => {
      if (caller === null || listeners >= mostListeners) throw busy('Too many are listening.')
      listeners += 1
      reply.raw.once('close', () => {
        listeners -= 1
      })
      return reply
        .type('text/event-stream')
        .header('x-accel-buffering', 'no')
        .send(
          Readable.from(
            changes(context, project, () => stillMay(caller)),
            { objectMode: false },
          ),
        )
    },
  )
}

type Look = ReadonlyMap<string, unknown>

async function* changes(
  { observatory: { observed }, clock, now, ending }: Context,
  project: string,
  stillMay: (caller?: Caller) => Promise<boolean>,
): AsyncGenerator<string> {
  yield 'retry: 2000\n\n'
  let before: Look | undefined
  for (let looks = 1; !ending.aborted && (await stillMay()); looks += 1) {
    const seen = await look(observed, project, now() - recentMs)
    const events = [...seen].flatMap(([name, value]) => event(name, value, before))
    if (events.length > 0) yield events.join('')
    else if (looks % looksPerSign === 0) yield ': still here\n\n'
    before = seen
    await clock.sleep(lookEveryMs, ending).catch(() => {})
  }
}

/** Everything that may change, each under its name. */
async function look(observed: Context['observatory']['observed'], project: string, sinceMs: number): Promise<Look> {
  const threads = await observed.latestThreads(project, threadsPerLook)
  const alarms = await observed.alarms.list({ project, sinceMs })
  return new Map<string, unknown>([
    ['counts', await observed.counts(project)],
    ...threads.map((thread) => [`conversation ${thread.id}`, thread] as const),
    ...alarms.map((alarm) => [`alarm ${alarm.id}`, alarm] as const),
  ])
}

/** At the first look only the counts are news: what stands already is read elsewhere. */
function event(name: string, value: unknown, before: Look | undefined): readonly string[] {
  const [kind] = name.split(' ')
  if (before === undefined && kind !== 'counts') return []
  const text = JSON.stringify(value)
  if (before?.has(name) === true && JSON.stringify(before.get(name)) === text) return []
  return [`event: ${kind}\ndata: ${text}\n\n`]
}
