/**
 * Threads that judge, for the time when much is over at once: after a peak, or where more is over each second than one
 * thread judges.
 *
 * A single page is judged where it is asked for: to hand it over would gain nothing, and a server that keeps up needs no
 * threads. They begin with the first need and read the store by connections of their own. What a thread fails at, or has in
 * hand when it ends, is judged here, so that it fails as it would without threads and is tried again the same way.
 */
import { Worker } from 'node:worker_threads'
import type { Thread } from '../../store/index.ts'
import type { Judged, Judging } from './judging.ts'

/** What a thread is begun with. */
export interface JudgingBeginning {
  /** The store's file. */
  readonly file: string
  /** A module that exports a `ThreadModule`, as a URL, and what is handed to it. */
  readonly module: string
  readonly data: unknown
}

export interface JudgingThreadsOptions extends JudgingBeginning {
  readonly threads: number
  /** What a thread begins with, in place of `judging-thread` beside this file: it must lead there. */
  readonly entry?: string
  /** Hears what ends a thread. */
  readonly failed?: (thrown: unknown) => void
}

/** What a thread is asked; it answers in order. */
export type JudgingAsked = { readonly project: string; readonly page: readonly Thread[] } | { readonly close: true }
/** Nothing where it failed. */
export type JudgingAnswered = { readonly judged?: readonly Judged[] }

/** @param here judges what no thread does */
export function judgingThreads(here: Judging, options: JudgingThreadsOptions): Judging {
  const { threads } = options
  let all: readonly JudgingThread[] = []
  return {
    async *judged(project, pages) {
      if (pages.length < 2) return yield* here.judged(project, pages)
      if (all.length === 0) all = Array.from({ length: threads }, () => new JudgingThread(options))
      // One for each thread, and one that waits while a page is kept.
      const ahead: (Promise<readonly Judged[] | undefined> | undefined)[] = []
      for (const [at, page] of pages.entries()) {
        while (threads > 0 && ahead.length <= threads && at + ahead.length < pages.length) {
          const nth = at + ahead.length
          ahead.push(all[nth % threads]?.judged(project, pages[nth] ?? []))
        }
        const judged = await ahead.shift()
        if (judged === undefined) yield* here.judged(project, [page])
        else yield judged
      }
    },
    close: async () => void (await Promise.all(all.map((each) => each.close()))),
  }
}

/** Of a page nothing is needed once it is handed back, so there is little reason to keep room for much of it. */
const resourceLimits = { maxYoungGenerationSizeMb: 24 }

/** One thread. Once it has ended it stays so: whatever ended it would end the next. */
class JudgingThread {
  readonly #worker: Worker
  readonly #ended: Promise<void>
  readonly #waiting: ((answered: JudgingAnswered) => void)[] = []
  #hasEnded = false

  constructor({ file, module, data, entry = besideThis, failed = () => {} }: JudgingThreadsOptions) {
    const workerData: JudgingBeginning = { file, module, data }
    this.#worker = new Worker(new URL(entry), { workerData, resourceLimits })
    this.#worker.on('message', (answered: JudgingAnswered) => this.#waiting.shift()?.(answered))
    this.#worker.on('error', failed)
    this.#ended = new Promise((resolve) => {
      this.#worker.on('exit', () => {
        this.#hasEnded = true
        for (const answer of this.#waiting.splice(0)) answer({})
        resolve()
      })
    })
  }

  /** @returns nothing where it failed */
  judged(project: string, page: readonly Thread[]): Promise<readonly Judged[] | undefined> {
    if (this.#hasEnded) return Promise.resolve(undefined)
    return new Promise((resolve) => {
      this.#waiting.push(({ judged }) => resolve(judged))
      this.#worker.postMessage({ project, page } satisfies JudgingAsked)
    })
  }

  /** Ends it with what it has in hand. */
  close(): Promise<void> {
    this.#worker.postMessage({ close: true } satisfies JudgingAsked)
    return this.#ended
  }
}

const besideThis = new URL(
  import.meta.url.endsWith('.ts') ? './judging-thread.ts' : './judging-thread.js',
  import.meta.url,
).href
