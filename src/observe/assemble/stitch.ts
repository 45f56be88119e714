/**
 * Conversations whose turns carry no id, put together as their turns come to be known.
 *
 * It is known where turns belong before their records are written, so that most are written once.
 *
 * What came changes where turns belong: those that came, and those that share something with them. Their marks are looked
 * up, `links.ts` says which follows which, and each chain of turns is one conversation, named by the trace it begins with.
 */
import type { MarkTimes, ObservedWriting, PlacedTurn, SharedMarks, TurnLink, TurnMark } from '../../store/index.ts'
import { type IdleTimes, quietMs } from '../grading/idle.ts'
import type { Item } from '../intake/reader.ts'
import { itemOf } from '../kept.ts'
import { begun } from './growing.ts'
import { linksAmong, windowMs } from './links.ts'
import { marksOf } from './marks.ts'
import type { Places } from './shut-out.ts'

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
  readonly places: Places
}

export interface Stitched {
  /** Conversations that lost or got turns. */
  readonly changed: readonly string[]
  /** Where turns belong that were put elsewhere. */
  readonly threads: ReadonlyMap<string, string>
}

/** Finds where turns belong. Records that were kept before are moved; those that come belong where it says. */
export async function stitch(writing: ObservedWriting, project: string, came: Came): Promise<Stitched> {
  const { marks, old, named } = await remarked(writing, project, came)
  if (marks.length + old.length === 0) return { changed: came.left, threads: new Map() }
  const links = await linksNear(writing, project, marks, old)
  const { stitches } = writing
  await stitches.putMarks(project, marks)
  const before = await stitches.turns(project, [...links.keys()])
  const changed = [...before.values()].flatMap(({ thread, ...known }) => {
    const link = links.get(known.trace)
    return link === undefined || isSame(link, known) ? [] : [{ ...link, thread }]
  })
  await stitches.putTurns(project, changed)
  const placed = [...changed.map(({ trace }) => trace), ...named]
  const { touched, threads } = await moved(writing, project, placed, { named, fresh: came.fresh })
  return { changed: [...new Set([...came.left, ...touched])], threads }
}

/** By what turns are known now, and were before, which is forgotten; some turns have a name and need none. */
async function remarked({ stitches }: ObservedWriting, project: string, { traces: came, fresh, places }: Came) {
  const traces = [...came.keys()]
  const named = new Set(traces.filter((trace) => places.get(trace)?.how !== 'trace'))
  const known = traces.filter((trace) => !fresh.has(trace))
  const old = await stitches.marksOf(project, known)
  const unnamed = traces.filter((trace) => !named.has(trace))
  const items = new Map(unnamed.map((trace) => [trace, new Map<string, Item>()]))
  const kept = await stitches.bodiesOf(
    project,
    unnamed.filter((trace) => !fresh.has(trace)),
  )
  const add = (trace: string, item: Item) => items.get(trace)?.set(item.key, item)
  for (const { trace, body } of kept) add(trace, itemOf(body))
  // What came is what was kept of it and more.
  for (const [trace, own] of came) for (const item of own) add(trace, item)
  const marks = [...items].flatMap(([trace, own]) =>
    marksOf(
      trace,
      [...own.values()].flatMap((item) => (item.kind === 'observation' ? [item.observation] : [])),
    ),
  )
  await stitches.forgetMarks(project, [...new Set(old.map(({ trace }) => trace))])
  return { marks, old, named: new Set([...named].filter((trace) => old.some((mark) => mark.trace === trace))) }
}

/** Where turns belong whose marks changed, and where those belong that share one with them. @param marks not yet written */
async function linksNear(
  { stitches }: ObservedWriting,
  project: string,
  marks: readonly TurnMark[],
  old: readonly TurnMark[],
): Promise<ReadonlyMap<string, TurnLink>> {
  const changed = [...old, ...marks]
  const first = together(await stitches.marksBy(project, hashesOf(changed), around(changed)), marks)
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

/** What is shared with what is written and what is not. */
function together({ marks: written, common: known }: SharedMarks, own: readonly TurnMark[]): SharedMarks {
  const common = new Map(known)
  const byHash = new Map<string, TurnMark[]>()
  for (const mark of [...written, ...own]) {
    const alike = byHash.get(mark.hash)
    if (alike === undefined) byHash.set(mark.hash, [mark])
    else alike.push(mark)
  }
  for (const [hash, alike] of byHash) {
    if (!common.has(hash) && alike.length <= mostAlike) continue
    const isTakenUp = common.get(hash)?.isTakenUp === true || alike.some(({ side }) => side === 'begins')
    common.set(hash, { isTakenUp })
    byHash.delete(hash)
  }
  return { marks: [...byHash.values()].flat(), common }
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
  { named, fresh }: { readonly named: ReadonlySet<string>; readonly fresh: ReadonlySet<string> },
): Promise<{ readonly touched: ReadonlySet<string>; readonly threads: ReadonlyMap<string, string> }> {
  const { stitches } = writing
  const touched = new Set<string>()
  const threads = new Map<string, string>()
  const replaced: PlacedTurn[] = []
  const turns = await behind(writing, project, changed)
  const roots = await rootsOf(writing, project, turns)
  const moves = new Map<string, string[]>()
  for (const turn of turns.filter(({ trace }) => !named.has(trace))) {
    const thread = `trace-${roots.get(turn.trace) ?? turn.trace}`
    touched.add(thread)
    if (thread === turn.thread) continue
    touched.add(turn.thread)
    threads.set(turn.trace, thread)
    replaced.push({ ...turn, thread })
    if (!fresh.has(turn.trace)) moves.set(thread, [...(moves.get(thread) ?? []), turn.trace])
  }
  await stitches.putTurns(project, replaced)
  for (const [thread, traces] of moves) await stitches.moveTraces(project, traces, thread)
  return { touched, threads }
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

/**
 * What is known of conversations as a whole, after turns came and went; those without any are gone.
 *
 * @returns those that are left
 */
export async function settle(
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
    ids.filter((id) => !spans.has(id) && known.has(id)),
  )
  await writing.count(project, { [joined]: closed })
  return threads.map(({ id }) => id)
}

function aboutAny(threads: readonly { readonly channel: string; readonly agent: string; readonly version: string }[]) {
  const [first] = threads
  return first === undefined ? {} : { channel: first.channel, agent: first.agent, version: first.version }
}
