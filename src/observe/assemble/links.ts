/**
 * Which turn follows which, told by what was said alone.
 *
 * A turn follows the one after which exactly that had been said which it takes up. Where several fit, such as all that
 * began with "hi" and "Hello, how can I help?", the time between decides only when it leaves hardly any doubt; else none
 * is chosen, and all that may be meant are doubtful.
 *
 * A function of the marks alone: in which order turns came to be known makes no difference.
 */
import type { SharedMarks, TurnLink, TurnMark } from '../../store/index.ts'
import { compared } from './family.ts'
import { type Way, wayOf, ways } from './marks.ts'

/** Nobody takes up a conversation after more, in milliseconds. */
export const windowMs = 24 * 3_600_000
/** Clocks of different hosts differ by this much, in milliseconds. */
const skewMs = 2000
/** How sure a choice must be. */
const sureEnough = 0.9
/** What is less likely than the likeliest by more is not called doubtful. */
const worthADoubt = 0.1
/** Within this, a shorter wait says little, in milliseconds. */
const thinkingMs = 30_000
/** How sure a turn is known by, where only one fits. */
const trust: Readonly<Record<Way, number>> = {
  id: 1,
  exact: 0.999,
  whole: 0.99,
  customer: 0.97,
  agent: 0.97,
  recent: 0.97,
  tail: 0.95,
}
/** So many are looked at for one turn. */
const mostRivals = 300

/** A link that is surer than this is no gap in the record. */
export const certainFrom = 0.95

/**
 * @param marks of the turns, and of all others that share one
 * @param traces the turns to be placed
 * @param common what too many turns share to tell anything by it
 */
export function linksAmong(
  { marks, common = new Map() }: { readonly marks: readonly TurnMark[]; readonly common?: SharedMarks['common'] },
  traces: Iterable<string>,
): ReadonlyMap<string, TurnLink> {
  const groups = new Map<string, Group>()
  const begins = new Map<string, TurnMark[]>()
  /** Taken up by one of many, and nobody can tell which. */
  const lost = new Set<string>()
  for (const mark of [...marks].sort(byTime)) {
    const group = groups.get(mark.hash) ?? { begins: [], ends: [] }
    groups.set(mark.hash, group)
    group[mark.side].push(mark)
    if (mark.side === 'begins') put(begins, mark.trace, mark)
    if (mark.side === 'ends' && common.get(mark.hash)?.isTakenUp === true) lost.add(mark.trace)
  }
  const choices = new Map<string, Choices>()
  const chosen = (hash: string) => {
    const group = groups.get(hash) ?? { begins: [], ends: [] }
    const known = choices.get(hash) ?? (common.has(hash) ? noneOf(group) : choose(wayOf(hash), group))
    choices.set(hash, known)
    return known
  }
  const rivals = new Set([...lost, ...[...groups.keys()].flatMap((hash) => [...chosen(hash).rivals])])
  for (const hash of groups.keys())
    for (const { after } of chosen(hash).of.values()) if (after !== undefined) rivals.delete(after)
  return new Map([...traces].map((trace) => [trace, linkOf(trace, begins.get(trace) ?? [], chosen, rivals.has(trace))]))
}

function linkOf(
  trace: string,
  begins: readonly TurnMark[],
  chosen: (hash: string) => Choices,
  isRival: boolean,
): TurnLink {
  const surestFirst = [...begins].sort((a, b) => ways.indexOf(wayOf(a.hash)) - ways.indexOf(wayOf(b.hash)))
  for (const { hash } of surestFirst) {
    const choice = chosen(hash).of.get(trace)
    if (choice === undefined) continue
    const { after, confidence } = choice
    if (after === undefined) return { trace, confidence, doubtful: true }
    return { trace, after, confidence, doubtful: isRival }
  }
  return { trace, confidence: 1, doubtful: isRival }
}

/** Turns that end, and begin, with the same things said. */
interface Group {
  readonly begins: TurnMark[]
  readonly ends: TurnMark[]
}

interface Choices {
  /** Of turns for which something fits; without `after` where it cannot be told which. */
  readonly of: ReadonlyMap<string, { readonly after?: string; readonly confidence: number }>
  /** Turns that may be meant by one that chose none. */
  readonly rivals: ReadonlySet<string>
}

/** What too many share: each of them may follow any other. */
function noneOf({ begins }: Group): Choices {
  return { of: new Map(begins.map(({ trace }) => [trace, { confidence: 0 }])), rivals: new Set() }
}

/** Each turn is followed once, the earlier one choosing first. */
function choose(way: Way, { begins, ends }: Group): Choices {
  const of = new Map<string, { readonly after?: string; readonly confidence: number }>()
  const rivals = new Set<string>()
  const taken = new Set<string>()
  for (const mark of begins) {
    const fitting = scoped(
      mark,
      ends.filter((end) => fits(end, mark) && !taken.has(end.trace)),
    )
    if (fitting.length === 0) continue
    const weights = fitting.map((end) => 1 / (Math.max(0, mark.atMs - end.atMs) + thinkingMs) ** 2)
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    const best = weights.indexOf(Math.max(...weights))
    const share = (weights[best] ?? 0) / total
    const after = fitting[best]?.trace
    if (after !== undefined && share >= sureEnough && (way !== 'tail' || begins.length === 1)) {
      taken.add(after)
      of.set(mark.trace, { after, confidence: Math.min(share, trust[way]) })
      continue
    }
    of.set(mark.trace, { confidence: share })
    for (const [index, end] of fitting.entries())
      if ((weights[index] ?? 0) >= worthADoubt * (weights[best] ?? 0)) rivals.add(end.trace)
  }
  return { of, rivals }
}

function fits(end: TurnMark, begin: TurnMark): boolean {
  const gapMs = begin.atMs - end.atMs
  return end.trace !== begin.trace && gapMs >= -skewMs && gapMs <= windowMs
}

/** Those of the same customer and agent, where that is known; never those of another customer. */
function scoped(begin: TurnMark, ends: readonly TurnMark[]): readonly TurnMark[] {
  const possible = ends.filter(
    ({ customer }) => customer === '' || begin.customer === '' || customer === begin.customer,
  )
  const near = [
    possible.filter(({ customer, agent }) => customer === begin.customer && agent === begin.agent),
    possible.filter(({ customer }) => customer === begin.customer),
    possible,
  ].find(({ length }) => length > 0)
  return (near ?? []).slice(-mostRivals)
}

function byTime(a: TurnMark, b: TurnMark): number {
  return a.atMs - b.atMs || compared(a.trace, b.trace) || compared(a.hash, b.hash)
}

function put(lists: Map<string, TurnMark[]>, key: string, mark: TurnMark): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [mark])
  else list.push(mark)
}
