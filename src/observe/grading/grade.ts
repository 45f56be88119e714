/**
 * Grading what is over: the same line that grades simulated conversations.
 *
 * A grading says which revision of the conversation it read. It is written together with the state, so that a crash
 * leaves neither a closed conversation without a grading nor one graded twice. What only a jury can read is put in a
 * queue of its own in the same transaction; grading never waits for it.
 */
import type { Conversation } from '../../conversation/index.ts'
import { judge, type Pact, type Verdict } from '../../pact/index.ts'
import type { Grading, Observed, ObservedWriting, Reading, Thread } from '../../store/index.ts'
import { conversationOf } from './conversation-of.ts'
import { lookEarly } from './early.ts'
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

/** Conversations read at once. */
const pageSize = 200

/** Grades every conversation that is over by `nowMs`. @returns the gradings, oldest first */
export async function gradeDue(observed: Observed, terms: GradingTerms, nowMs: number): Promise<readonly Grading[]> {
  const done: Grading[] = []
  while (true) {
    const due = await overBy(observed, nowMs, pageSize)
    if (due.length === 0) break
    done.push(...(await gradeAll(observed, terms, due, nowMs)))
  }
  await lookEarly(observed, terms, nowMs)
  return done
}

async function gradeAll(
  observed: Observed,
  terms: GradingTerms,
  due: readonly Thread[],
  nowMs: number,
): Promise<readonly Grading[]> {
  const read: Read[] = []
  const chances = remembered((project) => chancesNow(observed, project, terms.sampling ?? usualSampling, nowMs))
  for (const thread of due) {
    const conversation = await conversationOf(observed, thread, terms.agent)
    if (conversation === undefined) read.push({ thread })
    else read.push({ thread, ...(await graded(thread, conversation, terms, chances, nowMs)) })
  }
  await observed.together(async (writing) => {
    for (const each of read) await close(writing, each)
    await terms.alsoWrite?.(
      writing,
      read.flatMap(({ thread, grading }) => (thread.graded === 0 && grading !== undefined ? [grading] : [])),
    )
  })
  return read.flatMap(({ grading }) => grading ?? [])
}

interface Read {
  readonly thread: Thread
  /** Absent where nothing was said. */
  readonly grading?: Grading
  /** Absent where nothing is to be read by a jury. */
  readonly reading?: Reading
}

async function close(writing: ObservedWriting, { thread, grading, reading }: Read): Promise<void> {
  const { project, id, revision } = thread
  if (grading !== undefined) await writing.putGrading(grading)
  if (reading !== undefined) {
    const overtaken = await writing.readings.put([reading])
    const passedOver = reading.state === 'passed-over' ? 1 : 0
    await writing.count(project, {
      'to be read': 1 - passedOver,
      'unread: not in the sample': passedOver,
      'unread: the conversation went on': overtaken,
    })
  }
  const current = (await writing.threadsBy(project, [id])).get(id)
  if (current === undefined) return
  // What arrived while it was judged keeps it open.
  const state = current.revision === revision ? 'closed' : current.state
  await writing.putThreads([{ ...current, state, graded: revision }])
  await writing.count(project, {
    [thread.graded === 0 ? 'closed' : 'closed again']: 1,
    [grading === undefined ? 'ungraded: nothing said' : 'graded']: 1,
  })
}

async function graded(
  thread: Thread,
  conversation: Conversation,
  { pact, sampling = usualSampling }: GradingTerms,
  chances: (project: string) => Promise<Chances>,
  nowMs: number,
): Promise<Pick<Read, 'grading' | 'reading'>> {
  const grading = gradingOf(thread, conversation, judge(pact, conversation), nowMs)
  if (pact.rubrics.length === 0) return { grading }
  const reading = readingOf(grading, pact, await chances(thread.project), sampling)
  const rubrics = pact.rubrics.map(({ id }) => id)
  return { grading: { ...grading, inclusion: reading.inclusion, rubrics }, reading }
}

/** Each asked for once. */
function remembered<Value>(find: (name: string) => Promise<Value>): (name: string) => Promise<Value> {
  const found = new Map<string, Promise<Value>>()
  return (name) => {
    const known = found.get(name) ?? find(name)
    found.set(name, known)
    return known
  }
}

function gradingOf(
  { project, id, revision, lastMs }: Thread,
  conversation: Conversation,
  verdict: Verdict,
  nowMs: number,
): Grading {
  return { project, thread: id, revision, gradedMs: nowMs, closedMs: lastMs, inclusion: 1, conversation, verdict }
}
