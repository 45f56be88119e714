/**
 * Grading what is over: the same line that grades simulated conversations.
 *
 * A grading says which revision of the conversation it read. It is written together with the state, so that a crash
 * leaves neither a closed conversation without a grading nor one graded twice.
 */
import type { Conversation } from '../../conversation/index.ts'
import { judge, type Pact, type Verdict } from '../../pact/index.ts'
import type { Grading, Observed, ObservedWriting, Thread } from '../../store/index.ts'
import { assemble } from '../assemble/assemble.ts'
import type { Item } from '../intake/reader.ts'

/** What grading needs to know. */
export interface GradingTerms {
  readonly pact: Pact
  /** Stands for the agent where nobody names it. */
  readonly agent?: string
}

/** Conversations read at once. */
const pageSize = 200

/** Grades every conversation that is over by `nowMs`. @returns the gradings, oldest first */
export async function gradeDue(observed: Observed, terms: GradingTerms, nowMs: number): Promise<readonly Grading[]> {
  const done: Grading[] = []
  while (true) {
    const due = await observed.due('open', nowMs, pageSize)
    if (due.length === 0) return done
    done.push(...(await gradeAll(observed, terms, due, nowMs)))
  }
}

async function gradeAll(
  observed: Observed,
  terms: GradingTerms,
  due: readonly Thread[],
  nowMs: number,
): Promise<readonly Grading[]> {
  const read: Read[] = []
  for (const thread of due) {
    const conversation = await conversationOf(observed, thread, terms.agent)
    if (conversation === undefined) read.push({ thread })
    else read.push({ thread, grading: gradingOf(thread, conversation, judge(terms.pact, conversation), nowMs) })
  }
  await observed.together(async (writing) => {
    for (const each of read) await close(writing, each)
  })
  return read.flatMap(({ grading }) => grading ?? [])
}

interface Read {
  readonly thread: Thread
  /** Absent where nothing was said. */
  readonly grading?: Grading
}

async function close(writing: ObservedWriting, { thread, grading }: Read): Promise<void> {
  const { project, id, revision } = thread
  if (grading !== undefined) await writing.putGrading(grading)
  const current = (await writing.threadsBy(project, [id])).get(id)
  if (current === undefined) return
  // What arrived while it was judged keeps it open.
  const state = current.revision === revision ? 'closed' : current.state
  await writing.putThreads([{ ...current, state, graded: revision }])
  await writing.count(project, {
    [thread.graded === 0 ? 'closed' : 'closed again']: 1,
    [grading === undefined ? 'skipped: nothing said' : 'graded']: 1,
  })
}

/** The conversation as far as it has come; nothing where nothing was said. */
export async function conversationOf(
  observed: Observed,
  { project, id, agent }: Thread,
  otherwise = 'agent',
): Promise<Conversation | undefined> {
  const records = await observed.records(project, id)
  const items = records.map(({ body }) => JSON.parse(body) as Item)
  return assemble(id, items, agent === '' ? otherwise : agent)
}

function gradingOf(
  { project, id, revision, lastMs }: Thread,
  conversation: Conversation,
  verdict: Verdict,
  nowMs: number,
) {
  return { project, thread: id, revision, gradedMs: nowMs, closedMs: lastMs, inclusion: 1, conversation, verdict }
}
