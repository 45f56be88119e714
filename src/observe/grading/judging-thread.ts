/** One of the threads that `judging-threads.ts` begins: it judges the pages that it is asked for, one after another. */
import { parentPort, workerData } from 'node:worker_threads'
import { openObserved } from '../../store/index.ts'
import type { ThreadModule } from '../background-thread.ts'
import { judgePage } from './judging.ts'
import type { JudgingAnswered, JudgingAsked, JudgingBeginning } from './judging-threads.ts'

const { file, module, data } = workerData as JudgingBeginning
const { gradingTerms } = (await import(module)) as ThreadModule
const terms = await gradingTerms(data)
const observed = await openObserved(file)
let last: Promise<void> = Promise.resolve()

async function answer(asked: JudgingAsked): Promise<void> {
  if ('close' in asked) {
    await observed.close()
    process.exit()
  }
  const judged = await judgePage(observed, terms, asked.project, asked.page).catch(() => undefined)
  parentPort?.postMessage({ ...(judged !== undefined && { judged }) } satisfies JudgingAnswered)
}

parentPort?.on('message', (asked: JudgingAsked) => {
  last = last.then(() => answer(asked))
})
