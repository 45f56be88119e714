/** How tools usually answer, from other conversations: how long they take, and what their results look like. */
import type { Conversation, Json } from '../../conversation/index.ts'
import { seenCalls } from './seen.ts'

/** Results and times of one tool beyond which more would tell nothing new. */
const most = 200

interface Known {
  readonly results: Json[]
  readonly tookMs: number[]
}

export class UsualAnswers {
  private readonly tools = new Map<string, Known>()

  /** Failures are left out, and trials under faults: what is usual is what comes when all goes well. */
  add(conversation: Conversation): void {
    if ((conversation.circumstances?.faults ?? []).length > 0) return
    for (const { tool, got, isError, tookMs } of seenCalls(conversation)) {
      const known = this.tools.get(tool) ?? { results: [], tookMs: [] }
      this.tools.set(tool, known)
      if (isError || got === undefined || known.results.length >= most) continue
      known.results.push(got)
      if (tookMs !== undefined) known.tookMs.push(tookMs)
    }
  }

  /** Successful results of other conversations. */
  results(tool: string): readonly Json[] {
    return this.tools.get(tool)?.results ?? []
  }

  /** Times of these, in milliseconds, sorted. */
  times(tool: string): readonly number[] {
    return [...(this.tools.get(tool)?.tookMs ?? [])].sort((a, b) => a - b)
  }
}
