/**
 * Removing what is older than it may be kept, a few conversations in a transaction, so that nothing waits for it.
 *
 * Only what is over is removed, only what nobody holds, and only what the log has nothing of any more: read again, it would
 * come back. What was removed is counted, so that the counts still agree.
 */
import { randomUUID } from 'node:crypto'
import type { Aged, Observed, ObservedWriting, Thread } from '../../store/index.ts'
import { forgetInAlarms } from '../alerts/forgotten.ts'
import type { Item } from '../intake/reader.ts'
import type { RetentionTerms } from './terms.ts'

/** Conversations of one transaction. */
const atOnce = 200

/**
 * @param segment the first of the log that is still there
 * @returns how many conversations were put together of their parts, and how many were removed
 */
export async function retain(
  observed: Observed,
  { partsMs, conversationsMs, violationsMs }: RetentionTerms,
  { nowMs, segment }: { readonly nowMs: number; readonly segment: number },
): Promise<{ readonly putTogether: number; readonly removed: number }> {
  await observed.together((writing) => writing.keeping.segmentsGone(segment))
  const each = (by: Aged, ageMs: number, act: Act) => eachAged(observed, { by, beforeMs: nowMs - ageMs, segment }, act)
  const kept = await each('kept to promises', conversationsMs, strip)
  const violated = await each('violated', violationsMs, strip)
  const putTogether = await each('parts', partsMs, joinParts)
  return { putTogether, removed: kept + violated }
}

type Act = (writing: ObservedWriting, thread: Thread) => Promise<void>

async function eachAged(
  observed: Observed,
  { by, beforeMs, segment }: { readonly by: Aged; readonly beforeMs: number; readonly segment: number },
  act: Act,
): Promise<number> {
  let n = 0
  while (true) {
    const threads = await observed.keeping.aged(by, beforeMs, segment, atOnce)
    if (threads.length === 0) return n
    n += await observed.together((writing) => actOn(writing, threads, act))
  }
}

/** What goes on again in the meantime is left alone. */
async function actOn(writing: ObservedWriting, threads: readonly Thread[], act: Act): Promise<number> {
  let n = 0
  for (const thread of threads) {
    const now = (await writing.threadsBy(thread.project, [thread.id])).get(thread.id)
    if (now?.revision !== thread.revision || now.state !== 'closed') continue
    await act(writing, thread)
    n += 1
  }
  return n
}

async function strip(writing: ObservedWriting, { project, id, graded }: Thread): Promise<void> {
  const { unread } = await writing.keeping.strip({ project, thread: id }, `removed-${randomUUID()}`)
  await forgetInAlarms(writing, { project, thread: id })
  await writing.count(project, {
    [graded > 0 ? 'removed: by age' : 'removed before it was over']: 1,
    ...notRead(unread),
  })
}

/** Of juries that were to read it. */
export const notRead = (n: number) => ({ 'unread: it is not kept any more': n })

/** Later parts of a conversation are added to it as it was graded. */
async function joinParts({ keeping }: ObservedWriting, { project, id, lastMs, seenMs }: Thread): Promise<void> {
  const name = { project, thread: id }
  const conversation = await keeping.asGraded(name)
  const key = `whole/${id}`
  const item: Item | undefined = conversation && { kind: 'whole', key, conversation }
  const about = { key, thread: id, kind: 'whole', atMs: lastMs, receivedMs: seenMs }
  await keeping.putTogether(name, item && { ...about, body: JSON.stringify(item) })
}
