/** The thread of its own that `thread.ts` begins: it makes what it grades by, and answers what it is asked. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Pact } from '../pact/index.ts'
import { type Observed, openObserved } from '../store/index.ts'
import { type Background, backgroundHere } from './background.ts'
import type { GradingTerms } from './grading/grade.ts'
import { judgingHere } from './grading/judging.ts'
import { judgingThreads } from './grading/judging-threads.ts'
import { type LogPlace, readLog } from './log/segment-log.ts'
import { type Answered, type Asked, failureOf, type Task, type ThreadBeginning, type Told } from './thread-messages.ts'

/** What the module exports that the thread is begun with. */
export interface ThreadModule {
  /** What is graded by. */
  readonly gradingTerms: (data: unknown) => Promise<GradingTerms>
  /** Work that goes on beside, such as juries that read and people who are told. */
  readonly workBeside?: (data: unknown, on: WorkOn) => Promise<{ close(): Promise<void> }>
}

export interface WorkOn {
  readonly observed: Observed
  readonly pact: Pact
  /** Hears what goes wrong. */
  readonly failed: (thrown: unknown) => void
}

interface Begun {
  readonly background: Background
  close(): Promise<void>
}

const { folder, idle, terms } = workerData as ThreadBeginning
const underWay = new Set<Promise<void>>()
let beginning: Promise<Begun> | undefined

async function begin(): Promise<Begun> {
  const { module, data, judging: threads = { threads: 0 } } = terms
  const { gradingTerms, workBeside } = (await import(module)) as ThreadModule
  const grading = await gradingTerms(data)
  const file = `${folder}/observed.db`
  const observed = await openObserved(file, { canBeMadeAgain: true })
  const judging = judgingThreads(judgingHere(observed, grading), { ...threads, module, data, file, failed })
  try {
    const read = (from: LogPlace, end: LogPlace) => readLog(`${folder}/log`, from, () => end)
    const background = backgroundHere(read, observed, grading, idle, judging)
    const beside = await workBeside?.(data, { observed, pact: grading.pact, failed })
    return {
      background,
      async close() {
        await background.close()
        await Promise.allSettled(underWay)
        await beside?.close()
        await judging.close()
        await observed.close()
      },
    }
  } catch (thrown) {
    await observed.close()
    throw thrown
  }
}

/** Begins once; where that fails it is tried again with the next task. */
function begun(): Promise<Begun> {
  beginning ??= begin().catch((thrown) => {
    beginning = undefined
    throw thrown
  })
  return beginning
}

async function work(task: Task): Promise<void> {
  if ('close' in task) return (await beginning)?.close()
  const { background } = await begun()
  if ('understand' in task) await background.understand(task.understand)
  else if ('grade' in task) await background.grade(task.grade)
  else if ('count' in task) await background.count(task.count)
  else if ('keep' in task) await background.keep(task.keep)
}

function failed(thrown: unknown): void {
  parentPort?.postMessage({ failed: failureOf(thrown) } satisfies Told)
}

parentPort?.on('message', async (asked: Asked) => {
  const working = work(asked)
  const settled = working.catch(() => {})
  if (!('close' in asked)) underWay.add(settled)
  const answered: Answered = await working.then(
    () => ({ id: asked.id }),
    (thrown: unknown) => ({ id: asked.id, failed: failureOf(thrown) }),
  )
  underWay.delete(settled)
  parentPort?.postMessage(answered)
})
