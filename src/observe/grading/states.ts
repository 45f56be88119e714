/**
 * How a conversation goes from open to closed when nothing more comes.
 *
 * Half its idle time without anything new makes it quiet, as long again makes it closed. One that somebody ended, or that
 * came whole, closes at once. Only what is closed is graded in whole; what comes later opens it again.
 */
import type { Observed, Thread } from '../../store/index.ts'
import { byProject } from '../by-project.ts'

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
      for (const [project, own] of byProject(due)) {
        const now = await writing.threadsBy(
          project,
          own.map(({ id }) => id),
        )
        await writing.putThreads(own.flatMap((thread) => quiet(thread, now.get(thread.id))))
      }
    })
  }
}

/** What arrived meanwhile keeps it open. */
function quiet({ revision }: Thread, now: Thread | undefined): readonly Thread[] {
  if (now?.state !== 'open' || now.revision !== revision) return []
  return [{ ...now, state: 'quiet', dueMs: now.seenMs + 2 * (now.dueMs - now.seenMs) }]
}
