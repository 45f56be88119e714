/**
 * How a conversation goes from open to closed when nothing more comes.
 *
 * Half its idle time without anything new makes it quiet, as long again makes it closed. One that somebody ended, or that
 * came whole, closes at once. Only what is closed is graded in whole; what comes later opens it again.
 */
import type { Observed, Thread } from '../../store/index.ts'

/** A conversation that is over at this moment, by someone's word or by silence. */
export async function overBy(observed: Observed, nowMs: number, limit: number): Promise<readonly Thread[]> {
  await quieten(observed, nowMs, limit)
  const ended = await observed.due('open', 0, limit)
  return ended.length > 0 ? ended : observed.due('quiet', nowMs, limit)
}

/** Conversations of which nothing has come for half their idle time. */
async function quieten(observed: Observed, nowMs: number, limit: number): Promise<void> {
  while (true) {
    const due = (await observed.due('open', nowMs, limit)).filter(({ dueMs }) => dueMs > 0)
    if (due.length === 0) return
    await observed.together(async (writing) => {
      for (const { project, id, revision } of due) {
        const now = (await writing.threadsBy(project, [id])).get(id)
        if (now?.state !== 'open' || now.revision !== revision) continue
        await writing.putThreads([{ ...now, state: 'quiet', dueMs: now.seenMs + 2 * (now.dueMs - now.seenMs) }])
      }
    })
  }
}
