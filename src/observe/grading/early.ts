/**
 * Looking at conversations that go on.
 *
 * A violation that proves itself, such as a leaked secret, stands whatever is said later, so it is told at once. All
 * else is judged when the conversation is over: what a customer was promised may still be done.
 */
import type { Conversation } from '../../conversation/index.ts'
import { judge, type Pact } from '../../pact/index.ts'
import type { EarlyViolation, Observed, Thread } from '../../store/index.ts'
import { earlyAlarms, earlyHourMs } from '../alerts/early-alarm.ts'
import { byProject } from '../by-project.ts'
import { conversationsOf } from './conversation-of.ts'

/** Conversations looked at in one transaction. */
const pageSize = 256

/**
 * Keeps, and tells of, violations that nobody had seen before.
 *
 * @param isBehind while more waits to be understood, one page is enough: what is looked at now would soon be looked at again
 */
export async function lookEarly(
  observed: Observed,
  terms: { readonly pact: Pact; readonly agent?: string },
  nowMs: number,
  isBehind: () => boolean,
): Promise<void> {
  const conditions = terms.pact.conditions.filter(({ selfEvident }) => selfEvident)
  if (conditions.length === 0) return
  const turnLevel: Pact = { ...terms.pact, conditions, rubrics: [] }
  while ((await lookAtSome(observed, { ...terms, pact: turnLevel }, nowMs)) && !isBehind());
}

/** @returns whether there were any */
async function lookAtSome(
  observed: Observed,
  { pact, agent }: { readonly pact: Pact; readonly agent?: string },
  nowMs: number,
): Promise<boolean> {
  const threads = await observed.unlooked(pageSize)
  if (threads.length === 0) return false
  const found: EarlyViolation[] = []
  for (const [project, own] of byProject(threads)) {
    for await (const [thread, conversation] of conversationsOf(observed, project, own, agent))
      if (conversation !== undefined) found.push(...violationsIn(thread, conversation, pact, nowMs))
  }
  const recent = found.length === 0 ? [] : await observed.alarms.list({ sinceMs: nowMs - earlyHourMs })
  await observed.together(async (writing) => {
    await writing.readings.looked(threads)
    const fresh = await writing.readings.early(found)
    for (const alarm of earlyAlarms(fresh, pact, recent)) await writing.alarms.put(alarm)
  })
  return true
}

function violationsIn(
  { project, id, revision }: Thread,
  conversation: Conversation,
  pact: Pact,
  seenMs: number,
): readonly EarlyViolation[] {
  return judge(pact, conversation).findings.flatMap((finding) => {
    if (finding.outcome !== 'violated') return []
    const { condition, because, at } = finding
    return [{ project, thread: id, condition, revision, seenMs, because, at }]
  })
}
