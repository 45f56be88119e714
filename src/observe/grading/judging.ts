/**
 * Judging: kept conversations are read, put together and judged by code, a page at a time.
 *
 * It needs the store and the pact alone and writes nothing, so pages may be judged on threads of their own, ahead of whoever
 * keeps them. They come back in the order in which they were asked for, so that detectors count as if there was one thread.
 */
import type { Conversation } from '../../conversation/index.ts'
import { judge, type Pact, type Verdict } from '../../pact/index.ts'
import type { Observed, Thread } from '../../store/index.ts'
import { conversationsOf } from './conversation-of.ts'

/** What was said, and what code finds of it. */
export interface Found {
  readonly conversation: Conversation
  readonly verdict: Verdict
}

export interface Judged {
  readonly thread: Thread
  /** Absent where nothing was said. */
  readonly found?: Found
}

export interface Judging {
  /** Judges page after page, and some ahead. @returns them in order */
  judged(project: string, pages: readonly (readonly Thread[])[]): AsyncIterable<readonly Judged[]>
  close(): Promise<void>
}

export interface JudgingTerms {
  readonly pact: Pact
  /** Stands for the agent where nobody names it. */
  readonly agent?: string
}

/** On this thread, each page when it is asked for. */
export function judgingHere(observed: Observed, terms: JudgingTerms): Judging {
  return {
    async *judged(project, pages) {
      for (const page of pages) yield await judgePage(observed, terms, project, page)
    },
    close: async () => {},
  }
}

export async function judgePage(
  observed: Observed,
  { pact, agent }: JudgingTerms,
  project: string,
  page: readonly Thread[],
): Promise<readonly Judged[]> {
  const all: Judged[] = []
  for await (const [thread, conversation] of conversationsOf(observed, project, page, agent)) {
    const found = conversation && { conversation, verdict: judge(pact, conversation) }
    all.push({ thread, ...(found !== undefined && { found }) })
  }
  return all
}
