/**
 * Whose conversation each item belongs to.
 *
 * In this order: nobody's, where Fieldproof caused its trace; the name that the sender gives; the conversation of its trace;
 * else the trace is a conversation. A name that comes later, with another span of the trace, takes over what had to stand
 * without one.
 */
import type { ObservedWriting } from '../../store/index.ts'
import type { CausedTraces } from '../intake/reader.ts'
import type { Arrived } from './arrived.ts'
import { causeOf, type Places, type ShutOut, shutOut } from './shut-out.ts'

export interface Belonging extends Arrived {
  readonly thread: string
}

/** How the conversation of a trace is known. */
type How = 'named' | 'trace'

export interface Placed {
  readonly items: readonly Belonging[]
  /** Conversations that lost a trace to another. */
  readonly left: readonly string[]
  /** Traces of which nothing was known before. */
  readonly fresh: ReadonlySet<string>
  /** What of traces that are no production was taken back. */
  readonly shut: ShutOut
  /** Where each trace belongs now. */
  readonly places: Places
}

/**
 * Finds where items belong, and keeps what was found for those to come.
 *
 * @param caused traces that were said to be no production
 */
export async function belongings(
  writing: ObservedWriting,
  project: string,
  arrived: readonly Arrived[],
  caused: CausedTraces = new Map(),
): Promise<Placed> {
  const came = new Set(arrived.flatMap(({ item }) => (item.kind === 'observation' ? [item.observation.trace] : [])))
  const all = [...new Set([...came, ...caused.keys()])]
  const places: Places = new Map(await writing.threadsOf(project, all))
  const fresh = new Set([...came].filter((trace) => !places.has(trace)))
  const shut = await shutOut(writing, project, places, caused)
  const open = arrived.filter(({ item }) => item.kind !== 'observation' || isOpen(places, item.observation.trace))
  const left = new Set(shut.left)
  const named = namedIn(open)
  for (const trace of [...came].filter((each) => isOpen(places, each))) {
    const before = places.get(trace)
    const now = named.get(trace) ?? before ?? { thread: `trace-${trace}`, how: 'trace' as const }
    if (before !== undefined && before.thread !== now.thread && before.how !== 'named') {
      await writing.stitches.moveTraces(project, [trace], now.thread)
      left.add(before.thread)
    }
    places.set(trace, now)
  }
  await writing.putTraces(
    project,
    all.flatMap((trace) => {
      const found = places.get(trace)
      return found === undefined ? [] : [{ trace, ...found }]
    }),
  )
  const items = open.map((each) => ({ ...each, thread: threadOf(each, places) }))
  return { items, left: [...left], fresh, shut, places }
}

function isOpen(places: Places, trace: string): boolean {
  return causeOf(places.get(trace)) === undefined
}

/** What senders say which conversation a trace is of. */
function namedIn(arrived: readonly Arrived[]): ReadonlyMap<string, { readonly thread: string; readonly how: How }> {
  const named = new Map<string, { thread: string; how: How }>()
  for (const { item } of arrived) {
    if (item.kind !== 'observation' || item.observation.conversation === undefined) continue
    named.set(item.observation.trace, { thread: item.observation.conversation, how: 'named' })
  }
  return named
}

function threadOf({ item }: Arrived, known: ReadonlyMap<string, { readonly thread: string }>): string {
  if (item.kind === 'observation') {
    return item.observation.conversation ?? known.get(item.observation.trace)?.thread ?? item.observation.trace
  }
  return item.kind === 'whole' ? item.conversation.id : item.conversation
}
