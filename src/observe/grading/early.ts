/**
 * Looking at conversations that go on.
 *
 * A violation that proves itself, such as a leaked secret, stands whatever is said later, so it is told at once. All
 * else is judged when the conversation is over: what a customer was promised may still be done.
 */
import { judge, type Pact } from '../../pact/index.ts'
import type { EarlyViolation, Observed, Thread } from '../../store/index.ts'
import { earlyAlarms, earlyHourMs } from '../alerts/early-alarm.ts'
import { conversationOf } from './conversation-of.ts'

/** Conversations looked at in one transaction. */
const pageSize = 200

/** @returns the violations that nobody had seen before, in the order in which their conversations were looked at */
export async function lookEarly(
  observed: Observed,
  terms: { readonly pact: Pact; readonly agent?: string },
  nowMs: number,
): Promise<readonly EarlyViolation[]> {
  const conditions = terms.pact.conditions.filter(({ selfEvident }) => selfEvident)
  const turnLevel: Pact = { ...terms.pact, conditions, rubrics: [] }
  const seen: EarlyViolation[] = []
  while (true) {
    const threads = await observed.unlooked(pageSize)
    if (threads.length === 0) return seen
    const found: EarlyViolation[] = []
    if (conditions.length > 0) {
      for (const thread of threads) found.push(...(await violationsIn(observed, thread, turnLevel, terms.agent, nowMs)))
    }
    const recent = found.length === 0 ? [] : await observed.alarms.list({ sinceMs: nowMs - earlyHourMs })
    seen.push(
      ...(await observed.together(async (writing) => {
        await writing.readings.looked(threads)
        const fresh = await writing.readings.early(found)
        for (const alarm of earlyAlarms(fresh, terms.pact, recent)) await writing.alarms.put(alarm)
        return fresh
      })),
    )
  }
}

async function violationsIn(
  observed: Observed,
  thread: Thread,
  pact: Pact,
  agent: string | undefined,
  seenMs: number,
): Promise<readonly EarlyViolation[]> {
  const conversation = await conversationOf(observed, thread, agent)
  if (conversation === undefined) return []
  const { project, id, revision } = thread
  return judge(pact, conversation).findings.flatMap((finding) => {
    if (finding.outcome !== 'violated') return []
    const { condition, because, at } = finding
    return [{ project, thread: id, condition, revision, seenMs, because, at }]
  })
}
