/**
 * Grading what is over: the same line that grades simulated conversations.
 *
 * A grading says which revision of the conversation it read. It is written together with the state, so that a crash
 * leaves neither a closed conversation without a grading nor one graded twice. What only a jury can read is put in a
 * queue of its own in the same transaction; grading never waits for it.
 */
import type { Pact } from '../../pact/index.ts'
import type { Grading, Observed, ObservedWriting, Reading, Thread } from '../../store/index.ts'
import { byProject } from '../by-project.ts'
import { evidentIn, lookEarly, telling } from './early.ts'
import { type Found, type Judged, type Judging, judgingHere } from './judging.ts'
import { type Chances, chancesNow, readingOf, type SamplingTerms, usualSampling } from './sampling.ts'
import { overBy } from './states.ts'

/** What grading needs to know. */
export interface GradingTerms {
  readonly pact: Pact
  /** Stands for the agent where nobody names it. */
  readonly agent?: string
  /** Which gradings a jury reads, where the pact has rubrics. */
  readonly sampling?: SamplingTerms
  /** Days between false alarms of drift, at least, on average. Default 90. */
  readonly quietDays?: number
  /** Goes into the same transaction as gradings of conversations that were not graded before. */
  readonly alsoWrite?: (writing: ObservedWriting, gradings: readonly Grading[]) => Promise<void>
}

/** Conversations graded in one transaction. */
const pageSize = 256
/** Pages that are looked up at once. */
const pagesAtOnce = 8

export interface GradingRound {
  /** Milliseconds since 1970. */
  readonly nowMs: number
  /** Whether more waits to be understood: then only some of those that go on are looked at. */
  readonly isBehind?: () => boolean
  /** Who judges. Default: it is done here. */
  readonly judging?: Judging
  /** Aborted, the page in hand is the last: what is left is over the next time as well. */
  readonly signal?: AbortSignal
}

/**
 * Grades every conversation that is over by `nowMs`, the longest over first, and looks at those that go on.
 *
 * @returns how many gradings that made
 */
export async function gradeDue(observed: Observed, terms: GradingTerms, round: GradingRound): Promise<number> {
  const { nowMs, isBehind = () => false, judging = judgingHere(observed, terms), signal } = round
  let n = 0
  for await (const [project, page] of pagesOver(observed, nowMs, judging)) {
    n += await keep(observed, terms, project, page, nowMs)
    if (signal?.aborted) return n
  }
  await lookEarly(observed, terms, nowMs, () => isBehind() || signal?.aborted === true)
  return n
}

/** Judged pages of what is over, while anything is; each is kept before the next is asked for. */
async function* pagesOver(
  observed: Observed,
  nowMs: number,
  judging: Judging,
): AsyncIterable<readonly [project: string, page: readonly Judged[]]> {
  while (true) {
    const due = await overBy(observed, nowMs, pagesAtOnce * pageSize)
    if (due.length === 0) return
    for (const [project, own] of byProject(due))
      for await (const page of judging.judged(project, pagesOf(own))) yield [project, page]
  }
}

function pagesOf(threads: readonly Thread[]): readonly (readonly Thread[])[] {
  const pages: (readonly Thread[])[] = []
  for (let at = 0; at < threads.length; at += pageSize) pages.push(threads.slice(at, at + pageSize))
  return pages
}

/** Keeps what was found of a page. @returns how many gradings that made */
async function keep(
  observed: Observed,
  terms: GradingTerms,
  project: string,
  page: readonly Judged[],
  nowMs: number,
): Promise<number> {
  const { pact, sampling = usualSampling } = terms
  const chances = pact.rubrics.length === 0 ? undefined : await chancesNow(observed, project, sampling, nowMs)
  const all = page.map(
    ({ thread, found }): Read => ({ thread, ...(found !== undefined && graded(thread, found, terms, chances, nowMs)) }),
  )
  const tell = await telling(observed, evidentIn(page, pact, nowMs), pact, nowMs)
  return observed.together(async (writing) => {
    const now = await writing.threadsBy(
      project,
      page.map(({ thread }) => thread.id),
    )
    // What was found to be part of another meanwhile is graded with that.
    const read = all.filter(({ thread }) => now.has(thread.id))
    const gradings = read.flatMap(({ grading }) => grading ?? [])
    await writing.putGradings(gradings)
    await tell(writing)
    await close(writing, read, now)
    await writing.count(project, { ...counted(read), ...(await queue(writing, read)) })
    const first = read.flatMap(({ thread, grading }) => (thread.graded === 0 ? (grading ?? []) : []))
    await terms.alsoWrite?.(writing, first)
    return gradings.length
  })
}

interface Read {
  readonly thread: Thread
  /** Absent where nothing was said. */
  readonly grading?: Grading
  /** Absent where nothing is to be read by a jury. */
  readonly reading?: Reading
}

async function close(writing: ObservedWriting, read: readonly Read[], now: ReadonlyMap<string, Thread>): Promise<void> {
  await writing.putThreads(
    read.flatMap(({ thread: { id, revision } }) => {
      const current = now.get(id)
      if (current === undefined) return []
      // What arrived while it was judged keeps it open.
      return [{ ...current, state: current.revision === revision ? 'closed' : current.state, graded: revision }]
    }),
  )
}

function counted(read: readonly Read[]): Readonly<Record<string, number>> {
  const again = read.filter(({ thread }) => thread.graded > 0).length
  const silent = read.filter(({ grading }) => grading === undefined).length
  return {
    closed: read.length - again,
    'closed again': again,
    graded: read.length - silent,
    'ungraded: nothing said': silent,
  }
}

/** Puts before juries what is in the sample. @returns the counts of it */
async function queue(writing: ObservedWriting, read: readonly Read[]): Promise<Readonly<Record<string, number>>> {
  const readings = read.flatMap(({ reading }) => reading ?? [])
  const overtaken = await writing.readings.put(readings)
  const passedOver = readings.filter(({ state }) => state === 'passed-over').length
  return {
    'to be read': readings.length - passedOver,
    'unread: not in the sample': passedOver,
    'unread: the conversation went on': overtaken,
  }
}

function graded(
  thread: Thread,
  found: Found,
  { pact, sampling = usualSampling }: GradingTerms,
  chances: Chances | undefined,
  nowMs: number,
): Pick<Read, 'grading' | 'reading'> {
  const grading = gradingOf(thread, found, nowMs)
  if (chances === undefined) return { grading }
  const reading = readingOf(grading, pact, chances, sampling)
  const rubrics = pact.rubrics.map(({ id }) => id)
  return { grading: { ...grading, inclusion: reading.inclusion, rubrics }, reading }
}

function gradingOf({ project, id, revision, lastMs }: Thread, found: Found, nowMs: number): Grading {
  return { project, thread: id, revision, gradedMs: nowMs, closedMs: lastMs, inclusion: 1, ...found }
}
