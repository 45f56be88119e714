/**
 * Holding conversations, and forgetting them because somebody asked for it.
 *
 * A held conversation is kept whatever its age, and is not forgotten before it is released. A forgotten one is gone at once,
 * its findings included. The log still has what was sent until its segments are old enough; reading it again brings back
 * nothing that was forgotten.
 */
import { Problem } from '../../problem.ts'
import type { Hold, Observed, ThreadName } from '../../store/index.ts'
import { forgetInAlarms } from '../alerts/forgotten.ts'
import { intakeReader } from '../take-in.ts'
import { notRead } from './retain.ts'

/** What was forgotten. */
export interface Forgotten {
  readonly conversations: number
}

/** @throws Problem `observe/no-such-conversation` */
export async function hold(observed: Observed, wanted: Hold): Promise<void> {
  const { project, thread } = wanted
  if ((await observed.thread(project, thread)) === undefined) throw unknown(thread)
  await observed.together((writing) => writing.keeping.hold(wanted))
}

/** @throws Problem `observe/no-such-conversation` when nobody holds it */
export async function release(observed: Observed, name: ThreadName): Promise<void> {
  const wasHeld = await observed.together((writing) => writing.keeping.release(name))
  if (!wasHeld) throw unknown(name.thread)
}

/**
 * Forgets conversations, in one transaction: all of them or none.
 *
 * @throws Problem `observe/held` when somebody holds one of them, `observe/no-such-conversation`
 */
export async function forget(observed: Observed, project: string, threads: readonly string[]): Promise<Forgotten> {
  const refused = await observed.together(async (writing) => {
    const { keeping } = writing
    const held = await keeping.held(project, threads)
    if (held.length > 0) return isHeld(held)
    const known = await writing.threadsBy(project, threads)
    const missing = threads.find((thread) => !known.has(thread))
    if (missing !== undefined) return unknown(missing)
    const { segment } = (await keeping.place(intakeReader)) ?? { segment: 0 }
    for (const { id: thread, graded } of known.values()) {
      const { unread } = await keeping.remove({ project, thread })
      await forgetInAlarms(writing, { project, thread })
      await keeping.rememberForgotten({ project, thread }, segment)
      await writing.count(project, {
        [graded > 0 ? 'removed: asked for' : 'removed before it was over']: 1,
        ...notRead(unread),
      })
    }
    return undefined
  })
  if (refused !== undefined) throw refused
  return { conversations: threads.length }
}

/** Forgets all conversations of a customer. @throws Problem `observe/held` when somebody holds one of them */
export async function forgetCustomer(observed: Observed, project: string, customer: string): Promise<Forgotten> {
  return forget(observed, project, await observed.keeping.ofCustomer(project, customer))
}

function isHeld(threads: readonly string[]): Problem {
  const [first = ''] = threads
  const more = threads.length > 1 ? ` and ${threads.length - 1} more` : ''
  return new Problem({
    code: 'observe/held',
    message: `Somebody wants "${first}"${more} kept, so nothing was forgotten.`,
    hint: 'See "fieldproof kept holds" for who and why, and release it first.',
  })
}

function unknown(thread: string): Problem {
  return new Problem({
    code: 'observe/no-such-conversation',
    message: `There is no conversation "${thread}" that this could be done with.`,
    hint: 'See "fieldproof kept holds" and /v1/conversations; projects are told apart with --name.',
  })
}
