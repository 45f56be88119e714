/** One of the threads that `judging-threads.ts` begins: it judges the pages that it is asked for, one after another. */
import { parentPort, workerData } from 'node:worker_threads'
import { openObserved } from '../../store/index.ts'
import type { ThreadModule } from '../background-thread.ts'
import { type Judged, judgePage } from './judging.ts'
import type { JudgingAnswered, JudgingAsked, JudgingBeginning } from './judging-threads.ts'

const { file, module, data } = workerData as JudgingBeginning
const beginning = begin()
let last: Promise<unknown> = beginning.catch(() => {})

async function begin() {
  const { gradingTerms } = (await import(module)) as ThreadModule
  return { terms: await gradingTerms(data), observed: await openObserved(file, { canBeMadeAgain: true }) }
}

async function judgedPage({ project, page }: Exclude<JudgingAsked, { close: true }>): Promise<readonly Judged[]> {
  const { terms, observed } = await beginning
  return judgePage(observed, terms, project, page)
}

async function close(): Promise<void> {
  const begun = await beginning.catch(() => undefined)
  await begun?.observed.close()
  process.exit()
}

parentPort?.on('message', (asked: JudgingAsked) => {
  last = last.then(async () => {
    if ('close' in asked) return close()
    const judged = await judgedPage(asked).catch(() => undefined)
    parentPort?.postMessage({ ...(judged !== undefined && { judged }) } satisfies JudgingAnswered)
  })
})
