/** A conversation whose parts were understood anew: what is known of it as a whole follows from them. */
import type { ObservedRecord, Thread } from '../store/index.ts'
import { atMsOf, begun, grown } from './assemble/growing.ts'
import type { IdleTimes } from './grading/idle.ts'
import { itemOf } from './kept.ts'

/**
 * @param before what was known of it
 * @param records all of it, in the order in which they came
 * @returns the conversation, to be graded again: at once where it was over
 */
export function regrown(before: Thread, records: readonly ObservedRecord[], idle: IdleTimes): Thread {
  let now: Thread | undefined
  for (const { body, receivedMs } of records) {
    const item = itemOf(body)
    now = grown(now ?? begun(before.project, before.id, atMsOf(item)), item, receivedMs, idle)
  }
  if (now === undefined) return before
  const { state, graded, revision } = before
  return {
    ...now,
    graded,
    revision: Math.max(now.revision, revision + 1),
    ...(state === 'closed' && { dueMs: 0 }),
  }
}
