/**
 * Whose conversation each item belongs to.
 *
 * In this order: the name that the sender gives; the conversation of its trace; else the trace is a conversation. A name
 * that comes later, with another span of the trace, takes over what had to stand without one.
 */
import type { ObservedWriting } from '../../store/index.ts'
import type { Arrived } from './arrived.ts'

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
}

/** Finds where items belong, and keeps what was found for those to come. */
export async function belongings(
  writing: ObservedWriting,
  project: string,
  arrived: readonly Arrived[],
): Promise<Placed> {
  const traces = [
    ...new Set(arrived.flatMap(({ item }) => (item.kind === 'observation' ? [item.observation.trace] : []))),
  ]
  const known = new Map<string, { thread: string; how: string }>(await writing.threadsOf(project, traces))
  const named = new Map<string, { thread: string; how: How }>()
  for (const { item } of arrived) {
    if (item.kind !== 'observation' || item.observation.conversation === undefined) continue
    named.set(item.observation.trace, { thread: item.observation.conversation, how: 'named' })
  }
  const left = new Set<string>()
  const fresh = new Set(traces.filter((trace) => !known.has(trace)))
  for (const trace of traces) {
    const before = known.get(trace)
    const now = named.get(trace) ?? before ?? { thread: `trace-${trace}`, how: 'trace' as const }
    if (before !== undefined && before.thread !== now.thread && before.how !== 'named') {
      await writing.stitches.moveTraces(project, [trace], now.thread)
      left.add(before.thread)
    }
    known.set(trace, now)
  }
  await writing.putTraces(
    project,
    traces.flatMap((trace) => {
      const found = known.get(trace)
      return found === undefined ? [] : [{ trace, ...found }]
    }),
  )
  return { items: arrived.map((each) => ({ ...each, thread: threadOf(each, known) })), left: [...left], fresh }
}

function threadOf({ item }: Arrived, known: ReadonlyMap<string, { readonly thread: string }>): string {
  if (item.kind === 'observation') {
    return item.observation.conversation ?? known.get(item.observation.trace)?.thread ?? item.observation.trace
  }
  return item.kind === 'whole' ? item.conversation.id : item.conversation
}
