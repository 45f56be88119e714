/** Kept conversations as far as they have come. */
import type { Conversation } from '../../conversation/index.ts'
import type { Observed, Thread } from '../../store/index.ts'
import { assemble } from '../assemble/assemble.ts'
import { itemOf } from '../kept.ts'

/** Conversations whose parts are in memory at once. */
const atOnce = 64

/** The conversation as far as it has come; nothing where nothing was said. */
export async function conversationOf(
  observed: Observed,
  thread: Thread,
  otherwise?: string,
): Promise<Conversation | undefined> {
  for await (const [, conversation] of conversationsOf(observed, thread.project, [thread], otherwise))
    return conversation
  return undefined
}

/** Each with its conversation as far as it has come, in order; nothing where nothing was said. */
export async function* conversationsOf(
  observed: Observed,
  project: string,
  threads: readonly Thread[],
  otherwise = 'agent',
): AsyncIterable<readonly [Thread, Conversation | undefined]> {
  for (let at = 0; at < threads.length; at += atOnce) {
    const some = threads.slice(at, at + atOnce)
    const parts = await observed.partsOf(
      project,
      some.map(({ id }) => id),
    )
    for (const thread of some) {
      const { bodies = [], turns = [] } = parts.get(thread.id) ?? {}
      const items = bodies.map(itemOf)
      yield [thread, assemble(thread.id, items, thread.agent === '' ? otherwise : thread.agent, turns)]
    }
  }
}
