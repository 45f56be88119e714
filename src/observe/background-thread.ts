/** The thread of its own that `background.ts` begins: it makes what it grades by, and answers what it is asked. */
import { parentPort, workerData } from 'node:worker_threads'
import { Problem } from '../problem.ts'
import { openObserved } from '../store/index.ts'
import { type Answered, type Asked, backgroundHere, type ThreadBeginning } from './background.ts'
import type { GradingTerms } from './grading/grade.ts'
import { readLog } from './log/segment-log.ts'

const { folder, idle, terms } = workerData as ThreadBeginning

async function begun() {
  const { gradingTerms } = (await import(terms.module)) as {
    readonly gradingTerms: (data: unknown) => Promise<GradingTerms>
  }
  const observed = await openObserved(`${folder}/observed.db`, { canBeMadeAgain: true })
  const read: Parameters<typeof backgroundHere>[0] = (from, end) => readLog(`${folder}/log`, from, () => end)
  return { observed, background: backgroundHere(read, observed, await gradingTerms(terms.data), idle) }
}
const beginning = begun()

async function answer(asked: Asked): Promise<void> {
  const { observed, background } = await beginning
  if ('understand' in asked) await background.understand(asked.understand)
  else if ('grade' in asked) await background.grade(asked.grade)
  else await observed.close()
}

parentPort?.on('message', async (asked: Asked) => {
  const answered: Answered = await answer(asked).then(
    () => ({ id: asked.id }),
    (thrown: unknown) => ({ id: asked.id, failed: toldAs(thrown) }),
  )
  parentPort?.postMessage(answered)
})

/** Errors lose their class between threads; what a person can mend keeps its words. */
function toldAs(thrown: unknown): unknown {
  if (!(thrown instanceof Problem)) return thrown
  return new Error(`${thrown.code}: ${thrown.message} ${thrown.hint}`)
}
