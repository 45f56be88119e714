/**
 * Conversations whose turns carry no id, put together as their turns come to be known.
 *
 * What came changes where turns belong: those that came, and those that share something with them. Their marks are looked
 * up, `links.ts` says which follows which, and each chain of turns is one conversation, named by the trace it begins with.
 */
import type { MarkTimes, ObservedWriting, PlacedTurn, TurnLink, TurnMark } from '../../store/index.ts'
import { type IdleTimes, quietMs } from '../grading/idle.ts'
import type { Item } from '../intake/reader.ts'
import { begun } from './growing.ts'
import { linksAmong, windowMs } from './links.ts'
import { marksOf } from './marks.ts'

/** What more turns have in common within the time that a conversation takes tells nothing. */
const mostAlike = 500
/** The name under which conversations are counted that were over and turned out to be a part of another. */
export const joined = 'joined to another'
/** Longer chains are followed no further. */
const longestChain = 1000

export interface Came {
  /** Traces of which something came, with what came. */
  readonly traces: ReadonlyMap<string, readonly Item[]>
  /** Those of them of which nothing was known before. */
  readonly fresh: ReadonlySet<string>
  /** Conversations that lost a trace, because it has a name now. */
  readonly left: readonly string[]
  readonly idle: IdleTimes
}

/** @returns the conversations that changed by what came, besides those that it belongs to */
export async function stitch(
  writing: ObservedWriting,
  project: string,
  { traces, fresh, left, idle }: Came,
): Promise<readonly string[]> {
  const { marks, old, named } = await remarked(writing, project, traces, fresh)
  if (marks.length + old.length === 0) return settle(writing, project, left, idle)
  const links = await linksNear(writing, project, marks, old)
  const { stitches } = writing
  const before = await stitches.turns(project, [...links.keys()])
  const changed = [...links.values()].filter((link) => !isSame(link, before.get(link.trace)))
  await stitches.putLinks(project, changed)
  const touched = await moved(writing, project, [...changed.map(({ trace }) => trace), ...named], named)
  return settle(writing, project, [...new Set([...left, ...touched])], idle)
}

/** Writes down anew by what turns are known. @returns their marks now and before; some turns have a name and need none */
async function remarked(writing: ObservedWriting, project: string, came: Came['traces'], fresh: Came['fresh']) {
  const { stitches } = writing
  const traces = [...came.keys()]
  const places = await writing.threadsOf(project, traces)
  const named = new Set(traces.filter((trace) => places.get(trace)?.how !== 'trace'))
  const known = traces.filter((trace) => !fresh.has(trace))
  const old = await stitches.marksOf(project, known)
  const items = new Map(
    traces.flatMap((trace) =>
      named.has(trace) ? [] : [[trace, fresh.has(trace) ? [...(came.get(trace) ?? [])] : []] as const],
    ),
  )
  for (const { trace, body } of await stitches.bodiesOf(
    project,
    known.filter((trace) => !named.has(trace)),
  ))
    items.get(trace)?.push(JSON.parse(body) as Item)
  const marks = [...items].flatMap(([trace, own]) =>
    marksOf(
      trace,
      own.flatMap((item) => (item.kind === 'observation' ? [item.observation] : [])),
    ),
  )
  await stitches.putMarks(project, [...new Set(old.map(({ trace }) => trace))], marks)
  return { marks, old, named: new Set([...named].filter((trace) => old.some((mark) => mark.trace === trace))) }
}

/** Where turns belong whose marks changed, and where those belong that share one with them. */
async function linksNear(
  { stitches }: ObservedWriting,
  project: string,
  marks: readonly TurnMark[],
  old: readonly TurnMark[],
): Promise<ReadonlyMap<string, TurnLink>> {
  const changed = [...old, ...marks]
  const first = await stitches.marksBy(project, hashesOf(changed), around(changed))
  const own = new Set(marks.map(({ trace }) => trace))
  const near = new Set([...changed, ...first.marks].map(({ trace }) => trace))
  // What others near share with yet others decides about them as well.
  const others = await stitches.marksOf(
    project,
    [...near].filter((trace) => !own.has(trace)),
  )
  const asked = new Set(hashesOf(changed))
  const further = others.filter(({ hash }) => !asked.has(hash))
  const second = await stitches.marksBy(project, hashesOf(further), around(further))
  const common = new Map([...first.common, ...second.common])
  const all = [...first.marks, ...second.marks, ...[...marks, ...others].filter(({ hash }) => common.has(hash))]
  return linksAmong({ marks: all, common }, near)
}

function hashesOf(marks: readonly TurnMark[]): readonly string[] {
  return [...new Set(marks.map(({ hash }) => hash))]
}

/** When what may belong to these turns was said. */
function around(marks: readonly TurnMark[]): MarkTimes {
  let [fromMs, toMs] = [Number.MAX_SAFE_INTEGER, 0]
  for (const { atMs } of marks) {
    fromMs = Math.min(fromMs, atMs)
    toMs = Math.max(toMs, atMs)
  }
  return { fromMs: fromMs - windowMs, toMs: toMs + windowMs, most: mostAlike }
}

function isSame(link: TurnLink, known: TurnLink | undefined): boolean {
  const { after, confidence, doubtful } = link
  return after === known?.after && confidence === known?.confidence && doubtful === known.doubtful
}

/** Puts changed turns, and those behind them, where their chain begins. @returns conversations that lost or got some */
async function moved(
  writing: ObservedWriting,
  project: string,
  changed: readonly string[],
  named: ReadonlySet<string>,
): Promise<readonly string[]> {
  const { stitches } = writing
  const touched = new Set<string>()
  const turns = await behind(writing, project, changed)
  const roots = await rootsOf(writing, project, turns)
  const moves = new Map<string, string[]>()
  for (const turn of turns.filter(({ trace }) => !named.has(trace))) {
    const thread = `trace-${roots.get(turn.trace) ?? turn.trace}`
    touched.add(thread)
    if (thread === turn.thread) continue
    touched.add(turn.thread)
    moves.set(thread, [...(moves.get(thread) ?? []), turn.trace])
  }
  for (const [thread, traces] of moves) await stitches.moveTraces(project, traces, thread)
  return [...touched]
}

/** The turns with all that follow them. */
async function behind(
  { stitches }: ObservedWriting,
  project: string,
  traces: readonly string[],
): Promise<readonly PlacedTurn[]> {
  const all = new Map<string, PlacedTurn>()
  let next = [...(await stitches.turns(project, traces)).values()]
  while (next.length > 0) {
    const fresh = next.filter(({ trace }) => !all.has(trace))
    for (const turn of fresh) all.set(turn.trace, turn)
    const names = fresh.map(({ trace }) => trace)
    next = fresh.length === 0 ? [] : [...(await stitches.turnsAfter(project, names))]
  }
  return [...all.values()]
}

/** With which turn the chain of each begins. */
async function rootsOf(
  { stitches }: ObservedWriting,
  project: string,
  turns: readonly PlacedTurn[],
): Promise<ReadonlyMap<string, string>> {
  const known = new Map(turns.map((turn) => [turn.trace, turn]))
  const missing = () =>
    [...known.values()].flatMap(({ after }) => (after === undefined || known.has(after) ? [] : [after]))
  let previous = missing()
  for (let steps = 0; previous.length > 0 && steps < longestChain; steps += 1) {
    const found = await stitches.turns(project, [...new Set(previous)])
    for (const trace of previous) {
      known.set(trace, found.get(trace) ?? { trace, thread: '', confidence: 1, doubtful: false })
    }
    previous = missing()
  }
  return new Map(turns.map((turn) => [turn.trace, rootIn(known, turn)]))
}

function rootIn(known: ReadonlyMap<string, PlacedTurn>, turn: PlacedTurn): string {
  let root = turn
  for (let steps = 0; steps < longestChain; steps += 1) {
    const previous = root.after === undefined ? undefined : known.get(root.after)
    if (previous === undefined) break
    root = previous
  }
  return root.trace
}

/** What is known of conversations as a whole, after turns came and went; those without any are gone. */
async function settle(
  writing: ObservedWriting,
  project: string,
  ids: readonly string[],
  idle: IdleTimes,
): Promise<readonly string[]> {
  if (ids.length === 0) return []
  const known = await writing.threadsBy(project, ids)
  const spans = await writing.stitches.spansOf(project, ids)
  const from = [...known.values()]
  const threads = ids.flatMap((id) => {
    const span = spans.get(id)
    if (span === undefined) return []
    const thread = known.get(id) ?? { ...begun(project, id, span.firstMs), ...aboutAny(from) }
    const dueMs = span.seenMs + quietMs(thread.channel, idle)
    return [{ ...thread, ...span, state: 'open' as const, revision: thread.revision + 1, dueMs }]
  })
  await writing.putThreads(threads)
  const closed = await writing.stitches.dropThreads(
    project,
    ids.filter((id) => !spans.has(id)),
  )
  await writing.count(project, { [joined]: closed })
  return threads.map(({ id }) => id)
}

function aboutAny(threads: readonly { readonly channel: string; readonly agent: string; readonly version: string }[]) {
  const [first] = threads
  return first === undefined ? {} : { channel: first.channel, agent: first.agent, version: first.version }
}
